import type { OperationEntry, OperationType } from "@aws-sdk/client-cloudformation";
import type { EventState, StackState } from "./state.ts";

/** One operation on one stack, known by the event that began it. */
export interface Operation {
  readonly OperationId: string;
  readonly OperationType: OperationType;
}

/** Tells, event by event from the oldest on, which operation each belongs to. */
export function operationFollower(stack: StackState): (event: EventState) => Operation | undefined {
  let operation: Operation | undefined;
  let before = "";
  return (event) => {
    if (event.physicalId !== stack.id) return operation;
    const type = begins(before, event.status);
    if (type) operation = { OperationId: event.id, OperationType: type };
    before = event.status;
    return operation;
  };
}

/** The operation that runs or ran last, as DescribeStacks shows it. */
export function lastOperation(stack: StackState): readonly OperationEntry[] {
  const follow = operationFollower(stack);
  const last = stack.events.map(follow).at(-1);
  return last ? [last] : [];
}

/** The operation that a stack's own event begins, by its status and the one before it. */
function begins(before: string, status: string): OperationType | undefined {
  switch (status) {
    case "REVIEW_IN_PROGRESS":
      return "CREATE_CHANGESET";
    case "CREATE_IN_PROGRESS":
      return "CREATE_STACK";
    case "UPDATE_IN_PROGRESS":
      return "UPDATE_STACK";
    case "DELETE_IN_PROGRESS":
      return "DELETE_STACK";
    case "UPDATE_ROLLBACK_IN_PROGRESS":
      if (before === "UPDATE_ROLLBACK_FAILED") return "CONTINUE_ROLLBACK";
      return before === "UPDATE_FAILED" ? "ROLLBACK" : undefined;
    case "ROLLBACK_IN_PROGRESS":
      return before === "CREATE_FAILED" ? "ROLLBACK" : undefined;
    default:
      return undefined;
  }
}
