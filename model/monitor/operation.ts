import { isOwn, nestedStackOf, type StackEvent } from "../diagnosis/stackEvent.ts";

/** A resource's last word in an operation. */
export interface ResourceState {
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  /** When the status that it has began, by AWS's clock. */
  readonly since: Date;
}

/** One stack of an operation. */
export interface StackState {
  readonly stackId: string;
  /** The root stack's name, then logical IDs. */
  readonly path: readonly string[];
  /** Missing until an event of its own tells, since its parent last set it to work. */
  readonly status?: string;
  /** As its parent has it; missing for the root. */
  readonly parentStatus?: string;
  readonly resources: ReadonlyMap<string, ResourceState>;
  /** How many resources it will have at least, where it is being created; what an update will touch nobody tells. */
  readonly expected?: number;
  /** Looks that found nothing, since somebody last said something of it. */
  readonly quietLooks: number;
  /** Whether there may be events that nobody has read yet. */
  readonly open: boolean;
}

/** One operation on a root stack with everything below it. */
export interface Operation {
  readonly rootId: string;
  /** The token that CloudFormation gives to all events of one operation on a stack; missing where the console began it. */
  readonly token?: string;
  /** Time of its first event, by AWS's clock. */
  readonly started: Date;
  /** By ARN, in the order in which they came up. A stack that is made again under its name has another ARN. */
  readonly stacks: ReadonlyMap<string, StackState>;
}

export interface Counts {
  readonly done: number;
  readonly running: number;
  readonly failed: number;
  /** At least so many there will be; null where that can't be told. */
  readonly total: number | null;
}

export interface RunningResource {
  readonly path: readonly string[];
  readonly type: string;
  readonly since: Date;
}

const nestedType = "AWS::CloudFormation::Stack";

/**
 * The event with which a root stack's newest operation began, of the events since a mark. A rollback belongs to the
 * operation that it undoes.
 * @param events Newest first, as CloudFormation lists them.
 * @param mark EventId of the newest event before the operation; left out: whatever is the newest operation.
 */
export function operationStart(rootId: string, events: readonly StackEvent[], mark?: string): StackEvent | undefined {
  const end = mark === undefined ? -1 : events.findIndex(({ EventId }) => EventId === mark);
  const since = end < 0 ? events : events.slice(0, end);
  return since.find(
    (event) => isOwn(rootId, event) && /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(event.ResourceStatus ?? ""),
  );
}

/** An operation of which nothing but its first event is known. */
export function beginOperation(rootId: string, start: StackEvent): Operation {
  const path = [start.StackName ?? rootId];
  return {
    rootId,
    ...(start.ClientRequestToken && { token: start.ClientRequestToken }),
    started: start.Timestamp ?? new Date(0),
    stacks: new Map([[rootId, { stackId: rootId, path, resources: new Map(), quietLooks: 0, open: true }]]),
  };
}

/** Whether an event may belong to an operation: by AWS's own clock, on both sides. */
export function isWithin({ started }: Operation, { Timestamp }: StackEvent): boolean {
  return Timestamp !== undefined && Timestamp >= started;
}

/**
 * The operation after one look at one of its stacks.
 * @param events New ones only, oldest first.
 */
export function afterLook(operation: Operation, stackId: string, events: readonly StackEvent[]): Operation {
  const before = operation.stacks.get(stackId);
  if (!before) return operation;
  const stacks = new Map(operation.stacks);
  const resources = new Map(before.resources);
  let status = before.status;
  for (const event of events) {
    const { LogicalResourceId: logicalId = "", ResourceStatus = "", ResourceType = "" } = event;
    if (isOwn(stackId, event)) {
      status = ResourceStatus;
      if (stackId === operation.rootId && isCleaningUp(ResourceStatus)) reopenAll(stacks);
      continue;
    }
    const known = resources.get(logicalId);
    const since = known?.status === ResourceStatus ? known.since : (event.Timestamp ?? operation.started);
    resources.set(logicalId, { logicalId, type: ResourceType, status: ResourceStatus, since });
    const below = nestedStackOf(event);
    if (below) stacks.set(below, nested(stacks.get(below), below, before, event));
  }
  const quietLooks = events.length > 0 ? 0 : before.quietLooks + 1;
  const after = { ...before, ...(status !== undefined && { status }), resources, quietLooks };
  stacks.set(stackId, after);
  const rootStatus = stacks.get(operation.rootId)?.status ?? "";
  stacks.set(stackId, { ...after, open: mayHaveMore(after, rootStatus) });
  return { ...operation, stacks };
}

