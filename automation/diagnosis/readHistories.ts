import type { StackApi } from "../clients.ts";
import { failedNestedStacks, newestOperation, type StackEvent } from "./firstFailure.ts";

/**
 * The events of a stack's newest operation, and of the nested stacks that failed in it, at any depth. Stacks are asked
 * for by ARN: that answers for 90 days after they were deleted, their names don't.
 */
export async function readHistories(
  stacks: StackApi,
  rootStackId: string,
): Promise<Map<string, readonly StackEvent[]>> {
  const root = newestOperation(
    rootStackId,
    await eventsUntil(stacks, rootStackId, (events) => newestOperation(rootStackId, events).length < events.length),
  );
  const start = root.at(-1)?.Timestamp ?? new Date(0);
  const histories = new Map([[rootStackId, root]]);
  const waiting = [...failedNestedStacks(rootStackId, root)];
  for (let stackId = waiting.shift(); stackId !== undefined; stackId = waiting.shift()) {
    if (histories.has(stackId)) continue;
    // By time and not by the nested stack's own operations: the root's rollback is one of those.
    const isOfOperation = ({ Timestamp }: StackEvent) => Timestamp !== undefined && Timestamp >= start;
    const events = (await eventsUntil(stacks, stackId, (all) => !all.every(isOfOperation))).filter(isOfOperation);
    histories.set(stackId, events);
    waiting.push(...failedNestedStacks(stackId, events));
  }
  return histories;
}

/** A stack's events, newest first, page by page until there are enough: a long history has many pages. */
async function eventsUntil(
  stacks: StackApi,
  stackId: string,
  enough: (events: readonly StackEvent[]) => boolean,
): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  let token: string | undefined;
  do {
    const page = await stacks.describeStackEvents({ StackName: stackId, ...(token && { NextToken: token }) });
    events.push(...(page.StackEvents ?? []));
    token = page.NextToken;
  } while (token && !enough(events));
  return events;
}
