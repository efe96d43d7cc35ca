import { patterns } from "./patterns.ts";
import { flag, list, number, type ReleaseParameter, text } from "./types.ts";

/** Parameters about the account, the network, access and people. */
export const infrastructureParameters: readonly ReleaseParameter[] = [
  text("FirstUserEmail", "required", "Mail address of the first administrator, who gets an invitation", {
    pattern: patterns.email,
    stacks: ["Web"],
  }),
  text("FirstUserGivenName", "PantherUser", "Given name of the first administrator", { minLength: 1, stacks: ["Web"] }),
  text("FirstUserFamilyName", "Enterprise", "Family name of the first administrator", {
    minLength: 1,
    stacks: ["Web"],
  }),
  text(
    "CompanyDisplayName",
    { 23: "AwesomeCo", 38: "required" },
    "Name of the company as shown in the web app and in alerts",
    { minLength: 1, stacks: ["BootstrapGateway", "Core"] },
  ),
  text("PulumiSecretArn", "required", "ARN of the secret that holds the access token of the post-deploy build", {
    pattern: patterns.requiredSecretArn,
    stacks: ["Core"],
  }),
  text("PulumiSecretKeyArn", "required", "ARN of the key that the secret of the post-deploy build is encrypted with", {
    pattern: patterns.requiredKeyArn,
    stacks: ["Core"],
  }),
  flag("BootstrapStackOnly", false, "Deploy the bootstrap stack alone; true removes all other infrastructure", {
    stacks: [],
  }),
  flag("OnboardSelf", true, "Watch the account that Panther runs in", { stacks: [] }),
  flag("EnableCloudTrail", false, "Create a trail for this account (needs OnboardSelf)", { stacks: ["Onboard"] }),
  flag("EnableGuardDuty", false, "Create a GuardDuty detector for this account (needs OnboardSelf)", {
    stacks: ["Onboard"],
  }),
  flag("EnableS3AccessLogs", true, "Keep access logs of Panther's own buckets", { stacks: ["Bootstrap", "Onboard"] }),
  text("AccessLogsBucketName", "", "An existing bucket for access logs; blank creates one", {
    pattern: patterns.bucketName,
    stacks: ["Bootstrap"],
  }),
  text("DataReplicationBucketName", "", "ARN of a bucket that processed data is copied to; blank copies nothing", {
    pattern: patterns.bucketArn,
    stacks: ["Bootstrap"],
  }),
  text("AlarmTopicArn", "", "An existing topic for alarms; blank creates one", {
    pattern: patterns.topicArn,
    stacks: ["Bootstrap"],
  }),
  text("CertificateArn", "", "Certificate of the web app; blank uses a self-signed one", {
    pattern: patterns.certificateArn,
    stacks: ["Web"],
  }),
  text("CustomDomain", "", "Domain of the web app; blank uses the load balancer's own name", {
    pattern: patterns.domain,
    stacks: ["Bootstrap"],
  }),
  text(
    "LoadBalancerSecurityGroupCidr",
    { 23: "0.0.0.0/0", 26: "required", 31: "0.0.0.0/0" },
    "Addresses that may reach the web app",
    { pattern: patterns.cidr, stacks: ["Bootstrap"] },
  ),
  text("VpcID", "", "An existing VPC; blank creates one. Needs SecurityGroupID and both subnet ranges", {
    pattern: patterns.vpc,
    stacks: ["Bootstrap"],
  }),
  text("SecurityGroupID", "", "Security group for the load balancer and the containers in an existing VPC", {
    pattern: patterns.securityGroup,
    stacks: ["Bootstrap"],
  }),
  text("SubnetOneID", "", "First existing subnet; takes the place of the first range", {
    pattern: patterns.subnet,
    stacks: ["Bootstrap"],
  }),
  text("SubnetTwoID", "", "Second existing subnet; takes the place of the second range", {
    pattern: patterns.subnet,
    stacks: ["Bootstrap"],
  }),
  text("SubnetOneIPRange", "172.31.250.0/26", "Free range of an existing VPC for the first subnet", {
    pattern: patterns.cidr,
    stacks: ["Bootstrap"],
  }),
  text("SubnetTwoIPRange", "172.31.251.0/26", "Free range of an existing VPC for the second subnet", {
    pattern: patterns.cidr,
    stacks: ["Bootstrap"],
  }),
  text("AirgapSubnetOneIPRange", "172.31.254.0/25", "Free range of an existing VPC for functions without internet", {
    pattern: patterns.airgapCidr,
    span: { since: 35 },
    stacks: ["Bootstrap"],
  }),
  text("AirgapSubnetTwoIPRange", "172.31.254.128/25", "Second free range for functions without internet", {
    pattern: patterns.airgapCidr,
    span: { since: 35 },
    stacks: ["Bootstrap"],
  }),
  flag("EnableIntelligentTiering", false, "Let the managed buckets move old objects to cheaper storage", {
    span: { since: 35 },
    stacks: ["Bootstrap"],
  }),
  number(
    "PantherAuditLogsExpirationDays",
    { 33: 365, 36: 1825 },
    "Days after which Panther's own audit logs are deleted",
    { minValue: 30, span: { since: 33 }, stacks: ["Bootstrap"] },
  ),
  list("LogSubscriptionPrincipals", "", "Accounts or roles that may subscribe to notifications of processed data", {
    stacks: ["Bootstrap"],
  }),
  number("CloudWatchLogRetentionDays", 365, "Days that logs of functions and containers are kept", {
    minValue: 1,
    stacks: ["Bootstrap", "BootstrapGateway", "CloudSecurity", "Core", "LogAnalysis", "Web"],
  }),
  text("SupportRoleIdentityAccountId", "349240696275", "Account whose people may read for support; blank: nobody", {
    pattern: patterns.optionalAccount,
    stacks: ["Core"],
  }),
  text("OpsRoleIdentityAccountId", "", "Account whose people may operate on this deployment; blank: nobody", {
    pattern: patterns.optionalAccount,
    stacks: ["Core"],
  }),
  text("SentryEnvironment", "prod", "Where errors of the application are reported; blank: nowhere", {
    stacks: ["Core", "CloudSecurity", "LogAnalysis", "Web"],
  }),
];
