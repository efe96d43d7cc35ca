import type { CredentialFacts } from "../../model/preflight/identity.ts";

/** What credentials of the SDK tell of themselves. */
export interface ResolvedCredentials {
  readonly accessKeyId: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
  /** Where the chain had them from, by the SDK's own marks. */
  readonly $source?: object;
}

/** A machine's or a container's role, a process, a web identity, a role that a profile assumes, IAM Identity Center. */
const renewing = [
  "CREDENTIALS_IMDS",
  "CREDENTIALS_HTTP",
  "CREDENTIALS_PROCESS",
  "CREDENTIALS_PROFILE_PROCESS",
  "CREDENTIALS_STS_ASSUME_ROLE",
  "CREDENTIALS_STS_ASSUME_ROLE_WEB_ID",
  "CREDENTIALS_SSO",
  "CREDENTIALS_PROFILE_SSO",
];

export function credentialFacts({ sessionToken, expiration, $source = {} }: ResolvedCredentials): CredentialFacts {
  const marks = Object.keys($source);
  return {
    temporary: sessionToken !== undefined && sessionToken !== "",
    ...(expiration && { expiration }),
    renewed: marks.some((mark) => renewing.includes(mark)),
    inFile: marks.includes("CREDENTIALS_PROFILE"),
  };
}
