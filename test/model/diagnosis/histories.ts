import type { StackEvent } from "../../../model/diagnosis/stackEvent.ts";

export const arn = (name: string) => `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/id`;
export const nestedType = "AWS::CloudFormation::Stack";

/** An event: second, logical ID (the stack's name: its own), status, reason, and what else. */
export type Told = readonly [
  second: number,
  logicalId: string,
  status: string,
  reason?: string | undefined,
  more?: More,
];

interface More {
  /** Name of the nested stack that the event tells of. */
  readonly nested?: string;
  readonly type?: string;
  readonly token?: string;
  readonly hook?: readonly [type: string, status: string, reason: string];
  readonly operation?: string;
}

/** A history told in the order of time, turned round as CloudFormation lists it. */
export function history(stack: string, ...told: readonly Told[]): StackEvent[] {
  return told
    .map(([second, LogicalResourceId, ResourceStatus, ResourceStatusReason, more = {}], index): StackEvent => {
      const own = LogicalResourceId === stack;
      const nested = own ? stack : more.nested;
      return {
        StackId: arn(stack),
        StackName: stack,
        EventId: `${stack}-${index}`,
        LogicalResourceId,
        ResourceStatus,
        ResourceStatusReason,
        PhysicalResourceId: nested === undefined ? "" : arn(nested),
        ResourceType: nested === undefined ? (more.type ?? "AWS::SQS::Queue") : nestedType,
        Timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, second)),
        ...(more.token && { ClientRequestToken: more.token }),
        ...(more.operation && { OperationType: more.operation }),
        ...(more.hook && { HookType: more.hook[0], HookStatus: more.hook[1], HookStatusReason: more.hook[2] }),
      };
    })
    .reverse();
}

/** Histories by their stacks' ARNs. */
export function histories(
  stacks: Readonly<Record<string, readonly StackEvent[]>>,
): ReadonlyMap<string, readonly StackEvent[]> {
  return new Map(Object.entries(stacks).map(([name, events]) => [arn(name), events]));
}

/** What a parent says when a nested stack failed. */
export const echo = (name: string, rest = "The following resource(s) failed to create: [Queue]. ") =>
  `Embedded stack ${arn(name)} was not successfully created: ${rest}`;
export const cancelled = "Resource creation cancelled";
