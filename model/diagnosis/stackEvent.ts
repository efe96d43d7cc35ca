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
  readonly ClientRequestToken?: string | undefined;
  readonly HookType?: string | undefined;
  /** For example HOOK_COMPLETE_FAILED. */
  readonly HookStatus?: string | undefined;
  readonly HookStatusReason?: string | undefined;
  /** Only DescribeEvents has it: CREATE_STACK, UPDATE_STACK, DELETE_STACK, ROLLBACK, CONTINUE_ROLLBACK, … */
  readonly OperationType?: string | undefined;
}

/** Events by stack ARN, newest first as CloudFormation lists them. */
export type StackHistories = ReadonlyMap<string, readonly StackEvent[]>;

const nestedStackType = "AWS::CloudFormation::Stack";

/** Whether an event tells of the stack itself and not of a resource in it. */
export function isOwn(stackArn: string, { PhysicalResourceId, ResourceType }: StackEvent): boolean {
  return PhysicalResourceId === stackArn && ResourceType === nestedStackType;
}

/** ARN of the nested stack that an event tells of, where it ever came to have one. */
export function nestedStackOf({ ResourceType, PhysicalResourceId, StackId }: StackEvent): string | undefined {
  const isNested = ResourceType === nestedStackType && PhysicalResourceId !== StackId;
  // CloudFormation shows a blank one for what it never made.
  return isNested && PhysicalResourceId ? PhysicalResourceId : undefined;
}

/** CloudFormation's; blank where the event has none. */
export function statusOf({ ResourceStatus = "" }: StackEvent): string {
  return ResourceStatus;
}

/** Blank where the event has none. */
export function logicalIdOf({ LogicalResourceId = "" }: StackEvent): string {
  return LogicalResourceId;
}

/** Milliseconds since 1970, as CloudFormation's clock had it; what has no time comes first. */
export function timeOf({ Timestamp }: StackEvent): number {
  return Timestamp ? Timestamp.getTime() : 0;
}
