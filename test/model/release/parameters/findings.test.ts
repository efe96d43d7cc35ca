import { expect } from "chai";
import { checkParameters, type ParameterCheck } from "../../../../model/release/parameters/checkParameters.ts";
import { type FindingCode, findingCodes } from "../../../../model/release/parameters/finding.ts";
import type { ParameterValues } from "../../../../model/release/parameters/settings.ts";
import { parseVersion } from "../../../../model/release/version.ts";
import { codesOf, everything, requiredValues } from "./edges.ts";

const arn = (service: string, rest: string, partition = "aws", region = "us-east-1") =>
  `arn:${partition}:${service}:${region}:123456789012:${rest}`;
const own = { VpcID: "vpc-1234", SecurityGroupID: "sg-0123456789" };
const ranges = { SubnetOneIPRange: "10.0.0.0/26", SubnetTwoIPRange: "10.0.1.0/26" };
const airgap = { AirgapSubnetOneIPRange: "10.0.2.0/26", AirgapSubnetTwoIPRange: "10.0.3.0/26" };
const small = (declaration: string): string => `Parameters: {P: ${declaration}}`;

interface Case {
  readonly code: FindingCode;
  readonly parameter: string;
  readonly found: ParameterValues;
  readonly notFound: ParameterValues;
  readonly rest?: Partial<ParameterCheck>;
  readonly notFoundRest?: Partial<ParameterCheck>;
}

const one = (
  code: FindingCode,
  parameter: string,
  found: ParameterValues,
  notFound: ParameterValues,
  rest: Partial<ParameterCheck> = {},
  notFoundRest = rest,
): Case => ({ code, parameter, found, notFound, rest, notFoundRest });
const snowflakeSecret = arn("secretsmanager", "secret:x");