/** What is not needed any more is deleted last, in nested stacks too, and their parents say nothing of it. */
function reopenAll(stacks: Map<string, StackState>): void {
  for (const stack of stacks.values()) {
    const waits = stack.status !== undefined && isCleaningUp(stack.status);
    stacks.set(stack.stackId, waits ? { ...stack, open: true } : withoutStatus(stack));
  }
}

function isCleaningUp(status: string): boolean {
  return status.endsWith("_CLEANUP_IN_PROGRESS");
}

function nested(known: StackState | undefined, stackId: string, parent: StackState, event: StackEvent): StackState {
  const { ResourceStatus: parentStatus = "", LogicalResourceId: logicalId = "" } = event;
  const path = [...parent.path, logicalId];
  const base = known ?? { stackId, path, resources: new Map(), quietLooks: 0, open: true };
  // To work again: in a rollback, for example.
  if (isRunning(parentStatus)) return { ...withoutStatus(base), parentStatus };
  return { ...base, parentStatus, quietLooks: 0, open: base.open || base.status === undefined };
}

function withoutStatus({ status: _, ...stack }: StackState): StackState {
  return { ...stack, quietLooks: 0, open: true };
}

/** An answer may be behind, and a nested stack with nothing to do has no events at all: two looks that find none are enough. */
const enoughLooks = 2;

function mayHaveMore({ status, parentStatus, quietLooks }: Omit<StackState, "open">, rootStatus: string): boolean {
  // A nested stack that has come so far waits for the root stack to come to the same, and says nothing meanwhile.
  if (status !== undefined) return isRunning(status) && (!isCleaningUp(status) || isCleaningUp(rootStatus));
  return parentStatus === undefined || isRunning(parentStatus) || quietLooks < enoughLooks;
}

/** How many resources a stack will have at least. */
export function expecting(operation: Operation, stackId: string, expected: number): Operation {
  const stack = operation.stacks.get(stackId);
  if (!stack) return operation;
  return { ...operation, stacks: new Map(operation.stacks).set(stackId, { ...stack, expected }) };
}

/** Whether the root stack has come to rest. It is not CREATE_FAILED or UPDATE_FAILED in passing, as a nested one may be. */
export function isOver({ stacks, rootId }: Operation): boolean {
  const status = stacks.get(rootId)?.status;
  return status !== undefined && !isRunning(status);
}

export function countsOf({ resources, expected }: StackState): Counts {
  const statuses = [...resources.values()].map(({ status }) => status);
  return {
    done: statuses.filter((status) => status.endsWith("_COMPLETE")).length,
    running: statuses.filter(isRunning).length,
    failed: statuses.filter((status) => status.endsWith("_FAILED")).length,
    total: expected === undefined ? null : Math.max(expected, statuses.length),
  };
}

/** The resources that have been at it for the longest time, nested stacks aside: they wait for what is in them. */
export function slowestResources({ stacks }: Operation, limit: number): readonly RunningResource[] {
  return [...stacks.values()]
    .flatMap(({ path, resources }) =>
      [...resources.values()]
        .filter(({ status, type }) => isRunning(status) && type !== nestedType)
        .map(({ logicalId, type, since }) => ({ path: [...path, logicalId], type, since })),
    )
    .sort((one, other) => one.since.getTime() - other.since.getTime())
    .slice(0, limit);
}

export function isRunning(status: string): boolean {
  return status.endsWith("_IN_PROGRESS");
}
