import { expect } from "chai";
import { checkParameters, type ParameterCheck } from "../../../../model/release/parameters/checkParameters.ts";
import type { ParameterValues } from "../../../../model/release/parameters/settings.ts";
import { parseVersion } from "../../../../model/release/version.ts";
import { arn, everything, requiredValues, small } from "./edges.ts";

/** Message and fix of what is said about one parameter. */
const said = (parameter: string, values: ParameterValues, rest: Partial<ParameterCheck> = {}): readonly string[] =>
  checkParameters({ template: everything, values: { ...requiredValues, ...values }, ...rest })
    .findings.filter((finding) => finding.parameter === parameter)
    .map(({ message, fix }) => `${message} ${fix}`);

const nested = (name: string) => ({
  template: `${small("{Type: Number}")}\nResources: {N: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: n.yml, Parameters: {${name}: {Ref: P}}}}}`,
  nested: { "n.yml": `Parameters: {${name}: {Type: Number, MaxValue: 2}}` },
});
const acceptedByRoot = "The root template accepts it; the deployment would fail minutes later.";
const subnet = { VpcID: "vpc-1234", SecurityGroupID: "sg-0123456789" };
const removeUntil = (name: string) => `Remove ${name} until you are on a release that has it.`;
const template = small("{Default: x}");

