import { expect } from "chai";
import { checkParameters, type ParameterCheck } from "../../../../model/release/parameters/checkParameters.ts";
import { type FindingCode, findingCodes } from "../../../../model/release/parameters/finding.ts";
import type { ParameterValues } from "../../../../model/release/parameters/settings.ts";
import { arn, codesOf, everything, requiredValues, small } from "./edges.ts";
import { singleCases } from "./singleCases.ts";
import { togetherCases } from "./togetherCases.ts";

const cases = [...singleCases, ...togetherCases];

describe("findings about parameters", () => {
  for (const { code, parameter, found, notFound, rest, notFoundRest } of cases) {
    it(`${code} for ${parameter}: ${JSON.stringify(found)}`, () => {
      expect(codesOf(parameter, found, rest)).to.include(code);
      expect(codesOf(parameter, notFound, notFoundRest)).to.not.include(code);
    });
  }

  it("are all tried here", () => {
    const tried = new Set(cases.map(({ code }) => code));
    expect(Object.keys(findingCodes).filter((code) => !tried.has(code as FindingCode))).to.deep.equal([]);
  });

  it("refuse by an error, and not by a warning", () => {
    const answer = (values: ParameterValues, accept: readonly string[] = []) =>
      checkParameters({ template: everything, values: { ...requiredValues, ...values }, accept });
    expect(answer({})).to.deep.equal({ accepted: true, findings: [] });
    expect(answer({ CloudWatchLogRetentionDays: "2" })).to.have.property("accepted", true);
    expect(answer({ BootstrapStackOnly: "true" })).to.have.property("accepted", false);
    expect(answer({ BootstrapStackOnly: "true" }, ["deletes-everything"]))
      .to.deep.include({ accepted: true })
      .and.to.have.nested.property("findings[0].severity", "warning");
    expect(answer({ OnboardSelf: "x" }, ["not-allowed"])).to.have.property("accepted", false);
  });

  it("come all at once, each with a fix", () => {
    const { findings } = checkParameters({
      template: everything,
      values: { OnboardSelf: "x", CloudSecurityMemory: "1" },
    });
    expect(findings.map(({ parameter, code }) => `${parameter} ${code}`)).to.deep.equal([
      "FirstUserEmail missing-required",
      "PulumiSecretArn missing-required",
      "PulumiSecretKeyArn missing-required",
      "OnboardSelf not-allowed",
      "CloudSecurityMemory below-minimum",
    ]);
    for (const { fix } of findings) expect(fix).to.match(/^[A-Z].+\.$/);
  });

  it("say what was meant", () => {
    const said = (values: ParameterValues, rest: Partial<ParameterCheck> = {}) =>
      checkParameters({ template: everything, values: { ...requiredValues, ...values }, ...rest })
        .findings.map(({ message, fix }) => `${message} ${fix}`)
        .join("\n");
    expect(said({ SnowflakeRbacSecretArn: "x" })).to.contain("Did you mean SnowflakeRBACSecretARN?");
    expect(said({ Nonsense: "x" }))
      .to.contain("Remove Nonsense.")
      .and.not.contain("Did you mean");
    expect(said({ OnboardSelf: "False" })).to.contain("Write it as false.");
    expect(said({ TracingMode: "active" })).to.contain("Write it as Active.");
    expect(said({ TracingMode: " " })).to.contain("Write it as blank.");
    expect(said({ DatadogAppKeySecretArn: '"' })).to.contain("misprint");
    expect(said({ CustomDomain: "a.bc " })).to.contain("spaces");
    expect(said({ AlarmTopicArn: arn("sns", "t", "aws-us-gov", "us-gov-west-1") })).to.contain("us-gov-west-1");
    expect(
      said({ SlowRuleMaxDuration: "5" }, { template: "Parameters: {SlowRuleMaxUtilization: {Default: 1}}" }),
    ).to.contain("SlowRuleMaxUtilization took its place");
    expect(said({ IdentityAccountId: "1" }, { template: "Parameters: {A: {Default: 1}}" })).to.contain(
      "deployment role",
    );
    expect(said({ P: "ab" }, { template: small("{AllowedPattern: x, ConstraintDescription: an x}") })).to.contain(
      "(an x)",
    );
    expect(said({ P: "a" }, { template: small("{MinLength: 2}") })).to.contain("at least 2 characters");
    expect(said({ P: "aa" }, { template: small("{MaxLength: 1}") })).to.contain("at most 1 character.");
  });

  it("are not about places that the template's own defaults name", () => {
    const check = { template: small("{Default: 'arn:aws:sns:us-east-1:123456789012:t'}"), region: "cn-north-1" };
    expect(checkParameters({ ...check, values: {} }).findings).to.deep.equal([]);
  });

  it("take what is left unset for not there, and spaces for blank", () => {
    expect(codesOf("Nonsense", { Nonsense: undefined })).to.deep.equal([]);
    expect(codesOf("CustomDomain", { CustomDomain: "  " })).to.deep.equal(["pattern-mismatch"]);
  });

  it("are not made of a default whose pattern can't be evaluated here", () => {
    const template = small("{Default: x, AllowedPattern: '\\p{L}'}");
    expect(checkParameters({ template, values: {} }).findings).to.deep.equal([]);
  });

  it("wait for a template that lacks the parameters of a rule", () => {
    const template =
      "Parameters: {VpcID: {Default: ''}, DatadogEnabled: {Default: true}, DatadogAPIKey: {Default: ''}}";
    expect(
      checkParameters({ template, values: { VpcID: "vpc-1" } }).findings.map(({ code, fix }) => [code, fix]),
    ).to.deep.equal([["incomplete-group", "Set DatadogAPIKey."]]);
    const withoutVpc = { template: "Parameters: {SubnetOneID: {Default: ''}}" };
    expect(codesOf("SubnetOneID", { SubnetOneID: "subnet-1234" }, withoutVpc)).to.deep.equal([]);
    const oneSubnet = {
      template: "Parameters: {VpcID: {Default: ''}, SubnetOneID: {Default: ''}}",
    };
    expect(codesOf("SubnetTwoID", { VpcID: "vpc-1234", SubnetOneID: "subnet-1234" }, oneSubnet)).to.deep.equal([]);
    const withoutSwitch = { template: "Parameters: {DatadogAPIKeySecretArn: {Default: ''}}" };
    expect(codesOf("DatadogAPIKeySecretArn", { DatadogAPIKeySecretArn: "x" }, withoutSwitch)).to.deep.equal([]);
  });
});
