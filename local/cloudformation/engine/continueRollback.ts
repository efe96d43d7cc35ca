import type { ContinueUpdateRollbackInput, RollbackStackInput } from "@aws-sdk/client-cloudformation";
import { validationError } from "../errors.ts";
import type { Scope } from "../types.ts";
import { rollBackCreate } from "./createStack.ts";
import { launch } from "./launch.ts";
import { begin } from "./newStack.ts";
import { bracketed, stackFor } from "./reading.ts";
import type { Services } from "./services.ts";
import { nestedStackType, type StackState } from "./state.ts";
import { runRollback } from "./updateStack.ts";

/** ContinueUpdateRollback. @throws ApiError. Source: its page in the API reference. */
export function continueUpdateRollback(services: Services, scope: Scope, input: ContinueUpdateRollbackInput): void {
  const stack = stackFor(services, scope, input.StackName, bracketed);
  // The API reference: use it on the parent stack. The words are AWS's, whose own name for the operation is this one.
  if (stack.parentId !== undefined) throw validationError("RollbackUpdatedStack cannot be invoked on child stacks");
  if (isRepeated(stack, input.ClientRequestToken)) return;
  if (stack.status !== "UPDATE_ROLLBACK_FAILED") {
    throw validationError(`Stack [${stack.id}] is in ${stack.status} state and can not continue an update rollback.`);
  }
  const skipped = input.ResourcesToSkip ?? [];
  for (const name of skipped) refuseUnlessSkippable(services, stack, name);
  begin(services, stack, "UPDATE_ROLLBACK_IN_PROGRESS", input.ClientRequestToken);
  launch(services, stack, () => runRollback(services, stack, new Set(skipped)));
}

/**
 * RollbackStack: undoes what an operation without rollback left. The API reference has it delete a stack that was never
 * stable; what is seen of that is a stack without resources in ROLLBACK_COMPLETE, as after a rollback by itself.
 * @throws ApiError
 */
export function rollbackStack(
  services: Services,
  scope: Scope,
  input: RollbackStackInput,
): { readonly StackId: string } {
  const stack = stackFor(services, scope, input.StackName, bracketed);
  if (isRepeated(stack, input.ClientRequestToken)) return { StackId: stack.id };
  if (stack.parentId !== undefined || !["CREATE_FAILED", "UPDATE_FAILED"].includes(stack.status)) {
    throw validationError(`Stack [${stack.id}] is in ${stack.status} state and can not be rolled back.`);
  }
  if (stack.status === "CREATE_FAILED") {
    begin(services, stack, "ROLLBACK_IN_PROGRESS", input.ClientRequestToken);
    launch(services, stack, () => rollBackCreate(services, stack));
  } else {
    begin(services, stack, "UPDATE_ROLLBACK_IN_PROGRESS", input.ClientRequestToken);
    launch(services, stack, () => runRollback(services, stack));
  }
  return { StackId: stack.id };
}

// A client that repeats a call after a lost answer sends the same token.
function isRepeated(stack: StackState, token: string | undefined): boolean {
  return token !== undefined && stack.token === token;
}

/**
 * "LogicalId" in the stack itself, "NestedStackName.LogicalId" in one nested in it. Only what is in UPDATE_FAILED because a
 * rollback failed may be skipped, not what an update left so; a nested stack as a whole only when it is being or was deleted.
 */
function refuseUnlessSkippable(services: Services, root: StackState, name: string): void {
  const [id = "", nestedName] = name.split(".").reverse();
  const stack =
    nestedName === undefined
      ? root
      : services.stacks.all().find((other) => other.rootId === root.id && other.name === nestedName);
  const record = stack?.resources[id];
  if (!stack || !record || !failedInRollback(stack, id)) {
    throw validationError(
      `Resources to skip [${name}] must be in UPDATE_FAILED state because a rollback failed. A resource of a nested stack is named as NestedStackName.LogicalId.`,
    );
  }
  if (record.type !== nestedStackType) return;
  const embedded = services.stacks.byArn(record.physicalId ?? "");
  if (embedded && !embedded.status.startsWith("DELETE_")) {
    throw validationError(`Stack resource [${name}] can be skipped only once its embedded stack is deleted.`);
  }
}

function failedInRollback(stack: StackState, logicalId: string): boolean {
  const began = stack.events.findLastIndex(
    ({ physicalId, status }) => physicalId === stack.id && (status as string) === "UPDATE_ROLLBACK_IN_PROGRESS",
  );
  const last = stack.events.findLastIndex((event) => event.logicalId === logicalId && event.physicalId !== stack.id);
  return began >= 0 && last > began && stack.events[last]?.status === "UPDATE_FAILED";
}
