import type { StackEvent } from "../../model/diagnosis/stackEvent.ts";
import type { StackApi } from "../clients.ts";
import { isAbsent } from "../isAbsent.ts";
import type { CallBudget } from "./callBudget.ts";

/** Events that were read already, by their IDs. */
export type Seen = Set<string>;

export interface EventQuestion {
  readonly stacks: Pick<StackApi, "describeStackEvents">;
  readonly budget: CallBudget;
  /** ARN, or the name of a stack whose ARN is not known yet. */
  readonly stackId: string;
  readonly seen: Seen;
  /** Whether an event is of interest; the first that is not ends the search, for what is older is not either. */
  readonly isWithin: (event: StackEvent) => boolean;
  readonly signal: AbortSignal;
}

/**
 * A stack's events since the last look, oldest first. CloudFormation lists them newest first and in pages, and may answer
 * with a list that is older than the one before: what was seen is known by its ID, not by its place.
 */
export async function readNewEvents(question: EventQuestion): Promise<readonly StackEvent[]> {
  const { stacks, budget, stackId, seen, isWithin, signal } = question;
  const found: StackEvent[] = [];
  let token: string | undefined;
  do {
    const request = { StackName: stackId, ...(token && { NextToken: token }) };
    const { events, next } = await eventPage({ stacks, budget, signal }, request);
    const fresh = events.filter((event) => isWithin(event) && !seen.has(event.EventId ?? ""));
    found.push(...fresh);
    token = fresh.length < events.length ? undefined : next;
  } while (token);
  for (const { EventId = "" } of found) seen.add(EventId);
  return found.reverse();
}

/** One page of a stack's events; none where there is no such stack, or not yet. */
export async function eventPage(
  { stacks, budget, signal }: Pick<EventQuestion, "stacks" | "budget" | "signal">,
  request: { readonly StackName: string; readonly NextToken?: string },
): Promise<{ readonly events: readonly StackEvent[]; readonly next?: string }> {
  try {
    const page = await budget.call(() => stacks.describeStackEvents(request), signal);
    return { events: page.StackEvents ?? [], ...(page.NextToken !== undefined && { next: page.NextToken }) };
  } catch (error) {
    if (isAbsent(error)) return { events: [] };
    throw error;
  }
}
