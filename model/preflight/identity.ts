import { partitionOf } from "../release/partition.ts";
import { unknownKeyCodes } from "../rules/expiredCredentials.ts";
import { type Caller, partitionOfArn } from "./caller.ts";
import { type CallError, cannotTell } from "./cannotTell.ts";
import { failure, type Observation, pass, unknown, warning } from "./outcome.ts";

/** Credentials, without any of their values. */
export interface CredentialFacts {
  /** They have a session token. */
  readonly temporary: boolean;
  /** When they end; missing where nothing says it. */
  readonly expiration?: Date;
  /** Whether whoever gave them gives new ones without a person: a machine's role, a process. */
  readonly renewed: boolean;
  /** They stand in a file, as they are. */
  readonly inFile: boolean;
}

export function accountObservation(
  arn: string,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): Observation {
  const partition = partitionOf(region).name;
  const evidence = [arn];
  if (partitionOfArn(arn) === "") {
    return unknown("AWS named the caller in a way that tells no partition.", "Look with: aws sts get-caller-identity", {
      evidence,
    });
  }
  if (partitionOfArn(arn) === partition) {
    return pass(`Account ${accountId} in partition ${partition}, region ${region}.`, { evidence });
  }
  const message = `The credentials are of partition ${partitionOfArn(arn)}, and ${region} is in ${partition}.`;
  return failure(message, `Use credentials of an account in ${partition}.`, { evidence });
}

export function rootObservation(caller: Caller): Observation {
  if (caller.kind === "other") {
    return unknown("AWS named the caller in a way that tells no kind.", "Look with: aws sts get-caller-identity");
  }
  return caller.kind === "root"
    ? failure("The caller is the account's root user.", "Use a role, or an IAM user that assumes one.")
    : pass("The caller is not the root user.");
}

export interface SessionQuestion {
  readonly credentials: CredentialFacts;
  readonly now: Date;
  /** How long the run is expected to take. */
  readonly expectedSeconds: number;
  /** Whether earlier runs say so; else it is assumed. */
  readonly measured: boolean;
}

export function sessionObservation({ credentials, now, expectedSeconds, measured }: SessionQuestion): Observation {
  const { temporary, expiration, renewed } = credentials;
  if (!temporary) return pass("The credentials are no session: they don't end.");
  if (renewed) return pass("The session is renewed by itself.");
  const expected = `${inMinutes(expectedSeconds)}${measured ? " by earlier runs" : " as is assumed where no earlier run tells"}`;
  if (!expiration) {
    const message = `The credentials are a session, and nothing says when it ends; a run takes ${expected}.`;
    return unknown(message, "Set AWS_CREDENTIAL_EXPIRATION with the session's variables, or use a profile.");
  }
  const left = (expiration.getTime() - now.getTime()) / 1000;
  const until = expiration.toISOString();
  if (left >= expectedSeconds) return pass(`The session lasts until ${until}; a run takes ${expected}.`);
  const message = `The session ends in ${inMinutes(Math.max(left, 0))}, at ${until}; a run takes ${expected}.`;
  return warning(message, "Log in anew first, or for longer. A run that is cut off goes on when it is started again.");
}

function inMinutes(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}

/** Sessions of these can't call IAM, unless it was got with MFA. */
export function mayLackIam(caller: Caller, { temporary }: CredentialFacts): boolean {
  return caller.kind === "federated-user" || (caller.kind === "user" && temporary);
}

/**
 * Whether a session may call IAM, by what a read of IAM answered.
 * @param error undefined where it was answered
 */
export function iamObservation(caller: Caller, error: CallError | undefined): Observation {
  // Who may not read this reached IAM nevertheless.
  if (!error || /AccessDenied/.test(error.name)) return pass("IAM takes the session.");
  if (!unknownKeyCodes.includes(error.name)) return cannotTell(error);
  const evidence = [`${error.name}: ${error.message}`];
  if (caller.kind === "federated-user") {
    const message = "A federated user's session can't call IAM, so the role can't be deployed.";
    return failure(message, "Assume a role instead.", { evidence });
  }
  return failure(
    "The session was got without MFA, so IAM does not take it and the role can't be deployed.",
    "aws sts get-session-token --serial-number <your device's ARN> --token-code <code>, or assume a role.",
    { evidence },
  );
}

/** An access key of a user, without its secret. */
export interface AccessKeyFacts {
  readonly created: Date;
  readonly active: boolean;
}

const oldAfterDays = 90;

/** @param keys of the calling user; undefined where there is none, or where it uses a session */
export function accessKeyObservations(
  { inFile, temporary }: CredentialFacts,
  keys: readonly AccessKeyFacts[] | undefined,
  now: Date,
): readonly Observation[] {
  if (temporary) return [pass("The credentials are a session's.")];
  const days = (keys ?? [])
    .filter(({ active }) => active)
    .map(({ created }) => Math.floor((now.getTime() - created.getTime()) / 86_400_000));
  const oldest = Math.max(0, ...days);
  return [
    warning("The credentials are a long-lived access key.", "Use IAM Identity Center, or a role."),
    ...(oldest > oldAfterDays
      ? [warning(`The user has an access key that is ${oldest} days old.`, "Rotate it: after 90 days at the latest.")]
      : []),
    ...(inFile
      ? [warning("The key lies in a file in plain text.", "Keep it where others can't read it, and give up the key.")]
      : []),
  ];
}
