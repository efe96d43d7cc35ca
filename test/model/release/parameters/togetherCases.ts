import { arn, type Case, one, requiredValues, small } from "./edges.ts";

const own = { VpcID: "vpc-1234", SecurityGroupID: "sg-0123456789" };
const ranges = { SubnetOneIPRange: "10.0.0.0/26", SubnetTwoIPRange: "10.0.1.0/26" };
const airgap = { AirgapSubnetOneIPRange: "10.0.2.0/26", AirgapSubnetTwoIPRange: "10.0.3.0/26" };
const snowflakeSecret = arn("secretsmanager", "secret:x");

/** What is said of parameters together, of changes, defaults and nested limits. */
export const togetherCases: readonly Case[] = [
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
  one(
    "incomplete-group",
    "CustomDomain",
    { CustomDomain: "a" },
    {},
    { template: "Parameters: {CustomDomain: {Default: ''}, CertificateArn: {}}" },
  ),
];
