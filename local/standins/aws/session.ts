import { type ClientFor, clientsFor } from "./clients.ts";
import type { Configuration, Environment, Keys } from "./configuration.ts";
import { requireLoopback } from "./endpoints.ts";
import { textOf } from "./errors.ts";
import { readProfile } from "./profiles.ts";
import { text } from "./values.ts";

/** A configured provider: who it is, where it works, and clients for it. */
export interface Session {
  readonly region: string;
  /** Undefined when `skipRequestingAccountId` says not to ask. */
  readonly accountId: string | undefined;
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly client: ClientFor;
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
  const ofProfile = configuration.keys === undefined ? (profile?.roles ?? []) : [];
  for (const role of [...ofProfile, ...configuration.assumeRoles]) {
    keys = await assumeRole(clientsFor(configuration, environment, keys), region, role);
  }
  const client = clientsFor(configuration, environment, keys);
  const accountId = await accountOf(configuration, client, region);
  requireAllowed(configuration, accountId);
  return { region, accountId, defaultTags: configuration.defaultTags, client };
}

async function accountOf(configuration: Configuration, client: ClientFor, region: string): Promise<string | undefined> {
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

async function assumeRole(client: ClientFor, region: string, role: Readonly<Record<string, unknown>>): Promise<Keys> {
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
