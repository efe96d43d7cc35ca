import { expect } from "chai";
import { rootStackProblems, type WantedRootStack } from "../../../model/rules/rootStack.ts";
import { requiredValues } from "../release/parameters/edges.ts";

const good: WantedRootStack = {
  stackName: "panther-prod",
  region: "us-east-1",
  templateUrl: "https://panther-enterprise-us-east-1.s3.amazonaws.com/v1.39.7/panther.yml",
  values: requiredValues,
};
const problems = (wanted: WantedRootStack) =>
  rootStackProblems({ ...good, ...wanted }).map(({ code, severity }) => `${severity} ${code}`);

describe("what speaks against a root stack", () => {
  it("is nothing where all is right, or nothing known", () => {
    expect(rootStackProblems(good)).to.deep.equal([]);
    expect(rootStackProblems({})).to.deep.equal([]);
  });

  it("is told all at once, with a fix each", () => {
    const found = rootStackProblems({
      stackName: "Panther",
      region: "nowhere-1",
      templateUrl: "https://example.com/v1.39.7/panther.yml",
    });
    expect(found.map(({ code }) => code)).to.deep.equal(["root-stack-name", "region-unsupported", "template-url"]);
    for (const { severity, fix } of found) {
      expect(severity).to.equal("error");
      expect(fix).to.match(/^[A-Z].+\.$/);
    }
    expect(found[0]?.message).to.equal('The root stack\'s name "Panther" must begin with panther-.');
  });

  it("is a region that the release does not have yet", () => {
    const templateUrl = "https://mirror.s3.amazonaws.com/v1.14.3/panther.yml";
    expect(problems({ templateUrl, region: "eu-west-3" })).to.deep.equal(["error region-too-new"]);
    expect(problems({ templateUrl: "https://mirror.s3.amazonaws.com/own.yml", region: "eu-west-3" })).to.deep.equal([]);
  });

  it("is a parameter that the documentation refuses, but no warning", () => {
    expect(problems({ values: { ...requiredValues, OnboardSelf: "x" } })).to.deep.equal(["error not-allowed"]);
    expect(problems({ values: {} })).to.deep.equal(Array(3).fill("error missing-required"));
    expect(problems({ values: {}, hiddenNames: Object.keys(requiredValues) })).to.deep.equal([]);
    // One of another release, a warning in the documentation's words: the template decides.
    expect(problems({ values: { ...requiredValues, SlowRuleMaxDuration: "7" } })).to.deep.equal([]);
  });

  it("is a value for another region, where the region is known", () => {
    const values = { ...requiredValues, AlarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:alarms" };
    const { region: _, ...anywhere } = good;
    expect(problems({ values })).to.have.length(1);
    expect(rootStackProblems({ ...anywhere, values })).to.deep.equal([]);
  });

  it("is nothing about parameters where the template's URL names no release", () => {
    expect(problems({ templateUrl: "https://mirror.s3.amazonaws.com/own.yml", values: {} })).to.deep.equal([]);
  });
});
