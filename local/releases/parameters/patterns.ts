/** The patterns that several parameters share. `anyRegion` refuses us-gov-west-1, as the real releases do. */
const partition = "(aws|aws-cn|aws-us-gov)";
const anyRegion = "[a-z]{2}-[a-z]{4,9}-[1-9]";
const account = "\\d{12}";
const octet = "([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])";

const optional = (pattern: string): string => `^(${pattern})?$`;

export const patterns = {
  bucketName: optional("[a-z0-9.-]{3,63}"),
  bucketArn: optional(`arn:${partition}:s3:::[a-z0-9.-]{3,63}`),
  topicArn: optional(`arn:${partition}:sns:${anyRegion}:${account}:\\S+`),
  certificateArn: optional(
    `(arn:${partition}:acm:${anyRegion}:${account}:certificate\\/[a-f0-9-]{36})|(arn:${partition}:iam::${account}:server-certificate\\/\\S+)`,
  ),
  domain: optional("[a-z0-9.-]+\\.[a-z]{2,}"),
  layerVersionArn: optional(`arn:${partition}:lambda:${anyRegion}:${account}:layer:\\S+:\\d+`),
  managedPolicyArn: optional(`arn:${partition}:iam::(\\d{12}|aws):policy\\/\\S+`),
  securityGroup: optional("sg-[0-9a-f]{10,}"),
  subnet: optional("subnet-[0-9a-f]{4,}"),
  vpc: optional("vpc-[0-9a-f]{4,}"),
  cidr: `^(${octet}\\.){3}${octet}(\\/([0-9]|[1-2][0-9]|3[0-2]))$`,
  // The dot is not escaped in the documented pattern, so it matches any character.
  airgapCidr: `^(${octet}.){3}${octet}(/([0-9]|[1-2][0-9]|3[0-2]))$`,
  email: "^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$",
  optionalAccount: optional(account),
  secretArn: optional(`arn:${partition}:secretsmanager:${anyRegion}:[0-9]{12}:secret:\\S+`),
  requiredSecretArn: `^arn:${partition}:secretsmanager:\\S+:secret:\\S+$`,
  requiredKeyArn: `^arn:${partition}:[a-z0-9-]+:\\S+$`,
} as const;