const cases: readonly Case[] = [
  one("unknown-parameter", "FirstUserMail", { FirstUserMail: "x" }, {}),
  one("not-a-parameter", "Segment", { Segment: "key" }, { SegmentEnvironment: "dev" }),
  one("missing-required", "FirstUserEmail", { FirstUserEmail: undefined }, {}),
  one(
    "missing-required",
    "FirstUserEmail",
    { FirstUserEmail: undefined },
    { FirstUserEmail: undefined },
    {},
    { secretNames: ["FirstUserEmail"] },
  ),
  one("blank-required", "PulumiSecretArn", { PulumiSecretArn: " " }, { PulumiSecretArn: "x" }),
  one("not-a-number", "P", { P: "x" }, { P: "-1.5e3" }, { template: small("{Type: Number}") }),
  one("not-a-number", "P", { P: "1,x" }, { P: "1, 2" }, { template: small("{Type: List<Number>}") }),
  one("below-minimum", "P", { P: "2" }, { P: "3" }, { template: small('{Type: Number, MinValue: "3"}') }),
  one("above-maximum", "P", { P: "3.1" }, { P: "3" }, { template: small("{Type: Number, MaxValue: 3}") }),
  one("too-short", "P", { P: "abc" }, { P: "abcd" }, { template: small("{Type: String, MinLength: 4}") }),
  one("too-long", "P", { P: "abcde" }, { P: "abcd" }, { template: small("{Type: String, MaxLength: 4}") }),
  one(
    "not-allowed",
    "P",
    { P: "TRUE" },
    { P: "true" },
    { template: small("{Type: String, AllowedValues: [true, 2]}") },
  ),
  one(
    "not-allowed",
    "P",
    { P: "1,3" },
    { P: "1,2" },
    { template: small("{Type: CommaDelimitedList, AllowedValues: [1, 2]}") },
  ),
  one(
    "pattern-mismatch",
    "P",
    { P: "xaby" },
    { P: "ab" },
    { template: small("{Type: String, AllowedPattern: ab|cd}") },
  ),
  one("pattern-mismatch", "P", { P: "xy" }, { P: "AB" }, { template: small("{Type: String, AllowedPattern: (?i)ab}") }),
  one(
    "pattern-not-checked",
    "P",
    { P: "x" },
    { P: undefined },
    { template: small("{Type: String, Default: d, AllowedPattern: '\\p{Alpha}+'}") },
  ),
  one(
    "pattern-not-checked",
    "P",
    { P: "x" },
    { P: "x" },
    { template: small("{AllowedPattern: '('}") },
    { template: small("{AllowedPattern: x}") },
  ),
  one("too-many-items", "LayerVersionArns", { LayerVersionArns: "1,2,3,4" }, { LayerVersionArns: "1,2,3," }),
  one("not-an-ip-range", "AirgapSubnetOneIPRange", { AirgapSubnetOneIPRange: "1a2b3c4/8" }, airgap),
  one(
    "not-an-account-id",
    "OpsRoleIdentityAccountId",
    { OpsRoleIdentityAccountId: "1" },
    { OpsRoleIdentityAccountId: "" },
  ),
  one("secret-among-plain", "DatadogAPIKey", { DatadogAPIKey: "k" }, { DatadogAPIKey: "" }),
  one(
    "secret-among-plain",
    "DatadogAPIKey",
    { DatadogAPIKey: "k" },
    { DatadogAPIKey: "k" },
    {},
    { secretNames: ["DatadogAPIKey"] },
  ),
  one(
    "secret-among-plain",
    "P",
    { P: "k" },
    { P: "k" },
    { template: small("{NoEcho: true}") },
    { template: small("{NoEcho: false}") },
  ),
  one(
    "masked-value",
    "DatadogAPIKey",
    { DatadogAPIKey: "****" },
    { DatadogAPIKey: "a*" },
    { secretNames: ["DatadogAPIKey"] },
  ),
  one("wrong-partition", "PulumiSecretArn", {}, {}, { region: "cn-north-1" }, { region: "us-east-1" }),
  one("wrong-partition", "PulumiSecretArn", {}, {}, { partition: "aws-us-gov" }, {}),
  one(
    "wrong-partition",
    "LogSubscriptionPrincipals",
    { LogSubscriptionPrincipals: "x,arn:aws-cn:iam::1:root" },
    { LogSubscriptionPrincipals: "x,arn:aws:iam::1:root" },
    { region: "us-east-1" },
  ),
  one("wrong-partition", "PulumiSecretArn", {}, {}, { region: "cn-north-1", secretNames: ["PulumiSecretArn"] }, {}),
  one(
    "wrong-region",
    "AlarmTopicArn",
    { AlarmTopicArn: arn("sns", "t") },
    { AlarmTopicArn: arn("sns", "t", "aws", "eu-west-1") },
    { region: "eu-west-1" },
  ),
  one(
    "wrong-region",
    "AlarmTopicArn",
    { AlarmTopicArn: arn("sns", "t") },
    { AlarmTopicArn: arn("sns", "t") },
    { region: "eu-west-1", secretNames: ["AlarmTopicArn"] },
    {},
  ),
  one(
    "wrong-region",
    "CertificateArn",
    { CertificateArn: arn("acm", `certificate/${"a".repeat(36)}`) },
    { CertificateArn: "arn:aws:iam::123456789012:server-certificate/x" },
    { region: "eu-west-1" },
  ),
  one("needs-other-parameter", "SubnetOneID", { SubnetOneID: "subnet-1234" }, { ...own, SubnetOneID: "subnet-1234" }),
  one("needs-other-parameter", "VpcID", { VpcID: "vpc-1234" }, own),
  one(
    "incomplete-group",
    "SubnetTwoID",
    { ...own, SubnetOneID: "subnet-1234" },
    { ...own, SubnetOneID: "subnet-1234", SubnetTwoID: "subnet-2345" },
  ),
  one("default-ip-range", "SubnetOneIPRange", own, { ...own, ...ranges }),
  one("default-ip-range", "SubnetTwoIPRange", own, { ...own, SubnetOneID: "subnet-1234", SubnetTwoID: "subnet-2345" }),
  one(
    "ip-ranges-overlap",
    "SubnetTwoIPRange",
    { ...own, ...ranges, SubnetTwoIPRange: "10.0.0.0/16" },
    { ...own, ...ranges },
  ),
  one(
    "ip-ranges-overlap",
    "AirgapSubnetOneIPRange",
    { ...own, ...ranges, AirgapSubnetOneIPRange: "10.0.0.63/32" },
    { ...own, ...ranges, AirgapSubnetOneIPRange: "10.0.0.64/32" },
  ),
  one("without-effect", "SubnetOneIPRange", ranges, { SubnetOneIPRange: "172.31.250.0/26" }),
  one("without-effect", "SecurityGroupID", { SecurityGroupID: own.SecurityGroupID }, own),
  one("without-effect", "AirgapSubnetTwoIPRange", airgap, { ...own, ...airgap }),
  one(
    "without-effect",
    "EnableGuardDuty",
    { EnableGuardDuty: "true", OnboardSelf: "false" },
    { EnableGuardDuty: "true" },
  ),
  one(
    "without-effect",
    "EnableCloudTrail",
    { EnableCloudTrail: "true", OnboardSelf: "false" },
    { OnboardSelf: "false" },
  ),
  one(
    "incomplete-group",
    "CustomDomain",
    { CustomDomain: "a.bc" },
    { CustomDomain: "a.bc", CertificateArn: arn("acm", `certificate/${"a".repeat(36)}`) },
  ),
  one(
    "incomplete-group",
    "DatadogEnabled",
    { DatadogEnabled: "true" },
    { DatadogEnabled: "true" },
    {},
    { secretNames: ["DatadogAPIKey"] },
  ),
  one(
    "given-twice",
    "DatadogAPIKey",
    { DatadogEnabled: "true", DatadogAPIKeySecretArn: snowflakeSecret },
    { DatadogEnabled: "true" },
    { secretNames: ["DatadogAPIKey"] },
  ),
  one("without-effect", "DatadogAPIKey", {}, { DatadogEnabled: "true" }, { secretNames: ["DatadogAPIKey"] }),
  one(
    "without-effect",
    "DatadogExtensionVersion",
    { DatadogExtensionVersion: "21" },
    { DatadogExtensionVersion: "22" },
  ),
  one(
    "incomplete-group",
    "SnowflakeAPISecretARN",
    { SnowflakeRBACSecretARN: snowflakeSecret },
    { SnowflakeRBACSecretARN: snowflakeSecret, SnowflakeAPISecretARN: "x" },
  ),
  one(
    "incomplete-group",
    "SnowflakeAdminAPISecretARN",
    { SnowflakeAPISecretARN: "x", SnowflakeDestinationClusterARNs: "y" },
    {},
  ),
  one(
    "without-effect",
    "SnowflakeDDLUpdateConcurrency",
    { SnowflakeDDLUpdateConcurrency: "2" },
    { SnowflakeDDLUpdateConcurrency: "2", SnowflakeAPISecretARN: "x" },
  ),
  one(
    "without-effect",
    "EnableFips",
    { EnableFips: "true" },
    { EnableFips: "true" },
    { region: "eu-west-1" },
    { region: "us-west-2" },
  ),
  one("without-effect", "EnableFips", { EnableFips: "true", SnowflakeAPISecretARN: "x" }, { EnableFips: "true" }),
  one(
    "without-effect",
    "MessageForwarderReservedConcurrency",
    { EnableLambdaReservedConcurrency: "false", MessageForwarderReservedConcurrency: "9" },
    { EnableLambdaReservedConcurrency: "true", MessageForwarderReservedConcurrency: "9" },
  ),
  one(
    "minimum-above-maximum",
    "CloudSecurityMinReadCapacity",
    { CloudSecurityMinReadCapacity: "2", CloudSecurityMaxReadCapacity: "1" },
    { CloudSecurityMinReadCapacity: "2", CloudSecurityMaxReadCapacity: "2" },
  ),
  one(
    "minimum-above-maximum",
    "CloudSecurityMinWriteCapacity",
    { CloudSecurityMinWriteCapacity: "1" },
    { CloudSecurityMaxWriteCapacity: "1" },
  ),
  one(
    "unsupported-by-aws",
    "CloudWatchLogRetentionDays",
    { CloudWatchLogRetentionDays: "2" },
    { CloudWatchLogRetentionDays: "3" },
  ),
  one("deletes-everything", "BootstrapStackOnly", { BootstrapStackOnly: "true" }, { BootstrapStackOnly: "false" }),
  one(
    "change-without-effect",
    "FirstUserEmail",
    {},
    {},
    { previous: { FirstUserEmail: "old@example.com" } },
    { previous: requiredValues },
  ),
  one(
    "default-against-limits",
    "P",
    {},
    { P: "x" },
    { template: small("{Type: String, Default: '', AllowedPattern: x}") },
  ),
  one(
    "nested-limit",
    "P",
    { P: "3" },
    { P: "2" },
    {
      template: `${small("{Type: Number}")}\nResources: {N: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: n.yml, Parameters: {Q: {Ref: P}}}}}`,
      nested: { "n.yml": "Parameters: {Q: {Type: Number, MaxValue: 2}}" },
    },
  ),
];

