import { expect } from "chai";
import { PantherError } from "../../../../model/error.ts";
import { checkParameters, type ParameterCheck } from "../../../../model/release/parameters/checkParameters.ts";
import {
  findNested,
  type NestedTemplates,
  nestedKey,
} from "../../../../model/release/parameters/nested/nestedTemplates.ts";

const stack = (url: unknown, parameters: object, condition?: string) => ({
  Type: "AWS::CloudFormation::Stack",
  ...(condition && { Condition: condition }),
  Properties: { TemplateURL: url, Parameters: parameters },
});
const limited = "Parameters: {Q: {Type: String, MaxLength: 3}}";

/** What is said of a root template with the parameters P, Other and List whose stack N takes an expression as Q. */
function said(
  expression: unknown,
  values: ParameterCheck["values"],
  {
    body = limited,
    conditions = {},
    condition,
    ...rest
  }: {
    readonly body?: string;
    readonly conditions?: object;
    readonly condition?: string;
  } & Partial<ParameterCheck> = {},
): readonly string[] {
  const template = {
    Parameters: { P: {}, Other: { Default: "" }, List: { Type: "CommaDelimitedList", Default: "" } },
    Conditions: conditions,
    Resources: {
      // No nested stack, for all that it looks like one.
      Custom: { ...stack("n.yml", { Q: { Ref: "P" } }), Type: "Custom::Stack" },
      N: stack("n.yml", { Q: expression }, condition),
    },
  };
  const { findings } = checkParameters({ template, values, nested: { "n.yml": body }, ...rest });
  return findings.map(({ parameter, code }) => `${parameter} ${code}`);
}
const tooLong = { P: "long" };
const found = ["P nested-limit"];
const nothing: readonly string[] = [];

