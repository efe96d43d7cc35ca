import { expect } from "chai";
import fc from "fast-check";
import { rootParameters } from "../../../../model/release/parameters/catalog.ts";
import { checkParameters } from "../../../../model/release/parameters/checkParameters.ts";
import type { DocumentedParameter } from "../../../../model/release/parameters/documented.ts";
import { violationsOf } from "../../../../model/release/parameters/violations.ts";
import { everything, requiredValues } from "./edges.ts";

const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);

/** A declaration with a value made to satisfy it. */
const satisfied = fc.oneof(
  fc.tuple(fc.integer({ min: -999, max: 999 }), fc.nat(999), fc.nat(999)).map(([value, below, above]) => ({
    declaration: { Type: "Number", MinValue: value - below, MaxValue: value + above },
    value: String(value),
  })),
  fc.uniqueArray(fc.oneof(word, fc.boolean(), fc.nat()), { minLength: 1, maxLength: 5 }).chain((allowed) =>
    fc.constantFrom(...allowed).map((value) => ({
      declaration: { Type: "String", AllowedValues: allowed },
      value: String(value),
    })),
  ),
  fc.tuple(word, fc.nat(3), fc.nat(3)).map(([value, below, above]) => ({
    declaration: {
      Type: "String",
      MinLength: Math.max(0, value.length - below),
      MaxLength: String(value.length + above),
      AllowedPattern: "[a-z0-9]+",
    },
    value,
  })),
  fc.array(word, { minLength: 1, maxLength: 4 }).map((items) => ({
    declaration: { Type: "CommaDelimitedList", AllowedPattern: "^[a-z0-9]+$", MaxLength: 12 },
    value: items.join(", "),
  })),
);

const anyValue = fc.oneof(word, fc.integer().map(String), fc.constantFrom("true", "false", "", "arn:aws-cn:sns:x:1:t"));
const anyValues = fc
  .array(fc.tuple(fc.constantFrom(...rootParameters.map(({ name }) => name), "Segment", "constructor"), anyValue))
  .map((entries) => entries.filter(([name], index) => entries.findIndex(([other]) => other === name) === index));

describe("checkParameters, for any values", () => {
  it("accepts a value that was made to satisfy its declaration", () => {
    fc.assert(
      fc.property(satisfied, ({ declaration, value }) => {
        expect(checkParameters({ template: { Parameters: { P: declaration } }, values: { P: value } })).to.deep.equal({
          accepted: true,
          findings: [],
        });
      }),
    );
  });

  it("refuses a number outside its bounds, however near", () => {
    const bounds = fc.tuple(
      fc.integer({ min: -99, max: 99 }),
      fc.nat(99),
      fc.double({ min: 0.001, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(bounds, ([minValue, span, off]) => {
        const declaration = { name: "P", type: "Number", noEcho: false, minValue, maxValue: minValue + span };
        expect(violationsOf(declaration, String(minValue - off)).map(({ code }) => code)).to.deep.equal([
          "below-minimum",
        ]);
        expect(violationsOf(declaration, String(minValue + span + off)).map(({ code }) => code)).to.deep.equal([
          "above-maximum",
        ]);
      }),
    );
  });

  it("does not care for the order of values or names of secrets", () => {
    const shuffled = anyValues.chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, fc.boolean(), ([entries, others], withSecrets) => {
        const answer = (some: typeof entries) =>
          checkParameters({
            template: everything,
            values: Object.fromEntries(some),
            secretNames: withSecrets ? some.map(([name]) => name) : [],
            region: "eu-west-1",
          });
        expect(answer(others)).to.deep.equal(answer(entries));
      }),
    );
  });

  it("never shows a secret's value, whatever is wrong with it", () => {
    const secretText = fc.stringMatching(/^[A-Z]{4}[!-~]{8,24}$/);
    const shaped = fc.oneof(
      secretText,
      fc.integer({ min: 10 ** 9 }).map((number) => `${number}7713`),
      secretText.map((text) => `arn:aws-${text.replace(/[^A-Za-z]/g, "").toLowerCase()}q:sns:eu-west-1:1:${text}`),
      secretText.map((text) => `arn:aws:sns:${text.replace(/[^A-Za-z]/g, "").toLowerCase()}q:1:${text}`),
    );
    const parameter = fc.constantFrom<Pick<DocumentedParameter, "name">>(...rootParameters, { name: "Stranger" });
    const nested = { "n.yml": { Parameters: { X: { Type: "Number", MaxValue: 1, AllowedPattern: "x" } } } };
    fc.assert(
      fc.property(parameter, shaped, fc.boolean(), ({ name }, value, declared) => {
        const template = {
          ...everything,
          Resources: {
            N: {
              Type: "AWS::CloudFormation::Stack",
              Properties: { TemplateURL: "n.yml", Parameters: { X: { "Fn::Sub": `\${${name}}` } } },
            },
          },
        };
        const plainSecret = name === "DatadogAPIKey" || name === "Stranger";
        const answer = checkParameters({
          template,
          nested,
          values: { ...requiredValues, [name]: value },
          secretNames: declared || !plainSecret ? [name] : [],
          region: "cn-north-1",
          previous: { [name]: `${value}before` },
        });
        expect(answer.findings).to.not.have.lengthOf(0);
        const parts = [value, ...value.split(/[:,-]/).filter((part) => part.length > 9)];
        for (const part of parts) expect(JSON.stringify(answer)).to.not.contain(JSON.stringify(part).slice(1, -1));
      }),
      { numRuns: 300 },
    );
  });
});
