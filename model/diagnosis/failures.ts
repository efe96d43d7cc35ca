import { type Cause, causeOf } from "./cause.ts";
import { type Operation, operationInNested } from "./operation.ts";
import { inPhases, type Phase, type PhasedEvent } from "./phases.ts";
import { isCancellation, isEcho } from "./reasons.ts";
import { isOwn, logicalIdOf, nestedStackOf, type StackEvent, type StackHistories, statusOf } from "./stackEvent.ts";

/** One failure that is its own: neither a cancellation nor a parent that echoes its nested stack. */
export interface Failure extends Cause {
  /** The root stack's name, then logical IDs down to the resource. */
  readonly path: readonly string[];
  readonly phase: Phase;
  /** Its stack was being cancelled: another failure had made the operation fail. */
  readonly cancelled: boolean;
}

/** The failures of an operation in one stack and those nested in it, of each stack oldest first. */
export function failuresIn(
  root: Operation,
  stackArn: string,
  histories: StackHistories,
  path: readonly string[],
  operation: Operation = root,
): readonly Failure[] {
  // A file could name a stack as nested in itself.
  const others = new Map([...histories].filter(([arn]) => arn !== stackArn));
  const seen = new Map<string, readonly Failure[]>();
  const phased = inPhases(stackArn, operation);
  const failures = phased.flatMap(({ event, phase }): readonly Failure[] => {
    if (!isFailed(event) || isOwn(stackArn, event)) return [];
    const cancelled = isCancellation(event.ResourceStatusReason);
    const own = {
      ...causeOf(event, operation.events),
      path: [...path, logicalIdOf(event)],
      phase,
      cancelled,
    };
    const nested = nestedStackOf(event);
    const history = nested === undefined ? undefined : others.get(nested);
    if (nested === undefined || history === undefined) return cancelled ? [] : [own];
    const inNested = operationInNested(root, nested, history);
    const before = seen.get(nested);
    const below = before ?? failuresIn(root, nested, others, own.path, inNested);
    seen.set(nested, below);
    const deeper = below.map((one) => ({
      ...one,
      phase: phase === "forward" ? one.phase : phase,
      cancelled: one.cancelled || cancelled,
    }));
    // What was told with the first event of a nested stack is not told again with its second.
    if (before) return below.some((one) => one.phase !== "forward") || cancelled ? [] : [own];
    if (cancelled || deeper.some((one) => one.phase === phase)) return deeper;
    return [ownWords(nested, inNested, own) ?? own, ...deeper];
  });
  // While nested stacks are at work, their parents have not heard of what failed in them.
  const sooner = stillRunning(phased).flatMap(({ event, nested, phase }): readonly Failure[] => {
    const history = others.get(nested);
    if (history === undefined || seen.has(nested)) return [];
    const below = [...path, logicalIdOf(event)];
    const found = failuresIn(root, nested, others, below, operationInNested(root, nested, history));
    return found.map((one) => ({ ...one, phase: phase === "forward" ? one.phase : phase }));
  });
  return [...failures, ...sooner];
}

/** The nested stacks of which a stack's last word is that they are at work. */
function stillRunning(events: readonly PhasedEvent[]): readonly (PhasedEvent & { readonly nested: string })[] {
  const last = new Map<string, PhasedEvent & { readonly nested: string }>();
  for (const one of events) {
    const nested = nestedStackOf(one.event);
    if (nested !== undefined) last.set(nested, { ...one, nested });
  }
  return [...last.values()].filter(({ event }) => statusOf(event).endsWith("_IN_PROGRESS"));
}

/** What a nested stack itself says where nothing in it failed: that it ran out of time, for example. */
function ownWords(nested: string, operation: Operation, { path, phase, cancelled }: Failure): Failure | undefined {
  const event = ownFailures(nested, operation).find(({ ResourceStatusReason }) => !isEcho(ResourceStatusReason));
  return event && { ...causeOf(event, operation.events), path, phase, cancelled };
}

/** The events with which a stack says that it failed, oldest first. */
export function ownFailures(stackArn: string, { events }: Operation): readonly StackEvent[] {
  return [...events]
    .reverse()
    .filter((event) => isOwn(stackArn, event) && (isFailed(event) || /ROLLBACK_IN_PROGRESS$/.test(statusOf(event))));
}

/** ARNs of nested stacks that a stack's events say have failed or are at work, so that their events are needed as well. */
export function failedNestedStacks(stackArn: string, operation: Operation): readonly string[] {
  const failed = operation.events.filter(
    (event) => isFailed(event) && !isOwn(stackArn, event) && !isCancellation(event.ResourceStatusReason),
  );
  const running = stillRunning(inPhases(stackArn, operation)).map(({ nested }) => nested);
  return [...new Set([...failed.reverse().flatMap((event) => nestedStackOf(event) ?? []), ...running])];
}

function isFailed(event: StackEvent): boolean {
  return statusOf(event).endsWith("_FAILED");
}
