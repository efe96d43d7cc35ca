import { PantherError } from "../model/error.ts";
import { partitionOf } from "../model/release/partition.ts";
import { expiredCodes, unknownKeyCodes } from "../model/rules/expiredCredentials.ts";

/** Where the SDK's chain itself finds that a login is over, as with IAM Identity Center, no service is asked. */
const providerErrors = ["CredentialsProviderError", "TokenProviderError"];

/** Whether an error of an AWS SDK says that the credentials have run out. */
export function areExpired(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (expiredCodes.includes(error.name)) return true;
  return providerErrors.includes(error.name) && /expired/i.test(error.message);
}

/** Expiry is no failure of a deployment: what AWS was told to do, it does. */
export function credentialsExpired(cause?: unknown): PantherError {
  return new PantherError(
    "credentials-expired",
    "The AWS credentials have expired. What CloudFormation or CodeBuild has begun goes on there by itself.",
    "Log in again (aws sso login, for example), then run the same command again: it waits for what is under way and goes on from there.",
    { cause },
  );
}

/** What credentials are to be used for. */
export interface CredentialsUse {
  /** Of the environment, or of a stack that is none yet. */
  readonly name: string;
  /** Left out where nobody has said it. */
  readonly expectedAccountId?: string;
  readonly region: string;
  /** What names their profile; left out: `AWS_PROFILE`. Of a split a key of its file, such as `panther:china.webProfile`. */
  readonly profileKey?: string;
}

/** Whether AWS does not know the access key. Once it was seen to work, that is an expiry: see {@link areExpired}. */
export function areNotAccepted(error: unknown): error is Error {
  return error instanceof Error && unknownKeyCodes.includes(error.name);
}

export function credentialsNotAccepted(cause: Error, use: CredentialsUse): PantherError {
  return new PantherError(
    "credentials-not-accepted",
    `AWS does not accept the credentials for ${placeOf(use)}: ${cause.name}: ${cause.message}`,
    `It says so of keys of another partition (${use.region} is in ${partitionOf(use.region).name}), of a region that the account has not enabled, of an access key that was deleted, and of a session that was ended. Check ${use.profileKey ?? "AWS_PROFILE"} and the region, or log in again. Nothing was changed.`,
    { cause },
  );
}

/** Whether the SDK's chain came to its end without any credentials. */
export function areMissing(error: unknown): error is Error {
  return error instanceof Error && providerErrors.includes(error.name);
}

export function credentialsMissing(cause: Error, use: CredentialsUse): PantherError {
  return new PantherError(
    "credentials-missing",
    `There are no AWS credentials for ${placeOf(use)}: ${cause.message}`,
    `Name a profile of that account (${use.profileKey ?? "AWS_PROFILE"}), or log in (aws sso login, for example). Nothing was changed.`,
    { cause },
  );
}

function placeOf({ name, expectedAccountId, region }: CredentialsUse): string {
  return `${name}, ${expectedAccountId === undefined ? "" : `account ${expectedAccountId}, `}in ${region}`;
}
