import { PantherError } from "../model/error.ts";

/**
 * Codes with which AWS's services turn down credentials that have run out. An access key of a session that was ended may
 * also come back as one that is not known.
 */
const codes = [
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
];

const codeInText = new RegExp(`\\b(${codes.join("|")})\\b`);

/** Where the SDK's chain itself finds that a login is over, as with IAM Identity Center, no service is asked. */
const providerErrors = ["CredentialsProviderError", "TokenProviderError"];

/** Whether an error of an AWS SDK says that the credentials have run out. */
export function areExpired(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (codes.includes(error.name)) return true;
  return providerErrors.includes(error.name) && /expired/i.test(error.message);
}

/** The same of what Pulumi printed, in the words of its `aws` provider or of its state's bucket. */
export function sayExpired(message: string): boolean {
  return codeInText.test(message) || /SSO session has expired/.test(message);
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
