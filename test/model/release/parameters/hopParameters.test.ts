import { expect } from "chai";
import { checkHop, type HopCheck } from "../../../../model/release/parameters/hopParameters.ts";
import { parseVersion } from "../../../../model/release/version.ts";

const template = {
  Parameters: {
    Needed: { Type: "String" },
    Blank: { Type: "String", Default: "" },
    Count: { Type: "Number", Default: 1, MaxValue: 5 },
    Key: { Type: "String", Default: "", NoEcho: true },
  },
};
const hop = (check: Partial<HopCheck>) =>
  checkHop({
    release: parseVersion("1.38.5"),
    template,
    nested: {},
    knownElsewhere: new Set(["Older", "Blank"]),
    values: { Needed: "x" },
    ...check,
  });
const codes = (check: Partial<HopCheck>) => hop(check).findings.map((found) => `${found.severity} ${found.code}`);

describe("parameters on a hop", () => {
  it("are those that are set and that the template has, secrets among them", () => {
    const checked = hop({ values: { Count: "2", Needed: "x" }, secretNames: ["Key", "Needed"] });
    expect(checked).to.deep.equal({
      release: "1.38.5",
      parameters: ["Count", "Needed", "Key"],
      required: ["Needed"],
      findings: [],
    });
    expect(hop({}).parameters).to.deep.equal(["Needed"]);
  });

  it("leave out with a warning, plain or secret, what another release on the way has", () => {
    const { parameters, findings } = hop({
      values: { Needed: "x", Older: "1" },
      secretNames: ["OlderKey"],
      knownElsewhere: new Set(["Older", "OlderKey"]),
    });
    expect(parameters).to.deep.equal(["Needed"]);
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).to.deep.equal(
      Array(2).fill("warning parameter-left-out"),
    );
    expect(findings[0]).to.include({
      message: "v1.38.5 has no parameter Older, so it is left out there.",
      fix: "Once no release on the way has it, remove Older from the environment's file.",
    });
    expect(findings[1]?.message).to.include("OlderKey");
  });

  it("are refused where no release on the way has them", () => {
    expect(codes({ values: { Needed: "x", Nonsense: "1" } })).to.deep.equal(["error unknown-parameter"]);
    expect(codes({ secretNames: ["NonsenseKey"] })).to.deep.equal(["error unknown-parameter"]);
  });

  it("are sent where the template has them, be they known elsewhere or not", () => {
    expect(hop({ values: { Needed: "x", Blank: "b" } })).to.deep.include({
      parameters: ["Needed", "Blank"],
      findings: [],
    });
  });

  it("meet the limits of this release and of its nested templates", () => {
    expect(codes({ values: { Needed: "x", Count: "5" } })).to.deep.equal([]);
    expect(codes({ values: { Needed: "x", Count: "6" } })).to.deep.equal(["error above-maximum"]);
    expect(codes({ values: {} })).to.deep.equal(["error missing-required"]);
    const Resources = {
      N: {
        Type: "AWS::CloudFormation::Stack",
        Properties: { TemplateURL: "n.yml", Parameters: { Q: { Ref: "Needed" } } },
      },
    };
    const nested = { "n.yml": "Parameters: {Q: {Type: String, MaxLength: 3}}" };
    expect(codes({ template: { ...template, Resources }, nested, values: { Needed: "long" } })).to.deep.equal([
      "error nested-limit",
    ]);
  });
});
