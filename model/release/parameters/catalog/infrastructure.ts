import { documentedIn } from "../builders.ts";
import type { DocumentedParameter } from "../documented.ts";
import { forms } from "../forms.ts";

const documentation = documentedIn("documentation");
const community = documentedIn("community");

/** Network, buckets, logs and alarms. */
export const infrastructureParameters: readonly DocumentedParameter[] = [
  community.text("VpcID", "", "Your own VPC for Panther. Needs SecurityGroupID and ranges or subnets in it.", {
    allowedPattern: forms.vpc,
    blank: "a VPC is made",
    since: "1.10",
  }),
  community.text("SecurityGroupID", "", "Security group in your own VPC. Works with VpcID only.", {
    allowedPattern: forms.securityGroup,
    blank: "security groups are made",
    since: "1.10",
  }),
  community.text("SubnetOneID", "", "First subnet of your own VPC, in the place of SubnetOneIPRange.", {
    allowedPattern: forms.subnet,
    blank: "a subnet is made",
    since: "1.15",
  }),
  community.text("SubnetTwoID", "", "Second subnet of your own VPC, in the place of SubnetTwoIPRange.", {
    allowedPattern: forms.subnet,
    blank: "a subnet is made",
    since: "1.15",
  }),
  community.text("SubnetOneIPRange", "172.31.250.0/26", "Free range of your own VPC for a first subnet in it.", {
    allowedPattern: forms.ipRange,
    form: "ip-range",
    since: "1.10",
  }),
  community.text("SubnetTwoIPRange", "172.31.251.0/26", "Free range of your own VPC for a second subnet in it.", {
    allowedPattern: forms.ipRange,
    form: "ip-range",
    since: "1.10",
  }),
  documentation.text(
    "AirgapSubnetOneIPRange",
    "172.31.254.0/25",
    "Free range of your own VPC for the functions that run inside it. Works with VpcID only.",
    {
      allowedPattern: forms.airgapIpRange,
      form: "ip-range",
      correction: "The documented pattern takes any character for a dot; this project wants an IP range.",
      since: "1.35",
    },
  ),
  documentation.text(
    "AirgapSubnetTwoIPRange",
    "172.31.254.128/25",
    "A second such range, for another availability zone. Works with VpcID only.",
    {
      allowedPattern: forms.airgapIpRange,
      form: "ip-range",
      correction: "The documented pattern takes any character for a dot; this project wants an IP range.",
      since: "1.35",
    },
  ),
  community.text("LoadBalancerSecurityGroupCidr", "0.0.0.0/0", "Addresses that may reach the web app.", {
    allowedPattern: forms.ipRange,
    form: "ip-range",
    since: "1.6",
  }),
  community.text("AccessLogsBucketName", "", "Your own bucket for S3 access logs, by its name.", {
    allowedPattern: forms.bucketName,
    blank: "a bucket is made, if EnableS3AccessLogs is true",
    since: "1.5",
  }),
  community.text(
    "DataReplicationBucketName",
    "",
    "Bucket that processed data is copied to. An ARN, despite its name.",
    {
      allowedPattern: forms.bucketArn,
      blank: "nothing is copied",
      since: "1.5",
    },
  ),
  community.flag("EnableS3AccessLogs", "true", "Log who reads Panther's buckets.", { since: "1.4" }),
  documentation.flag("EnableIntelligentTiering", "false", "Put Panther's buckets into S3's intelligent tiering.", {
    since: "1.35",
  }),
  documentation.number(
    "PantherAuditLogsExpirationDays",
    "1825",
    "Days until Panther's own audit logs expire in their bucket.",
    { minValue: 30, since: "1.33" },
  ),
  community.number("CloudWatchLogRetentionDays", "365", "Days that CloudWatch keeps the logs of Panther's functions.", {
    minValue: 1,
    form: "retention-days",
    since: "1.4",
  }),
  community.text("AlarmTopicArn", "", "Your own SNS topic for CloudWatch alarms, in the deployment's region.", {
    allowedPattern: forms.topicArn,
    blank: "a topic is made",
    sameRegion: true,
    since: "1.4",
  }),
  community.list("LogSubscriptionPrincipals", "", "Principals that may subscribe to news of processed data.", {
    blank: "nobody may",
    since: "1.4",
  }),
  documentation.flag("DynamoDBCloudtrailEnabled", "false", "Record who reads the data of certain tables.", {
    since: "1.39",
  }),
  documentation.flag(
    "EnableFips",
    "false",
    "Use AWS's FIPS endpoints, in regions of the United States. Can be slower; ignored with Snowflake.",
    { since: "1.37" },
  ),
];
