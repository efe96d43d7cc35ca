import type { StackEvent } from "../model/diagnosis/stackEvent.ts";
import { type Completion, lastCompletion } from "./buildDue.ts";
import type { StackApi } from "./clients.ts";
import type { PresentStack } from "./observe.ts";
import { pages } from "./pages.ts";

/** The end of a root stack's last successful create or update, by its own events. */
export async function completionOf(stacks: StackApi, { stackId, lastChange }: PresentStack): Promise<Completion> {
  for await (const page of pages((token) => stacks.describeStackEvents({ StackName: stackId, ...token }))) {
    const found: StackEvent | undefined = lastCompletion(stackId, page.StackEvents ?? []);
    if (found) return { stackId, eventId: found.EventId ?? "", time: found.Timestamp ?? lastChange };
  }
  // A stack that has stood for long may have no event of its completion any more.
  return { stackId, eventId: lastChange.toISOString(), time: lastChange };
}
