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
  const histories = new Map<string, readonly StackEvent[]>();
  const waiting = [rootStackId];
  for (let stackId = waiting.shift(); stackId !== undefined; stackId = waiting.shift()) {
    if (histories.has(stackId)) continue;
    const events = newestOperation(stackId, await allEvents(stacks, stackId));
    histories.set(stackId, events);
    waiting.push(...failedNestedStacks(stackId, events));
  }
  return histories;
}

async function allEvents(stacks: StackApi, stackId: string): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  let token: string | undefined;
  do {
    const page = await stacks.describeStackEvents({ StackName: stackId, ...(token && { NextToken: token }) });
    events.push(...(page.StackEvents ?? []));
    token = page.NextToken;
    // Enough once the operation's start is among them: a long history has many pages.
  } while (token && newestOperation(stackId, events).length === events.length);
  return events;
}
