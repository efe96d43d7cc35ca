import { setTimeout as sleep } from "node:timers/promises";
import type { Caller } from "../aws/environment.ts";

/** What became of questions to the web app, by HTTP status. */
export type Polls = ReadonlyMap<number, number>;

/**
 * Asks the web app again and again, as a browser would, with whatever key its tasks hold: how often it answered what, until
 * `signal` is aborted.
 *
 * @param endpoint of local AWS
 */
export async function pollWebApp(endpoint: string, { accountId, region }: Caller, signal: AbortSignal): Promise<Polls> {
  const polls = new Map<number, number>();
  while (!signal.aborted) {
    const { status } = await fetch(`${endpoint}/_local/web/${accountId}/${region}/panther-source-api`);
    polls.set(status, (polls.get(status) ?? 0) + 1);
    await sleep(250, undefined, { signal }).catch(() => undefined);
  }
  return polls;
}

/** Such as "answered 120 of 120 questions". */
export function pollsText(polls: Polls): string {
  const asked = [...polls.values()].reduce((sum, count) => sum + count, 0);
  const others = [...polls].filter(([status]) => status !== 200).map(([status, count]) => `${count} × HTTP ${status}`);
  const rest = others.length === 0 ? "" : ` (${others.join(", ")})`;
  return `answered ${polls.get(200) ?? 0} of ${asked} questions${rest}`;
}
