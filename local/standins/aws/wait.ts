import type { Call } from "./call.ts";

export interface Wait<Thing> {
  /** Seconds before the first look; the official plugin's, shortened by `Call.pause`. */
  readonly delaySeconds: number;
  readonly timeoutSeconds: number;
  readonly pending: readonly string[];
  readonly target: readonly string[];
  look(): Promise<{ readonly status: string; readonly thing: Thing } | undefined>;
}

/** Looks until the status is one of `target`; the texts are those of Terraform's waiter. */
export async function waitFor<Thing>(call: Call, wait: Wait<Thing>): Promise<Thing> {
  const end = Date.now() + wait.timeoutSeconds * 1000;
  let seconds = 1;
  let missing = 0;
  await call.pause(wait.delaySeconds);
  for (;;) {
    const found = await wait.look();
    if (found !== undefined && wait.target.includes(found.status)) return found.thing;
    if (found === undefined) {
      missing += 1;
      // Terraform's waiter bears this with a resource that is not visible everywhere yet.
      if (missing > 20) throw new Error("couldn't find resource (21 retries)");
    } else if (!wait.pending.includes(found.status)) {
      throw new Error(`unexpected state '${found.status}', wanted target '${wait.target.join(", ")}'`);
    }
    if (Date.now() >= end) {
      throw new Error(
        `timeout while waiting for state to become '${wait.target.join(", ")}' (last state: '${found?.status ?? ""}', timeout: ${duration(wait.timeoutSeconds)})`,
      );
    }
    await call.pause(seconds);
    seconds = Math.min(seconds * 2, 10);
  }
}

/** Seconds as Go writes a duration: 30m0s. */
function duration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}
