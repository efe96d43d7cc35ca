import { expect } from "chai";
import * as fc from "fast-check";
import { transformRelease } from "../../../../model/release/china/transform.ts";
import { danglingIn } from "./dangling.ts";
import { type GeneratedRelease, generatedRelease } from "./generatedRelease.ts";
import { china, newUrlOf, published, rootKey, urlOf } from "./support.ts";

const transform = (templates: GeneratedRelease) =>
  transformRelease({ templates, root: rootKey, source: { buckets: [published] }, target: china });

const oldUrl = /https:\S+?template-\d+/g;
const newUrl = /https:\S+?[0-9a-f]{40}/g;

const runs = { numRuns: 80, seed: 7 };

describe("any release", () => {
  it("comes out without a dangling reference, or is refused with a place and a chain", () => {
    let transformed = 0;
    fc.assert(
      fc.property(generatedRelease, (templates) => {
        const result = transform(templates);
        if (result.kind === "refused") {
          for (const { place, chain } of result.problems) expect([place, chain[0] ?? ""]).to.not.include("");
          return;
        }
        transformed++;
        expect(danglingIn(result.templates)).to.deep.equal([]);
        for (const text of result.templates.values()) expect(text).to.not.match(/Cognito|AppSync/);
      }),
      runs,
    );
    // A property of what never happens would hold, too.
    expect(transformed).to.be.above(runs.numRuns / 3);
  });

  it("comes out the same however often it is transformed", () => {
    fc.assert(
      fc.property(generatedRelease, (templates) => {
        const once = transform(templates);
        if (once.kind === "refused") return;
        const again = transform(once.templates);
        expect(again.kind === "transformed" && [...again.templates]).to.deep.equal([...once.templates]);
        expect(again.kind === "transformed" && again.removed).to.deep.equal([]);
      }),
      runs,
    );
  });

  it("loses characters and gets none, but for the URLs of its templates", () => {
    fc.assert(
      fc.property(generatedRelease, (templates) => {
        const result = transform(templates);
        if (result.kind === "refused") return;
        for (const [key, text] of result.templates) {
          const before = (templates.get(result.origins.get(key) ?? "") ?? "").replaceAll(oldUrl, "URL");
          const after = text.replaceAll(newUrl, "URL");
          expect(isWithin(after, before), after).to.equal(true);
        }
      }),
      runs,
    );
  });

  it("keeps every character when nothing in it is missing in China", () => {
    fc.assert(
      fc.property(generatedRelease, (templates) => {
        const known = new Map(
          Array.from(templates, ([key, text]) => [
            key,
            text.replaceAll(/AWS::(?:Cognito::UserPool|AppSync::GraphQLApi)/g, "AWS::DynamoDB::Table"),
          ]),
        );
        const result = transform(known);
        const kept = result.kind === "transformed" ? result : undefined;
        for (const [key, text] of kept?.templates ?? []) {
          const before = known.get(kept?.origins.get(key) ?? "") ?? "";
          expect(text.replaceAll(newUrl, "URL")).to.equal(before.replaceAll(oldUrl, "URL"));
        }
        expect(result.kind).to.equal("transformed");
      }),
      runs,
    );
  });

  it("would be noticed with a dangling reference", () => {
    const text = (value: string) =>
      `Parameters: {P: {Type: String}}\nResources:\n  A: {Type: X, Properties: {B: ${value}}}\n`;
    for (const expression of ["!Ref C", "!GetAtt P.Arn", "!Sub '${C.D}'", "!If [C, a, b]", "!FindInMap [C, a, b]"]) {
      expect(danglingIn(new Map([["t", text(expression)]])), expression).to.have.length(1);
    }
    expect(danglingIn(new Map([["t", text("!Ref P")]]))).to.deep.equal([]);
    const stack = (rest: string) =>
      `Resources:\n  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ${newUrlOf("n")}${rest}}}\n`;
    expect(
      danglingIn(
        new Map([
          ["n", text("a")],
          ["t", stack("")],
        ]),
      ),
    ).to.deep.equal(["t: S lacks P"]);
    expect(danglingIn(new Map([["t", stack("").replace(newUrlOf("n"), urlOf("n"))]]))).to.deep.equal([
      "t: Template of S",
    ]);
  });
});

/** Whether a text is another one without some of its characters. */
function isWithin(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (character === part[at]) at++;
  return at === part.length;
}
