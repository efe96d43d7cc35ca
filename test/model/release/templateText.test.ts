import { expect } from "chai";
import fc from "fast-check";
import { stringify } from "yaml";
import { sameTemplate } from "../../../model/release/releaseOfTemplate.ts";
import { parseTemplate, readTemplateText } from "../../../model/release/templateText.ts";

const key = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,8}$/);
const text = fc.oneof(fc.string(), fc.constantFrom("2010-09-09", "012", "1e3", "no", "!Ref X", "${A}-b", "a: b", "#"));
const scalar = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));

/** One value in three spellings: as data with long intrinsics, and as YAML in flow style with short ones. */
interface Spelled {
  readonly data: unknown;
  readonly short: string;
}

const { value } = fc.letrec<{ value: Spelled }>((tie) => {
  const nested = tie("value");
  const list = fc.array(nested, { maxLength: 3 }).map(
    (items): Spelled => ({
      data: items.map(({ data }) => data),
      short: `[${items.map(({ short }) => short).join(", ")}]`,
    }),
  );
  const intrinsic = (tag: string, name: string, argument: fc.Arbitrary<Spelled>) =>
    argument.map(({ data, short }): Spelled => ({ data: { [name]: data }, short: `!${tag} ${short}` }));
  const quoted = (words: fc.Arbitrary<string>) => words.map((data): Spelled => ({ data, short: JSON.stringify(data) }));
  return {
    value: fc.oneof(
      { depthSize: "small" },
      scalar.map((data): Spelled => ({ data, short: JSON.stringify(data) })),
      list,
      fc.uniqueArray(fc.tuple(key, nested), { maxLength: 3, selector: ([name]) => name }).map(
        (entries): Spelled => ({
          data: Object.fromEntries(entries.map(([name, { data }]) => [name, data])),
          short: `{${entries.map(([name, { short }]) => `${name}: ${short}`).join(", ")}}`,
        }),
      ),
      intrinsic("Ref", "Ref", quoted(key)),
      intrinsic("Condition", "Condition", quoted(key)),
      intrinsic("Sub", "Fn::Sub", quoted(text)),
      intrinsic("Join", "Fn::Join", list),
      intrinsic("If", "Fn::If", list),
      // Only the first dot parts the resource from its attribute: those of nested stacks have dots of their own.
      fc.tuple(key, fc.constantFrom("Arn", "Outputs.Url")).map(
        ([name, attribute]): Spelled => ({
          data: { "Fn::GetAtt": [name, attribute] },
          short: `!GetAtt ${name}.${attribute}`,
        }),
      ),
    ),
  };
});

describe("a template's text", () => {
  it("says the same as JSON, as YAML with long intrinsics and as YAML with short ones", () => {
    fc.assert(
      fc.property(key, value, (name, { data, short }) => {
        const template = { [name]: data };
        const spellings = [JSON.stringify(template), stringify(template), `${name}: ${short}`];
        for (const spelling of spellings) expect(parseTemplate(spelling), spelling).to.deep.equal(template);
        for (const spelling of spellings) expect(sameTemplate(spelling, JSON.stringify(template))).to.equal(true);
      }),
    );
  });

  it("may have anchors, tags that YAML itself knows, and GetAtt in all its forms", () => {
    expect(parseTemplate("A: &a !Ref X\nB: *a\nC: !!str 1\nD: ! x\nE: [&b {F: 1}, *b]")).to.deep.equal({
      A: { Ref: "X" },
      B: { Ref: "X" },
      C: "1",
      D: "x",
      E: [{ F: 1 }, { F: 1 }],
    });
    expect(parseTemplate("A: !GetAtt B\nC: !GetAtt [D, E]\nF: !GetAtt .G\n!Ref H: 1")).to.deep.equal({
      A: { "Fn::GetAtt": ["B"] },
      C: { "Fn::GetAtt": ["D", "E"] },
      F: { "Fn::GetAtt": ["", "G"] },
      "[object Object]": 1,
    });
    expect(parseTemplate("A:\nB: ~\nC: !Base64\n")).to.deep.equal({ A: null, B: null, C: { "Fn::Base64": "" } });
  });

  it("tells where it stops being YAML", () => {
    expect(readTemplateText("A: 1\nB: {C: [}\n")).to.include({ kind: "malformed", line: 2, column: 9 });
  });

  for (const [body, reason] of [
    ["- a", "The template can't be read: it is no YAML or JSON object"],
    ["null", "The template can't be read: it is no YAML or JSON object"],
    ["A: [", "The template can't be read: Flow sequence in block collection must be sufficiently indented"],
  ] as const) {
    it(`is refused as ${JSON.stringify(body)}, with the reason`, () => {
      expect(() => parseTemplate(body)).to.throw(reason);
    });
  }
});
