import type {
  DescribeEventsInput,
  DescribeEventsOutput,
  EventType,
  OperationEvent,
} from "@aws-sdk/client-cloudformation";
import { validationError } from "../errors.ts";
import type { Scope } from "../types.ts";
import { operationFollower } from "./operations.ts";
import { newestFirst } from "./pages.ts";
import { bracketed, stackFor } from "./reading.ts";
import type { Services } from "./services.ts";
import type { EventState, StackState } from "./state.ts";
import { eventView } from "./views.ts";

/** DescribeEvents: a stack's own events, with the operation that each belongs to. @throws ApiError */
export function describeEvents(services: Services, scope: Scope, input: DescribeEventsInput): DescribeEventsOutput {
  const { StackName, OperationId, Filters, NextToken } = input;
  if (StackName === undefined && OperationId === undefined) {
    throw validationError("Either StackName, ChangeSetName or OperationId must be specified.");
  }
  const stacks =
    StackName === undefined ? services.stacks.in(scope) : [stackFor(services, scope, StackName, bracketed)];
  const events = stacks
    .flatMap(operationEvents)
    .filter((event) => OperationId === undefined || event.OperationId === OperationId)
    .filter(({ ResourceStatus = "" }) => !Filters?.FailedEvents || ResourceStatus.endsWith("_FAILED"));
  const { items, nextToken } = newestFirst(events, NextToken);
  return { OperationEvents: [...items], NextToken: nextToken };
}

function operationEvents(stack: StackState): readonly OperationEvent[] {
  const follow = operationFollower(stack);
  return stack.events.map((event): OperationEvent => {
    const { StackName: _, ...view } = eventView(stack, event);
    return { ...view, ...follow(event), EventType: eventType(event.physicalId === stack.id, event) };
  });
}

function eventType(own: boolean, { status }: EventState): EventType {
  if (own) return "STACK_EVENT";
  return status.endsWith("_FAILED") ? "PROVISIONING_ERROR" : "PROGRESS_EVENT";
}
