import { setTimeout as wait } from "node:timers/promises";

/** Time, injected: tests bring their own. */
export interface Timing {
  now(): Date;
  /** Rejects with the signal's reason when it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Pause between two looks at an operation under way. */
  readonly pollMilliseconds: number;
}

export function realTiming(pollMilliseconds = 3000): Timing {
  return {
    now: () => new Date(),
    sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
    pollMilliseconds,
  };
}
