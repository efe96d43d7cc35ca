import { isObject, type Properties, reveal } from "./values.ts";

/** The provider's configuration, from `aws:…` settings or an explicit `aws.Provider`, completed from the environment. */
export interface Configuration {
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly keys: Keys | undefined;
  readonly assumeRoles: readonly Properties[];
  readonly allowedAccountIds: readonly string[];
  readonly forbiddenAccountIds: readonly string[];
  /** Endpoint per service, keyed as in `aws.Provider`'s `endpoints`. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly skipCredentialsValidation: boolean;
  readonly skipRegionValidation: boolean;
  readonly skipRequestingAccountId: boolean;
  readonly s3UsePathStyle: boolean;
  readonly maxRetries: number | undefined;
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly sharedConfigFiles: readonly string[];
  readonly sharedCredentialsFiles: readonly string[];
}

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** `args` as Configure gets them: every value is a string, those that are not are JSON in a string. */
export function readConfiguration(args: Properties, environment: Environment): Configuration {
  const value = (key: string) => unpacked(reveal(args[key]));
  const string = (key: string, ...variables: readonly string[]) =>
    [value(key), ...variables.map((name) => environment[name])].find(isText);
  const list = (key: string) => asList(value(key)).map(String);
  const { tags } = asObject(value("defaultTags"));
  return {
    region: string("region", "AWS_REGION", "AWS_DEFAULT_REGION"),
    profile: string("profile", "AWS_PROFILE"),
    keys:
      keysFrom(value("accessKey"), value("secretKey"), value("token")) ??
      // An explicit profile wins over keys in the environment.
      (isText(value("profile"))
        ? undefined
        : keysFrom(environment.AWS_ACCESS_KEY_ID, environment.AWS_SECRET_ACCESS_KEY, environment.AWS_SESSION_TOKEN)),
    assumeRoles: [...asList(value("assumeRoles")), ...asList(value("assumeRole"))].filter(isObject),
    allowedAccountIds: list("allowedAccountIds"),
    forbiddenAccountIds: list("forbiddenAccountIds"),
    endpoints: strings(Object.assign({}, ...asList(value("endpoints")).filter(isObject))),
    skipCredentialsValidation: isTrue(value("skipCredentialsValidation")),
    skipRegionValidation: isTrue(value("skipRegionValidation")),
    skipRequestingAccountId: isTrue(value("skipRequestingAccountId")),
    s3UsePathStyle: isTrue(value("s3UsePathStyle")) || isTrue(value("s3ForcePathStyle")),
    maxRetries: isText(value("maxRetries")) ? Number(value("maxRetries")) : undefined,
    defaultTags: strings(asObject(tags)),
    sharedConfigFiles: list("sharedConfigFiles"),
    sharedCredentialsFiles: list("sharedCredentialsFiles"),
  };
}

function keysFrom(accessKeyId: unknown, secretAccessKey: unknown, sessionToken: unknown): Keys | undefined {
  if (!isText(accessKeyId) || !isText(secretAccessKey)) return undefined;
  return { accessKeyId, secretAccessKey, ...(isText(sessionToken) ? { sessionToken } : {}) };
}

/** A value that is JSON of a list, an object or a flag, parsed. Digits stay text: account ids begin with zeros. */
function unpacked(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]|^(true|false)$/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? [value] : [];
}

function asObject(value: unknown): Properties {
  return isObject(value) ? value : {};
}

function strings(values: Properties): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, item]) => item !== null && item !== undefined && item !== "")
      .map(([key, item]) => [key, String(item)]),
  );
}
