// The environment variables with which clients use local AWS and nothing of the user's own configuration.

/** Who calls: a 12-digit account and a region. */
export interface Caller {
  readonly accountId: string;
  readonly region: string;
}

/**
 * Variables of the AWS SDKs and the AWS CLI that win over an endpoint and static keys, or that don't go with them: a user who
 * works with AWS has some of them set, and with one left a client fails or, worse, calls AWS itself.
 */
export const foreignVariables = [
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_SECURITY_TOKEN",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_ACCOUNT_ID",
  "AWS_ROLE_ARN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_USE_FIPS_ENDPOINT",
  "AWS_USE_DUALSTACK_ENDPOINT",
  "AWS_CA_BUNDLE",
] as const;

/** One for each service: AWS_ENDPOINT_URL_CLOUDFORMATION, AWS_ENDPOINT_URL_S3, … */
const ofOneService = "AWS_ENDPOINT_URL_";

/** All variables to remove from `base`, which need not have any of them set. */
export function variablesToRemove(base: NodeJS.ProcessEnv): readonly string[] {
  return [...foreignVariables, ...Object.keys(base).filter((name) => name.startsWith(ofOneService))];
}

/**
 * The variables to set; see `withLocalAws` for those to remove.
 *
 * @param configFile an AWS configuration file with profiles; default: an empty one
 */
export function awsEnvironment(endpoint: string, who: Caller, configFile = "/dev/null"): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: who.accountId,
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_REGION: who.region,
    AWS_DEFAULT_REGION: who.region,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: configFile,
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}

/** `base` without what leads clients elsewhere. */
export function withoutForeignAws(base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const unwanted = new Set(variablesToRemove(base));
  return Object.fromEntries(Object.entries(base).filter(([name]) => !unwanted.has(name)));
}

/** `base` for a process that is to use local AWS, without what leads elsewhere. */
export function withLocalAws(base: NodeJS.ProcessEnv, endpoint: string, who: Caller): NodeJS.ProcessEnv {
  return { ...withoutForeignAws(base), ...awsEnvironment(endpoint, who) };
}

/** The same for this process, whose own clients are to use local AWS. */
export function enterLocalAws(
  environment: NodeJS.ProcessEnv,
  endpoint: string,
  who: Caller,
  configFile?: string,
): void {
  for (const name of variablesToRemove(environment)) delete environment[name];
  Object.assign(environment, awsEnvironment(endpoint, who, configFile));
}
