import { PantherError } from "../model/error.ts";
import { expiredCodes } from "../model/rules/expiredCredentials.ts";

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
