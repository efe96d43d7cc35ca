import { fromCatalog } from "./fromCatalog.ts";
import { patterns } from "./patterns.ts";
import type { ReleaseParameter } from "./types.ts";

/** Parameters about the account, the network, access and people. */
export const infrastructureParameters: readonly ReleaseParameter[] = [
  fromCatalog("FirstUserEmail", { stacks: ["Web"] }),
  fromCatalog("FirstUserGivenName", { stacks: ["Web"] }),
  fromCatalog("FirstUserFamilyName", { default: "Enterprise", stacks: ["Web"] }),
  fromCatalog("CompanyDisplayName", {
    default: { "23": "AwesomeCo", "38": "required" },
    stacks: ["BootstrapGateway", "Core"],
  }),
  fromCatalog("PulumiSecretArn", { pattern: patterns.requiredSecretArn, stacks: ["Core"] }),
  fromCatalog("PulumiSecretKeyArn", { pattern: patterns.requiredKeyArn, stacks: ["Core"] }),
  fromCatalog("BootstrapStackOnly", { stacks: [] }),
  fromCatalog("OnboardSelf", { stacks: [] }),
  fromCatalog("EnableCloudTrail", { stacks: ["Onboard"] }),
  fromCatalog("EnableGuardDuty", { stacks: ["Onboard"] }),
  fromCatalog("EnableS3AccessLogs", { stacks: ["Bootstrap", "Onboard"] }),
  fromCatalog("AccessLogsBucketName", { stacks: ["Bootstrap"] }),
  fromCatalog("DataReplicationBucketName", { stacks: ["Bootstrap"] }),
  fromCatalog("AlarmTopicArn", { stacks: ["Bootstrap"] }),
  fromCatalog("CertificateArn", { stacks: ["Web"] }),
  fromCatalog("CustomDomain", { stacks: ["Bootstrap"] }),
  fromCatalog("LoadBalancerSecurityGroupCidr", {
    default: { "23": "0.0.0.0/0", "26": "required", "31": "0.0.0.0/0" },
    stacks: ["Bootstrap"],
  }),
  fromCatalog("VpcID", { stacks: ["Bootstrap"] }),
  fromCatalog("SecurityGroupID", { stacks: ["Bootstrap"] }),
  fromCatalog("SubnetOneID", { stacks: ["Bootstrap"] }),
  fromCatalog("SubnetTwoID", { stacks: ["Bootstrap"] }),
  fromCatalog("SubnetOneIPRange", { stacks: ["Bootstrap"] }),
  fromCatalog("SubnetTwoIPRange", { stacks: ["Bootstrap"] }),
  fromCatalog("AirgapSubnetOneIPRange", { stacks: ["Bootstrap"] }),
  fromCatalog("AirgapSubnetTwoIPRange", { stacks: ["Bootstrap"] }),
  fromCatalog("EnableIntelligentTiering", { stacks: ["Bootstrap"] }),
  fromCatalog("PantherAuditLogsExpirationDays", { default: { "33": 365, "36": 1825 }, stacks: ["Bootstrap"] }),
  fromCatalog("LogSubscriptionPrincipals", { stacks: ["Bootstrap"] }),
  fromCatalog("CloudWatchLogRetentionDays", {
    stacks: ["Bootstrap", "BootstrapGateway", "CloudSecurity", "Core", "LogAnalysis", "Web"],
  }),
  fromCatalog("SupportRoleIdentityAccountId", {
    default: "349240696275",
    pattern: patterns.optionalAccount,
    stacks: ["Core"],
  }),
  fromCatalog("OpsRoleIdentityAccountId", { pattern: patterns.optionalAccount, stacks: ["Core"] }),
  fromCatalog("SentryEnvironment", { stacks: ["Core", "CloudSecurity", "LogAnalysis", "Web"] }),
];
