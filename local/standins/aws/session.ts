import type { Configuration, Environment, Keys } from "./configuration.ts";
import { endpointFor, requireLoopback } from "./endpoints.ts";
import { awsError, textOf } from "./errors.ts";
import { readProfile } from "./profiles.ts";
import { text } from "./values.ts";

/** What a client of the AWS SDK is made with here. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: Keys;
  readonly maxAttempts: number;
  readonly forcePathStyle: boolean;
  /** Bodies are not read for a checksum that only the real S3 wants. */
  readonly requestChecksumCalculation: "WHEN_REQUIRED";
  readonly responseChecksumValidation: "WHEN_REQUIRED";
}

/** Any client of the SDK: all that they have in common here is that middleware can be added to them. */
export interface SdkClient {
  readonly middlewareStack: object;
}

interface MiddlewareStack {
  add(middleware: SdkMiddleware, options: { readonly step: "initialize"; readonly name: string }): void;
}

type SdkMiddleware = (
  next: (args: unknown) => Promise<unknown>,
  context: { readonly commandName?: string },
) => (args: unknown) => Promise<unknown>;

/** An SDK client's class together with the service's name, as the SDKs write it. */
export interface Service<Client extends SdkClient> {
  readonly id: string;
  readonly Client: new (settings: ClientSettings) => Client;
}

/** A configured provider: who it is, where it works, and clients for it. */
export interface Session {
  readonly region: string;
  /** Undefined when `skipRequestingAccountId` says not to ask. */
  readonly accountId: string | undefined;
  readonly defaultTags: Readonly<Record<string, string>>;
  client<Client extends SdkClient>(service: Service<Client>, region: string): Client;
}

const regionForm = /^[a-z]{2}(-[a-z]+)+-\d+$/;

/** Checks the configuration in the official plugin's order and with its texts. */
export async function openSession(configuration: Configuration, environment: Environment): Promise<Session> {
  requireLoopback(configuration, environment);
  const profile = readProfile(configuration, environment);
  const region = configuration.region ?? profile?.region;
  if (region === undefined)
    throw new Error("Missing region configuration: set aws:region, AWS_REGION or a profile's region");
  if (!configuration.skipRegionValidation && !regionForm.test(region)) throw new Error(`invalid AWS Region: ${region}`);
  let keys = configuration.keys ?? profile?.keys;
  if (keys === undefined) throw new Error("No valid credential sources found");
  for (const role of configuration.assumeRoles) {
    keys = await assumeRole(clients(configuration, environment, keys), region, role);
  }
  const client = clients(configuration, environment, keys);
  const accountId = await accountOf(configuration, client, region);
  requireAllowed(configuration, accountId);
  return { region, accountId, defaultTags: configuration.defaultTags, client };
}

function clients(configuration: Configuration, environment: Environment, credentials: Keys): Session["client"] {
  const made = new Map<string, SdkClient>();
  return <Client extends SdkClient>(service: Service<Client>, region: string): Client => {
    const key = `${service.id} ${region}`;
    const known = made.get(key) as Client | undefined;
    if (known !== undefined) return known;
    const client = new service.Client({
      region,
      credentials,
      endpoint: endpointFor(service.id, configuration, environment),
      maxAttempts: (configuration.maxRetries ?? 2) + 1,
      forcePathStyle: configuration.s3UsePathStyle,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
    (client.middlewareStack as MiddlewareStack).add(goErrors(service.id), { step: "initialize", name: "goErrors" });
    made.set(key, client);
    return client;
  };
}

function goErrors(service: string): SdkMiddleware {
  return (next, context) => async (args) => {
    try {
      return await next(args);
    } catch (error) {
      throw awsError(service, (context.commandName ?? "").replace(/Command$/, ""), error);
    }
  };
}

async function accountOf(
  configuration: Configuration,
  client: Session["client"],
  region: string,
): Promise<string | undefined> {
  if (configuration.skipCredentialsValidation) {
    if (configuration.skipRequestingAccountId) return undefined;
    const { accountOfUser } = await import("./identity-iam.ts");
    const found = await accountOfUser(client, region);
    if (found !== undefined) return found;
  }
  const { callerIdentity } = await import("./identity-sts.ts");
  try {
    return (await callerIdentity(client, region)).account;
  } catch (error) {
    throw new Error(
      `Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS: ${textOf(error)}`,
    );
  }
}

function requireAllowed(configuration: Configuration, accountId: string | undefined): void {
  const { allowedAccountIds, forbiddenAccountIds } = configuration;
  const refused =
    (accountId !== undefined && forbiddenAccountIds.includes(accountId)) ||
    (allowedAccountIds.length > 0 && !allowedAccountIds.includes(accountId ?? ""));
  if (refused) throw new Error(`AWS account ID not allowed: ${accountId ?? ""}`);
}

async function assumeRole(
  client: Session["client"],
  region: string,
  role: Readonly<Record<string, unknown>>,
): Promise<Keys> {
  const { assume } = await import("./identity-sts.ts");
  const arn = text(role, "roleArn") ?? "";
  try {
    return await assume(client, region, {
      RoleArn: arn,
      RoleSessionName: text(role, "sessionName") ?? `pulumi-${Date.now()}`,
      ExternalId: text(role, "externalId"),
      Policy: text(role, "policy"),
    });
  } catch (error) {
    throw new Error(`Cannot assume IAM Role. IAM Role (${arn}) cannot be assumed.\n\nError: ${textOf(error)}`);
  }
}
