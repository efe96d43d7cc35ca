/** The patterns that documented parameters share. */
const partition = "(aws|aws-cn|aws-us-gov)";
// Knows no region such as us-gov-west-1, although the partition before it may be aws-us-gov.
const region = "[a-z]{2}-[a-z]{4,9}-[1-9]";
const account = "\\d{12}";
const octet = "([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
const maskLength = "(/([0-9]|[1-2][0-9]|3[0-2]))";

const orBlank = (pattern: string): string => `^(${pattern})?$`;

export const forms = {
  email: "^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$",
  bucketName: orBlank("[a-z0-9.-]{3,63}"),
  bucketArn: orBlank(`arn:${partition}:s3:::[a-z0-9.-]{3,63}`),
  topicArn: orBlank(`arn:${partition}:sns:${region}:${account}:\\S+`),
  certificateArn: orBlank(
    `(arn:${partition}:acm:${region}:${account}:certificate\\/[a-f0-9-]{36})|(arn:${partition}:iam::${account}:server-certificate\\/\\S+)`,
  ),
  domain: orBlank("[a-z0-9.-]+\\.[a-z]{2,}"),
  layerArn: orBlank(`arn:${partition}:lambda:${region}:${account}:layer:\\S+:\\d+`),
  policyArn: orBlank(`arn:${partition}:iam::(\\d{12}|aws):policy\\/\\S+`),
  securityGroup: orBlank("sg-[0-9a-f]{10,}"),
  subnet: orBlank("subnet-[0-9a-f]{4,}"),
  vpc: orBlank("vpc-[0-9a-f]{4,}"),
  ipRange: `^(${octet}\\.){3}${octet}${maskLength}$`,
  // As documented, with dots that match any character.
  airgapIpRange: `^(${octet}.){3}${octet}${maskLength}$`,
  secretArn: orBlank(`arn:${partition}:secretsmanager:${region}:[0-9]{12}:secret:\\S+`),
} as const;
