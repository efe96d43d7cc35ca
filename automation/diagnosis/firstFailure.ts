import type { FailureCause } from "../events.ts";

/** One event of a stack's history, in the names of CloudFormation's DescribeStackEvents. */
export interface StackEvent {
  readonly StackId?: string | undefined;
  readonly StackName?: string | undefined;
  readonly EventId?: string | undefined;
  readonly LogicalResourceId?: string | undefined;
  readonly PhysicalResourceId?: string | undefined;
  readonly ResourceType?: string | undefined;
  readonly ResourceStatus?: string | undefined;
  readonly ResourceStatusReason?: string | undefined;
  readonly Timestamp?: Date | undefined;
}

/** Events by stack ARN, of one operation, newest first as CloudFormation lists them. */
export type StackHistories = ReadonlyMap<string, readonly StackEvent[]>;

/**
 * The failure that made an operation fail: the earliest one on the way down from the root that is neither a
 * cancellation nor a parent that echoes its nested stack. Undefined when nothing failed.
 */
export function firstFailure(rootStackId: string, histories: StackHistories): FailureCause | undefined {
  const root = histories.get(rootStackId)?.[0]?.StackName ?? rootStackId;
  // A stable sort: within one second the order in the history decides.
  return [...leafFailures(rootStackId, histories, [root])].sort((a, b) => a.time.localeCompare(b.time))[0];
}

function leafFailures(stackId: string, histories: StackHistories, path: readonly string[]): readonly FailureCause[] {
  return failuresOldestFirst(stackId, histories.get(stackId) ?? []).flatMap((event) => {
    const below = [...path, event.LogicalResourceId ?? ""];
    const nested = isNestedStack(event) ? event.PhysicalResourceId : undefined;
    const deeper = nested ? leafFailures(nested, histories, below) : [];
    // A nested stack without a failure of its own was refused before it had one: its template or a parameter.
    return deeper.length > 0 ? deeper : [causeOf(event, below)];
  });
}

/** ARNs of nested stacks whose failure a stack's events report, so that their events are needed as well. */
export function failedNestedStacks(stackId: string, events: readonly StackEvent[]): readonly string[] {
  const failed = failuresOldestFirst(stackId, events).filter(isNestedStack);
  return [...new Set(failed.flatMap(({ PhysicalResourceId }) => PhysicalResourceId ?? []))].filter(
    (id) => id !== stackId,
  );
}

/**
 * The events of the newest operation: since the stack's own last CREATE_IN_PROGRESS, UPDATE_IN_PROGRESS or
 * DELETE_IN_PROGRESS that no rollback caused.
 */
export function newestOperation(stackId: string, events: readonly StackEvent[]): readonly StackEvent[] {
  const start = events.findIndex(
    ({ PhysicalResourceId, ResourceStatus }) =>
      PhysicalResourceId === stackId && /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/.test(ResourceStatus ?? ""),
  );
  return start < 0 ? events : events.slice(0, start + 1);
}

function failuresOldestFirst(stackId: string, events: readonly StackEvent[]): readonly StackEvent[] {
  return [...events]
    .reverse()
    .filter(
      ({ ResourceStatus = "", ResourceStatusReason = "", PhysicalResourceId }) =>
        /^(CREATE|UPDATE|DELETE)_FAILED$/.test(ResourceStatus) &&
        PhysicalResourceId !== stackId &&
        !/^Resource (creation|update|deletion) cancelled/i.test(ResourceStatusReason),
    );
}

function isNestedStack({ ResourceType }: StackEvent): boolean {
  return ResourceType === "AWS::CloudFormation::Stack";
}

function causeOf(event: StackEvent, path: readonly string[]): FailureCause {
  return {
    stackId: event.StackId ?? "",
    stackName: event.StackName ?? "",
    logicalId: event.LogicalResourceId ?? "",
    type: event.ResourceType ?? "",
    status: event.ResourceStatus ?? "",
    reason: event.ResourceStatusReason ?? "CloudFormation gave no reason.",
    time: event.Timestamp?.toISOString() ?? "",
    path,
  };
}
