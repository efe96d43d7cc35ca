import { type Observation, unknown } from "./outcome.ts";

/** What an AWS service or the network said instead of an answer. */
export interface CallError {
  readonly name: string;
  readonly message: string;
  /** The operation, such as `iam:ListRoles`, where the message does not say it. */
  readonly call?: string;
}

const denied = /AccessDenied|UnauthorizedOperation|AuthorizationError|Forbidden|NotAuthorized/i;
const noCredentials = /CredentialsProviderError|Could not load credentials|Could not resolve credentials/;
const throttled = /Throttl|TooManyRequests|Rate exceeded|RequestLimitExceeded|SlowDown|LimitExceededException/i;
/** Not in this region or partition, not opened for the account, or nobody answers at its address. */
const absent =
  /UnknownEndpoint|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|SubscriptionRequired|OptInRequired|UnrecognizedClient|UnknownOperation|InvalidAction|NotImplemented|NotSupported|not (?:supported|available) in/i;
const unanswered = /TimeoutError|ETIMEDOUT|ECONNRESET|ServiceUnavailable|InternalFailure|InternalError/i;

/** Why a check could not look. An error on the way is never a finding about what it looks at. */
export function cannotTell({ name, message, call }: CallError): Observation {
  const said = `${name}: ${message}`;
  const what = /perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? call;
  const evidence = [said];
  if (denied.test(name) || denied.test(message)) {
    const fix = `Allow ${what ? `${what} to the caller` : "the call to the caller"}, or ask somebody who may look.`;
    return unknown(`The caller may not look${what ? ` (${what})` : ""}.`, fix, {
      evidence,
      who: "account administrator",
    });
  }
  if (noCredentials.test(name) || noCredentials.test(message)) {
    return unknown("There are no credentials to look with.", "Log in, or correct the profile's name.", { evidence });
  }
  if (throttled.test(name) || throttled.test(message)) {
    return unknown("AWS had too many calls and answered none of these.", "Run it again in a minute.", { evidence });
  }
  if (absent.test(name) || absent.test(message)) {
    const fix = "If the service is not in this region, nothing is wrong with the check; look at the region's services.";
    return unknown("The service does not answer in this region, or not this account.", fix, { evidence });
  }
  if (unanswered.test(name) || unanswered.test(message)) {
    return unknown("AWS did not answer in time.", "Run it again.", { evidence });
  }
  return unknown("Something unexpected kept the check from looking.", "Run it again; report it if it stays.", {
    evidence,
  });
}