const cases: readonly (readonly [what: string, said: readonly string[], expected: string])[] = [
  ["a stranger", said("Nonsense", { Nonsense: "x" }), "The template has no parameter Nonsense. Remove Nonsense."],
  [
    "a misspelt name",
    said("OnbordSelf", { OnbordSelf: "x" }),
    "The template has no parameter OnbordSelf. Did you mean OnboardSelf? Else remove OnbordSelf.",
  ],
  [
    "a parameter of the role",
    said("IdentityAccountId", { IdentityAccountId: "1" }, { template }),
    "The template has no parameter IdentityAccountId: it belongs to the deployment role's template, which is a stack of its own. Remove IdentityAccountId.",
  ],
  [
    "a parameter whose first release is not documented",
    said("SentryEnvironment", { SentryEnvironment: "x" }, { template }),
    `SentryEnvironment is documented, but this template does not have it. ${removeUntil("SentryEnvironment")}`,
  ],
  [
    "a parameter of a later release",
    said("PulumiSecretArn", {}, { template, release: parseVersion("1.21.9") }),
    `PulumiSecretArn is documented from v1.22 on, but v1.21.9 does not have it. ${removeUntil("PulumiSecretArn")}`,
  ],
  [
    "a removed parameter without a successor in the template",
    said("SlowRuleMaxDuration", { SlowRuleMaxDuration: "5" }, { template, release: parseVersion("1.39.7") }),
    "SlowRuleMaxDuration was removed in v1.39; v1.39.7 does not have it any more. Remove SlowRuleMaxDuration.",
  ],
  [
    "a number outside its limits",
    said("CloudSecurityMemory", { CloudSecurityMemory: "1" }),
    "CloudSecurityMemory is 1 and must be at least 256. Set CloudSecurityMemory to 256 or more.",
  ],
  [
    "a secret number, without showing it",
    said("P", { P: "7" }, { template: small("{Type: Number, NoEcho: true, MaxValue: 5}"), secretNames: ["P"] }),
    "P must be at most 5. Set P to 5 or less.",
  ],
  [
    "a value that a pattern refuses",
    said("P", { P: "z" }, { template: small("{Default: x, AllowedPattern: y}") }),
    "P must match y as a whole. Correct P, or leave it unset.",
  ],
  [
    "a value that is not allowed",
    said("TracingMode", { TracingMode: "On" }),
    "TracingMode must be one of blank, Active, PassThrough. Set TracingMode to one of: blank, Active, PassThrough.",
  ],
  [
    "too short a value",
    said("P", { P: "" }, { template: small("{Default: x, MinLength: 1}") }),
    "P must have at least 1 character. Give P at least 1 character.",
  ],
  [
    "a default that breaks two limits",
    said("P", {}, { template: small("{Default: x, AllowedPattern: y, MinLength: 2}") }),
    "The template's own default of P breaks its limits: the value must match y as a whole and must have at least 2 characters. If CloudFormation refuses it, set P to a value within the limits.",
  ],
  [
    "plain text that the template hides",
    said("P", { P: "x" }, { template: small("{NoEcho: true}") }),
    "P is given in plain text, but the template hides its value. Remove it there, and: pulumi config set --secret --path 'panther:secretParameters.P'",
  ],
  [
    "plain text that the catalog knows for a secret",
    said("DatadogAPIKey", { DatadogAPIKey: "x" }, { template: "Parameters: {DatadogAPIKey: {Default: ''}}" }),
    "DatadogAPIKey is given in plain text, but its value is a secret. Remove it there, and: pulumi config set --secret --path 'panther:secretParameters.DatadogAPIKey'",
  ],
  [
    "an ARN of another partition",
    said("PulumiSecretArn", {}, { region: "cn-north-1" }),
    "PulumiSecretArn is an ARN of the partition aws; the deployment's region is in aws-cn. Give PulumiSecretArn an ARN that begins with arn:aws-cn: .",
  ],
  [
    "a secret ARN of another partition",
    said("PulumiSecretArn", {}, { region: "cn-north-1", secretNames: ["PulumiSecretArn"] }),
    "PulumiSecretArn is an ARN of another partition; the deployment's region is in aws-cn. Give PulumiSecretArn an ARN that begins with arn:aws-cn: .",
  ],
  [
    "an ARN of another region",
    said("AlarmTopicArn", { AlarmTopicArn: arn("sns", "t") }, { region: "eu-west-1" }),
    "AlarmTopicArn lies in us-east-1; AWS wants it in the deployment's region, eu-west-1. Give AlarmTopicArn an ARN from eu-west-1.",
  ],
  [
    "a secret ARN of another region",
    said("AlarmTopicArn", { AlarmTopicArn: arn("sns", "t") }, { region: "eu-west-1", secretNames: ["AlarmTopicArn"] }),
    "AlarmTopicArn lies in another region; AWS wants it in the deployment's region, eu-west-1. Give AlarmTopicArn an ARN from eu-west-1.",
  ],
  [
    "the subnet that is left out",
    said("SubnetTwoID", { ...subnet, SubnetOneID: "subnet-1234" }),
    "SubnetTwoID is blank, but SubnetOneID is set. Set both subnets, or none.",
  ],
  [
    "one of Snowflake's parameters alone",
    said("SnowflakeAdminAPISecretARN", { SnowflakeAPISecretARN: "x" }),
    "SnowflakeAdminAPISecretARN is blank, but SnowflakeAPISecretARN is set. Set SnowflakeAdminAPISecretARN, which Panther's set-up of Snowflake wants as well.",
  ],
  [
    "two of Snowflake's parameters",
    said("SnowflakeAdminAPISecretARN", { SnowflakeAPISecretARN: "x", SnowflakeDestinationClusterARNs: "y" }),
    "SnowflakeAdminAPISecretARN is blank, but SnowflakeAPISecretARN and SnowflakeDestinationClusterARNs are set. Set SnowflakeAdminAPISecretARN, which Panther's set-up of Snowflake wants as well.",
  ],
  [
    "FIPS abroad",
    said("EnableFips", { EnableFips: "true" }, { region: "eu-west-1" }),
    "EnableFips has no effect: eu-west-1 is no region of the United States. Set EnableFips to false.",
  ],
  [
    "FIPS with Snowflake",
    said("EnableFips", { EnableFips: "true", SnowflakeAPISecretARN: "x" }, { region: "us-east-1" }),
    "EnableFips has no effect: it is ignored with Snowflake. Set EnableFips to false.",
  ],
  [
    "a nested limit of the same name",
    said("P", { P: "3" }, nested("P")),
    `P is 3 and must be at most 2 in the nested stack N. ${acceptedByRoot} Set P to 2 or less.`,
  ],
  [
    "a nested limit of another name",
    said("P", { P: "3" }, nested("Q")),
    `P is 3 and must be at most 2 in the nested stack N, where it is part of Q. ${acceptedByRoot} Change P. Set Q to 2 or less.`,
  ],
];

describe("the words about parameters", () => {
  for (const [what, texts, expected] of cases) {
    it(`name ${what}`, () => expect(texts).to.deep.equal([expected]));
  }

  it("are about the subnet that is left out, not about the one that is set", () => {
    expect(said("SubnetOneID", { ...subnet, SubnetOneID: "subnet-1234" })).to.deep.equal([]);
  });
});
