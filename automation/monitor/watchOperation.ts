import type { StackEvent } from "../../model/diagnosis/stackEvent.ts";
import {
  afterLook,
  beginOperation,
  expecting,
  isOver,
  isWithin,
  type Operation,
  operationStart,
} from "../../model/monitor/operation.ts";
import type { StackApi } from "../clients.ts";
import type { Timing } from "../timing.ts";
import type { CallBudget } from "./callBudget.ts";
import { expectedResources } from "./expectedResources.ts";
import { eventPage, readNewEvents, type Seen } from "./readNewEvents.ts";

export interface WatchRequest {
  readonly stacks: Pick<StackApi, "describeStackEvents" | "getTemplate">;
  readonly budget: CallBudget;
  readonly timing: Timing;
  /** Name or ARN of the root stack. */
  readonly stack: string;
  /**
   * EventId of the stack's newest event before the operation that is waited for; null where the stack has none. Left out:
   * its newest operation, whoever began it.
   */
  readonly mark?: string | null;
  /** Called after each look at a stack that had news, with these, oldest first. */
  readonly onEvents: (operation: Operation, stackId: string, events: readonly StackEvent[]) => void;
  /** Called where a look failed; the next round looks again. Left out: the error ends the watch. */
  readonly onTrouble?: (error: unknown) => void;
  /** Called after each round of looks. */
  readonly onRound?: (operation: Operation, round: Round) => void;
  readonly signal: AbortSignal;
  /** Aborted when somebody knows that the operation is over: the next look is made at once, and others soon after. */
  readonly hurry?: AbortSignal;
}

export interface Round {
  /** From the beginning of the round before, in seconds: how old what is shown may be. */
  readonly interval: number;
}

/**
 * Follows one operation of a stack and of everything nested in it, from its first event to its last. Only stacks at work
 * are looked at.
 * @returns the operation as it ended; undefined where there is none
 * @throws the signal's reason, and errors of calls: who watches beside a deploy takes them for a notice
 */
export async function watchOperation(request: WatchRequest): Promise<Operation | undefined> {
  const { timing } = request;
  const begun = await firstLook(request);
  if (!begun) return undefined;
  const seen = new Map([[begun.operation.rootId, begun.seen]]);
  let operation = begun.operation;
  let over = false;
  let roundStart = timing.now().getTime();
  while (true) {
    operation = await round(request, operation, seen);
    const now = timing.now().getTime();
    request.onRound?.(operation, { interval: (now - roundStart) / 1000 });
    // A nested stack may have last words after its parents'; not for ever, though.
    if (isOver(operation) && (over || !hasOpen(operation))) return operation;
    over = isOver(operation);
    const rest = timing.pollMilliseconds - (now - roundStart);
    if (rest > 0) await pause(request, rest);
    roundStart = timing.now().getTime();
  }
}

/** Looks once at all stacks that may have more to say, those included that come up on the way. */
async function round(request: WatchRequest, before: Operation, seen: Map<string, Seen>): Promise<Operation> {
  const { stacks, budget, onEvents, signal } = request;
  let operation = before;
  const due = new Set([...operation.stacks.values()].filter(({ open }) => open).map(({ stackId }) => stackId));
  for (const stackId of due) {
    const known = seen.get(stackId) ?? new Set();
    seen.set(stackId, known);
    const question = { stacks, budget, stackId, seen: known, signal };
    const events = await attempt(request, () =>
      readNewEvents({ ...question, isWithin: (event) => isWithin(before, event) }),
    );
    if (!events) continue;
    operation = afterLook(operation, stackId, events);
    // Those that came up just now, too: a Set is walked to its end, wherever that is by then.
    for (const { stackId: id, open } of operation.stacks.values()) if (open) due.add(id);
    if (events.length > 0) onEvents(operation, stackId, events);
    operation = await withExpected(request, operation, stackId);
  }
  return operation;
}

/** Asks once how many resources a new stack is going to have, as soon as one of them moves. */
async function withExpected(request: WatchRequest, operation: Operation, stackId: string): Promise<Operation> {
  const stack = operation.stacks.get(stackId);
  const isNew = stack?.status === "CREATE_IN_PROGRESS" && stack.resources.size > 0 && stack.expected === undefined;
  if (!isNew) return operation;
  const expected = await attempt(request, () => expectedResources(request, stackId));
  return expecting(operation, stackId, expected ?? 0);
}

/** Undefined where a look failed, and whoever watches can live with that. */
async function attempt<T>({ onTrouble, signal }: WatchRequest, look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    signal.throwIfAborted();
    if (!onTrouble) throw error;
    onTrouble(error);
    return undefined;
  }
}

/** Finds the operation's first event, and waits for it where it has not begun. */
async function firstLook(
  request: WatchRequest,
): Promise<{ readonly operation: Operation; readonly seen: Seen } | undefined> {
  const { mark, timing } = request;
  while (true) {
    const history = await attempt(request, () => recentEvents(request));
    const rootId = history?.[0]?.StackId;
    const start = history && rootId && operationStart(rootId, history, mark ?? undefined);
    if (start) {
      // What came before may bear the same time.
      const older = history.slice(history.indexOf(start) + 1);
      return { operation: beginOperation(rootId, start), seen: new Set(older.map(({ EventId = "" }) => EventId)) };
    }
    // A look that failed says nothing.
    if (history && mark === undefined) return undefined;
    await pause(request, timing.pollMilliseconds);
  }
}

const hurriedMilliseconds = 1000;

/** A pause between two looks. @throws the signal's reason */
export async function pause(
  { timing, signal, hurry }: Pick<WatchRequest, "timing" | "signal" | "hurry">,
  milliseconds: number,
): Promise<void> {
  if (!hurry) return await timing.sleep(milliseconds, signal);
  // CloudFormation may list an operation's last events a moment after it is over.
  if (hurry.aborted) return await timing.sleep(Math.min(milliseconds, hurriedMilliseconds), signal);
  await timing.sleep(milliseconds, AbortSignal.any([signal, hurry])).catch((error: unknown) => {
    signal.throwIfAborted();
    if (!hurry.aborted) throw error;
  });
}

/** A stack's events, newest first, back to the mark or to the beginning of its newest operation. */
async function recentEvents({ stacks, budget, stack, mark, signal }: WatchRequest): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  let token: string | undefined;
  do {
    const request = { StackName: stack, ...(token && { NextToken: token }) };
    const page = await eventPage({ stacks, budget, signal }, request);
    events.push(...page.events);
    token = page.next;
    const rootId = events[0]?.StackId ?? "";
    const enough =
      events.some(({ EventId }) => EventId === mark) || operationStart(rootId, events, mark ?? undefined) !== undefined;
    if (enough) break;
  } while (token);
  return events;
}

function hasOpen({ stacks }: Operation): boolean {
  return [...stacks.values()].some(({ open }) => open);
}