describe("limits of nested templates", () => {
  it("meet root parameters that come by Ref, Sub or Join", () => {
    expect(said({ Ref: "P" }, tooLong)).to.deep.equal(found);
    expect(said({ Ref: "P" }, { P: "abc" })).to.deep.equal(nothing);
    expect(said({ "Fn::Sub": "a-${P}" }, { P: "bc" })).to.deep.equal(found);
    expect(said({ "Fn::Sub": "${P}${!x}" }, { P: "x" })).to.deep.equal(found);
    const five = "Parameters: {Q: {MaxLength: 5}}";
    expect(said({ "Fn::Sub": "${P}${!x}" }, { P: "xx" }, { body: five })).to.deep.equal(found);
    expect(said({ "Fn::Sub": "${P}${!x}" }, { P: "x" }, { body: five })).to.deep.equal(nothing);
    expect(said({ "Fn::Sub": ["${V}", { V: { Ref: "P" } }] }, tooLong)).to.deep.equal(found);
    expect(said({ "Fn::Join": ["-", ["a", { Ref: "P" }]] }, { P: "bc" })).to.deep.equal(found);
    expect(said({ "Fn::Join": [",", { Ref: "List" }] }, { P: "x", List: "ab, c" })).to.deep.equal([
      "List nested-limit",
    ]);
    expect(said({ "Fn::Join": ["", { Ref: "List" }] }, { P: "x", List: "ab, c" })).to.deep.equal(nothing);
  });

  it("are left alone where more than parameters decides", () => {
    const unknown: readonly unknown[] = [
      { "Fn::GetAtt": ["A", "Outputs.B"] },
      { "Fn::Sub": "${P}${A.Outputs.B}" },
      { "Fn::Sub": [{ Ref: "P" }, {}] },
      { "Fn::Join": ["", [{ Ref: "P" }, { Ref: "AWS::StackName" }]] },
      { "Fn::Join": ["", { Ref: "P" }] },
      { "Fn::Join": "P" },
      { "Fn::If": "P" },
      { Ref: "P", more: 1 },
      "longer than allowed, but not from a parameter",
      12345,
      true,
      null,
      ["P"],
    ];
    for (const expression of unknown) {
      expect(said(expression, tooLong), JSON.stringify(expression)).to.deep.equal(nothing);
    }
    expect(said({ "Fn::Sub": "${P}" }, tooLong, { body: "Parameters: {Q: {AllowedPattern: '\\p{L}'}}" })).to.deep.equal(
      nothing,
    );
    expect(said({ Ref: "P" }, {}, { secretNames: ["P"] })).to.deep.equal(nothing);
  });

  it("know region and partition, when they are given", () => {
    const expression = { "Fn::Sub": "${AWS::Partition}:${AWS::Region}${P}" };
    expect(said(expression, { P: "x" }, { region: "eu-west-1" })).to.deep.equal(found);
    expect(said(expression, tooLong, { partition: "aws" })).to.deep.equal(nothing);
    expect(said(expression, tooLong)).to.deep.equal(nothing);
  });

  it("follow conditions that parameters decide", () => {
    const set = { "Fn::Not": [{ "Fn::Equals": [{ Ref: "Other" }, ""] }] };
    const unknown = { "Fn::Equals": [{ Ref: "AWS::StackName" }, "x"] };
    const conditions = {
      Set: set,
      Alias: { Condition: "Set" },
      Both: { "Fn::And": [{ Condition: "Set" }, set] },
      Either: { "Fn::Or": [{ Condition: "Set" }, set] },
      Unknown: unknown,
      NotUnknown: { "Fn::Not": [unknown] },
      UnknownOrSet: { "Fn::Or": [unknown, set] },
      UnknownAndSet: { "Fn::And": [unknown, set] },
      Circle: { Condition: "Circle" },
      Odd: { "Fn::Odd": "x" },
      NotOdd: { "Fn::Not": "x" },
    };
    const inStack = (condition: string, Other: string) =>
      said({ Ref: "P" }, { ...tooLong, Other }, { conditions, condition });
    for (const condition of ["Set", "Alias", "Both", "Either", "UnknownAndSet"]) {
      expect(inStack(condition, ""), condition).to.deep.equal(nothing);
    }
    for (const condition of [...Object.keys(conditions), "Missing"]) {
      expect(inStack(condition, "x"), condition).to.deep.equal(found);
    }
    for (const condition of ["Unknown", "NotUnknown", "UnknownOrSet", "Circle", "Odd", "NotOdd", "Missing"]) {
      expect(inStack(condition, ""), condition).to.deep.equal(found);
    }
    const choice = (condition: string, Other: string) =>
      said({ "Fn::If": [condition, { Ref: "P" }, "x"] }, { ...tooLong, Other }, { conditions });
    expect(choice("Set", "x")).to.deep.equal(found);
    expect(choice("Set", "")).to.deep.equal(nothing);
    for (const condition of ["Unknown", "UnknownOrSet"]) expect(choice(condition, "")).to.deep.equal(nothing);
    const otherwise = (condition: string, Other: string) =>
      said({ "Fn::If": [condition, "x", { Ref: "P" }] }, { ...tooLong, Other }, { conditions });
    expect(otherwise("Set", "")).to.deep.equal(found);
    for (const condition of ["Set", "Unknown"]) expect(otherwise(condition, "x")).to.deep.equal(nothing);
  });

  it("follow conditions that compare with unquoted numbers and truths", () => {
    for (const literal of [5, true]) {
      const conditions = { Set: { "Fn::Equals": [{ Ref: "Other" }, literal] } };
      const inStack = (Other: string) => said({ Ref: "P" }, { ...tooLong, Other }, { conditions, condition: "Set" });
      expect(inStack(String(literal))).to.deep.equal(found);
      expect(inStack("x")).to.deep.equal(nothing);
    }
  });

  it("are found at any depth, under paths that begin at the template that names them", () => {
    const root = { Parameters: { P: {} }, Resources: { A: stack("nested/a.yml", { Q: { Ref: "P" }, Gone: "x" }) } };
    const nested: NestedTemplates = {
      "nested/a.yml": {
        Parameters: { Q: {}, D: { Default: "abcd" }, None: {} },
        Resources: { B: stack("deep/b.yml", { R: { "Fn::Sub": "${Q}-${D}" } }) },
      },
      "nested/deep/b.yml": {
        Parameters: { R: {} },
        Resources: { C: stack("../../c.yml", { S: { Ref: "R" } }), Itself: stack("./b.yml", { R: { Ref: "R" } }) },
      },
      "c.yml": { Parameters: { S: { MaxLength: 5 } } },
    };
    const { findings } = checkParameters({ template: root, nested, values: { P: "x" } });
    expect(findings).to.have.lengthOf(1);
    expect(findings[0]?.message).to.contain("A/B/C, where it is part of S");
  });

  it("are not judged by a default in whose place something unknown is handed over", () => {
    const handed = { Q: { Ref: "P" }, D: { "Fn::GetAtt": ["X", "Arn"] } };
    const nested: NestedTemplates = {
      "a.yml": {
        Parameters: { Q: {}, D: { Default: "abcd" } },
        Resources: { B: stack("b.yml", { R: { "Fn::Sub": "${Q}${D}" } }) },
      },
      "b.yml": { Parameters: { R: { MaxLength: 3 } } },
    };
    const codes = (parameters: object) =>
      checkParameters({
        template: { Parameters: { P: {} }, Resources: { A: stack("a.yml", parameters) } },
        nested,
        values: { P: "x" },
      }).findings.map(({ code }) => code);
    expect(codes(handed)).to.deep.equal([]);
    expect(codes({ Q: handed.Q })).to.deep.equal(["nested-limit"]);
  });

  it("are looked up by URL, too, and passed over where the template is not at hand", () => {
    const url = "https://bucket.s3.amazonaws.com/n.yml";
    const template = (at: unknown) => ({ Parameters: { P: {} }, Resources: { N: stack(at, { Q: { Ref: "P" } }) } });
    const codes = (at: unknown, nested: NestedTemplates) =>
      checkParameters({ template: template(at), values: tooLong, nested, region: "us-east-1" }).findings.length;
    expect(codes(url, { [url]: limited })).to.equal(1);
    expect(codes({ "Fn::Sub": "https://b-${AWS::Region}/n" }, { "https://b-us-east-1/n": limited })).to.equal(1);
    expect(codes(url, {})).to.equal(0);
    expect(codes({ "Fn::GetAtt": "x" }, { [url]: limited })).to.equal(0);
    expect(codes("toString", {})).to.equal(0);
  });

  it("lie under a path from the root's folder, or under a URL as it is", () => {
    expect(nestedKey("b.yml", "a/x.yml")).to.equal("a/b.yml");
    expect(nestedKey("../b.yml", "a/x.yml")).to.equal("b.yml");
    expect(nestedKey("https://b.example/n.yml", "a/x.yml")).to.equal("https://b.example/n.yml");
    expect(nestedKey("n/s3://b", "a/x.yml")).to.equal("a/n/s3:/b");
    expect(findNested({ "b.yml": {}, "a/b.yml": {} }, "b.yml", "a/x.yml")).to.have.property("key", "a/b.yml");
  });

  it("say which nested template can't be read", () => {
    expect(() => said({ Ref: "P" }, tooLong, { body: "{" })).to.throw(PantherError, "Nested template n.yml");
    // Nothing of the root's parameters goes there.
    expect(said("x", tooLong, { body: "{" })).to.deep.equal(nothing);
  });

  it("are met by values that the root template takes with a warning", () => {
    const template = {
      Parameters: { P: { AllowedPattern: "\\p{L}+" } },
      Resources: { N: stack("n.yml", { Q: { Ref: "P" } }) },
    };
    const { findings } = checkParameters({ template, values: tooLong, nested: { "n.yml": limited } });
    expect(findings.map(({ code }) => code)).to.deep.equal(["pattern-not-checked", "nested-limit"]);
  });

  it("add nothing to what the root template already refuses", () => {
    const template = (Default: string) => ({
      Parameters: { P: { Default, MaxLength: 3 } },
      Resources: { N: stack("n.yml", { Q: { Ref: "P" } }) },
    });
    const codes = (initial: string, values: ParameterCheck["values"]) =>
      checkParameters({ template: template(initial), values, nested: { "n.yml": limited } }).findings.map(
        ({ code }) => code,
      );
    expect(codes("x", tooLong)).to.deep.equal(["too-long"]);
    expect(codes("long", {})).to.deep.equal(["default-against-limits"]);
  });
});
