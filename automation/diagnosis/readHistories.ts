import { failedNestedStacks } from "../../model/diagnosis/failures.ts";
import { newestOperation, operationInNested, reachesBack } from "../../model/diagnosis/operation.ts";
import type { StackEvent } from "../../model/diagnosis/stackEvent.ts";
import { type EventApi, isRefused } from "./eventApi.ts";
import { failedEventsReader } from "./failedEvents.ts";

/**
 * The events of a stack's newest operation, and of the nested stacks that failed in it, at any depth: a call for each of
 * them, and more only for long histories. Stacks are asked for by ARN: that answers for 90 days after they were deleted,
 * their names don't.
 *
 * @throws the SDK's errors about the root stack; a nested one that can't be read ends the way down there.
 */
export async function readHistories(
  stacks: EventApi,
  rootArn: string,
  signal?: AbortSignal,
): Promise<Map<string, readonly StackEvent[]>> {
  const events = await eventsUntil(stacks, rootArn, { enough: (all) => reachesBack(rootArn, all), signal });
  const histories = new Map([[rootArn, events]]);
  const root = newestOperation(rootArn, events);
  if (!root) return histories;
  const begins = root.start?.Timestamp?.getTime() ?? 0;
  const readFailed = failedEventsReader(stacks, root.kind);
  const waiting = [...failedNestedStacks(rootArn, root)];
  for (let arn = waiting.shift(); arn !== undefined; arn = waiting.shift()) {
    if (histories.has(arn)) continue;
    const nested = arn;
    const enough = (all: readonly StackEvent[]) => (all.at(-1)?.Timestamp?.getTime() ?? 0) < begins;
    const history = await eventsUntil(stacks, nested, {
      enough,
      signal,
      afterTwoPages: (all) => readFailed(nested, all),
    }).catch((error: unknown): readonly StackEvent[] | undefined => {
      signal?.throwIfAborted();
      // What its parent says of it is then all there is: somebody may list the root stack's events only.
      if (isRefused(error)) return undefined;
      throw error;
    });
    if (history === undefined) continue;
    histories.set(nested, history);
    waiting.push(...failedNestedStacks(nested, operationInNested(root, nested, history)));
  }
  return histories;
}

interface Reading {
  /** Whether older pages are not needed. */
  readonly enough: (events: readonly StackEvent[]) => boolean;
  readonly signal: AbortSignal | undefined;
  /** A shorter way to the rest of a long history; undefined where there is none. */
  readonly afterTwoPages?: (events: readonly StackEvent[]) => Promise<readonly StackEvent[] | undefined>;
}

/** A stack's events, newest first, page by page until there are enough. */
async function eventsUntil(
  stacks: EventApi,
  arn: string,
  { enough, signal, afterTwoPages }: Reading,
): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  let token: string | undefined;
  let pages = 0;
  do {
    const page = await stacks.describeStackEvents(
      { StackName: arn, ...(token && { NextToken: token }) },
      { ...(signal && { abortSignal: signal }) },
    );
    events.push(...(page.StackEvents ?? []));
    token = page.NextToken;
    pages += 1;
    if (token && pages === 2 && !enough(events)) {
      const shorter = await afterTwoPages?.(events);
      if (shorter) return shorter;
    }
  } while (token && !enough(events));
  return events;
}
