/** Patterns that real releases have and nobody documents. */
const partition = "(aws|aws-cn|aws-us-gov)";

export const patterns = {
  optionalAccount: "^(\\d{12})?$",
  requiredSecretArn: `^arn:${partition}:secretsmanager:\\S+:secret:\\S+$`,
  requiredKeyArn: `^arn:${partition}:[a-z0-9-]+:\\S+$`,
} as const;
