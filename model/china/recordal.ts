import type { Finding } from "../finding.ts";

/**
 * To be said before a first deploy in China. Whether an account is recorded no API tells; without it the gateway turns
 * every request away, whatever the key.
 */
export function recordalFinding({
  accountId,
  region,
}: {
  readonly accountId: string;
  readonly region: string;
}): Finding {
  return {
    severity: "warning",
    code: "recordal-needed",
    message: `API Gateway in China answers the web app only if account ${accountId} (${region}) has an ICP recordal: without one it says 403 {"Message":null} to everybody.`,
    fix: "Have the account recorded through AWS China's support, with the exception for API Gateway. Whether that works tells panther china check, once the backend stands.",
  };
}
