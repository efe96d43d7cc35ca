import type { SideName } from "../../model/environment/sides.ts";
import { PantherError } from "../../model/error.ts";
import type { Timing } from "../timing.ts";

/** How calls are made: with time to wait in. */
export interface Asking {
  readonly timing: Pick<Timing, "sleep">;
  readonly signal: AbortSignal;
}

/** A call, as a person who has to allow it would look for it. */
export interface Asked {
  readonly side: SideName;
  /** As IAM names it: `secretsmanager:PutSecretValue`; API Gateway's are verbs, with the path after a space. */
  readonly action: string;
}

/** API Gateway throttles the calls that make and change things to a few a second, of a whole account. */
const throttledCodes = ["TooManyRequestsException", "ThrottlingException", "Throttling", "RequestLimitExceeded"];
const deniedCodes = ["AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "ForbiddenException"];
/** After the SDK's own attempts, which end within a minute. */
const pauses = [5_000, 10_000, 20_000, 40_000, 60_000];

/**
 * Makes a call, once more after a pause where AWS says that there are too many.
 * @throws PantherError `access-denied`, `throttled`; other errors of the SDK as they are; the signal's reason
 */
export async function ask<T>({ timing, signal }: Asking, asked: Asked, call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      signal.throwIfAborted();
      const name = error instanceof Error ? error.name : "";
      if (deniedCodes.includes(name)) throw denied(asked, error as Error);
      if (!throttledCodes.includes(name)) throw error;
      const pause = pauses[attempt];
      if (pause === undefined) throw throttled(asked, error as Error);
      await timing.sleep(pause, signal);
    }
  }
}

const places: Readonly<Record<SideName, string>> = {
  backend: "the backend's account in China",
  web: "the web account",
};

function denied({ side, action }: Asked, cause: Error): PantherError {
  return new PantherError(
    "access-denied",
    `The credentials for ${places[side]} may not do ${action}: ${cause.message}`,
    `Allow ${action} there, then run the same command again.`,
    { cause },
  );
}

function throttled({ side, action }: Asked, cause: Error): PantherError {
  return new PantherError(
    "throttled",
    `AWS has turned ${action} in ${places[side]} away for minutes, for too many requests: ${cause.message}`,
    "Somebody else's requests in that account use its limit up. Run the same command again later: it goes on from what stands.",
    { cause },
  );
}
