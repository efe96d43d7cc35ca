/**
 * Codes with which AWS's services turn down an access key that they do not know: of another partition, in a region that
 * the account has not enabled, or deleted. One that has been seen to work belongs to a session that was ended since.
 */
export const unknownKeyCodes: readonly string[] = ["InvalidClientTokenId", "UnrecognizedClientException"];

/**
 * Codes with which AWS's services turn down credentials that have run out. An access key of a session that was ended may
 * also come back as one that is not known.
 */
export const expiredCodes: readonly string[] = [
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  ...unknownKeyCodes,
];

const codeInText = new RegExp(`\\b(${expiredCodes.join("|")})\\b`);

/** Whether Pulumi's words, those of its `aws` provider or of its state's bucket, say that credentials have run out. */
export function sayExpired(message: string): boolean {
  return codeInText.test(message) || /SSO session has expired/.test(message);
}
