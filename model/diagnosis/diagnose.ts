import { type Cause, causeOf } from "./cause.ts";
import { type Failure, failuresIn, ownFailures } from "./failures.ts";
import { lostStacks } from "./lostStacks.ts";
import { newestOperation, type Operation, type OperationKind } from "./operation.ts";
import { isEcho } from "./reasons.ts";
import type { StackHistories } from "./stackEvent.ts";

/** What became of a stack's newest operation, and why. */
export interface Diagnosis {
  /** `none`: nothing was ever executed in the stack, or CloudFormation has forgotten it. */
  readonly result: "failed" | "succeeded" | "in-progress" | "none";
  readonly root: {
    /** ARN. */
    readonly stackArn: string;
    readonly stackName: string;
    /** CloudFormation's newest status; blank where it tells none. */
    readonly status: string;
  };
  /** Null where there was none. */
  readonly operation: {
    readonly kind: OperationKind;
    /** ISO 8601; null where the events no longer reach back to its beginning. */
    readonly started: string | null;
  } | null;
  /** What failed first; null where nothing did. */
  readonly cause: Cause | null;
  /** Of the cause: the root stack's name, then logical IDs down to the resource. */
  readonly path: readonly string[];
  /** What failed besides, in the order of time. */
  readonly also: readonly AlsoFailed[];
}

export interface AlsoFailed extends Cause {
  /**
   * `failed-too`: in the same operation, after the cause. `rollback`: while it was undone. `cleanup`: a removal of what is
   * no longer needed. `lost`: a nested stack that an update removed.
   */
  readonly what: "failed-too" | "rollback" | "cleanup" | "lost";
  readonly path: readonly string[];
}

export interface DiagnoseOptions {
  /** Logical IDs of nested stacks that somebody asked to remove. */
  readonly announced?: readonly string[];
}

/**
 * Finds out why a stack's newest operation failed: the earliest failure that is neither a cancellation nor a parent that
 * echoes its nested stack, down through the histories that are there.
 *
 * @param histories Of the root stack and of the nested stacks that failed; what is missing ends the way down.
 */
export function diagnose(rootArn: string, histories: StackHistories, options: DiagnoseOptions = {}): Diagnosis {
  const events = histories.get(rootArn) ?? [];
  const operation = newestOperation(rootArn, events);
  const stackName = events.find(({ StackName }) => StackName)?.StackName ?? nameInArn(rootArn);
  if (!operation) {
    const root = { stackArn: rootArn, stackName, status: events.length === 0 ? "" : "REVIEW_IN_PROGRESS" };
    return { result: "none", root, operation: null, cause: null, path: [], also: [] };
  }
  const failures = failuresIn(operation, rootArn, histories, [stackName]);
  const lost = lostStacks(operation, rootArn, histories, [stackName]).filter(
    ({ logicalId }) => !options.announced?.includes(logicalId),
  );
  const cause = firstOf(failures) ?? stackItself(operation, rootArn, stackName, failures) ?? lost[0];
  const others = inTime([...failures, ...lost].filter((one) => one !== cause));
  return {
    result: cause ? "failed" : /_IN_PROGRESS$/.test(operation.status) ? "in-progress" : "succeeded",
    root: { stackArn: rootArn, stackName, status: operation.status },
    operation: { kind: operation.kind, started: operation.start?.Timestamp?.toISOString() ?? null },
    cause: cause ? plain(cause) : null,
    path: cause?.path ?? [],
    also: others.map((one) => ({ ...plain(one), what: whatOf(one, lost), path: one.path })),
  };
}

/** ARNs of stacks end in `stack/<name>/<UUID>`. */
export function nameInArn(stackArn: string): string {
  return stackArn.split("/")[1] ?? stackArn;
}

/** What failed first on the way forward. Within one moment the order of the events decides, and the sort keeps it. */
function firstOf(failures: readonly Failure[]): Failure | undefined {
  return inTime(failures.filter(({ phase, cancelled }) => phase === "forward" && !cancelled))[0];
}

/** The root stack's own words where no resource failed: a role that can't be assumed, a person who cancelled. */
function stackItself(
  operation: Operation,
  rootArn: string,
  stackName: string,
  failures: readonly Failure[],
): Failure | undefined {
  const own = ownFailures(rootArn, operation);
  const telling = own.find(({ ResourceStatusReason }) => !isEcho(ResourceStatusReason));
  const cancelled = inTime(failures.filter(({ phase }) => phase === "forward"))[0];
  if (!telling && cancelled) return cancelled;
  const event = telling ?? own[0];
  return event && { ...causeOf(event, operation.events), path: [stackName], phase: "forward", cancelled: false };
}

function inTime(failures: readonly Failure[]): readonly Failure[] {
  return [...failures].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

function whatOf(failure: Failure, lost: readonly Failure[]): AlsoFailed["what"] {
  if (lost.includes(failure)) return "lost";
  return failure.phase === "forward" ? "failed-too" : failure.phase;
}

function plain({ path: _path, phase: _phase, cancelled: _cancelled, ...cause }: Failure): Cause {
  return cause;
}