const release = (version: string) => ({ release: parseVersion(version), template: small("{Default: x}") });
const byRelease: readonly Case[] = [
  one(
    "removed-parameter",
    "LogProcessorGzipLevel",
    { LogProcessorGzipLevel: "6" },
    { LogProcessorGzipLevel: "6" },
    release("1.33.5"),
    release("1.28.7"),
  ),
  one(
    "removed-parameter",
    "SlowRuleMaxDuration",
    { SlowRuleMaxDuration: "7" },
    {},
    { template: small("{Default: x}") },
  ),
  one(
    "parameter-of-other-release",
    "LogProcessorGzipLevel",
    { LogProcessorGzipLevel: "6" },
    { LogProcessorGzipLevel: "6" },
    release("1.28.7"),
    release("1.33.5"),
  ),
  one("parameter-of-other-release", "SentryEnvironment", { SentryEnvironment: "" }, {}, release("1.28.7")),
  one(
    "parameter-of-other-release",
    "EnableFips",
    { EnableFips: "true" },
    { EnableFips: "true" },
    { template: small("{Default: x}") },
    {},
  ),
  one("unknown-parameter", "OpsAccountId", { OpsAccountId: "x" }, { OpsAccountId: "x" }, release("1.39.7"), {}),
];

describe("findings about parameters", () => {
  for (const { code, parameter, found, notFound, rest, notFoundRest } of [...cases, ...byRelease]) {
    it(`${code} for ${parameter}: ${JSON.stringify(found)}`, () => {
      expect(codesOf(parameter, found, rest)).to.include(code);
      expect(codesOf(parameter, notFound, notFoundRest)).to.not.include(code);
    });
  }

  it("are all tried here", () => {
    const tried = new Set([...cases, ...byRelease].map(({ code }) => code));
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

  it("wait for a template that lacks the parameters of a rule", () => {
    const template =
      "Parameters: {VpcID: {Default: ''}, DatadogEnabled: {Default: true}, DatadogAPIKey: {Default: ''}}";
    expect(
      checkParameters({ template, values: { VpcID: "vpc-1" } }).findings.map(({ code, fix }) => [code, fix]),
    ).to.deep.equal([["incomplete-group", "Set DatadogAPIKey."]]);
  });
});
