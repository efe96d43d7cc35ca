import type { DeleteStackInput } from "@aws-sdk/client-cloudformation";
import { validationError } from "../errors.ts";
import type { Scope } from "../types.ts";
import type { ChangeSets } from "./changeSets.ts";
import { deleteStack, finishDelete } from "./deleteStack.ts";
import { launch } from "./launch.ts";
import { rootOf } from "./lookups.ts";
import { begin } from "./newStack.ts";
import { recordStack } from "./record.ts";
import type { Services } from "./services.ts";
import { inProgress, type StackState } from "./state.ts";

/** DeleteStack. A stack that doesn't exist, or is being deleted already, is no error, as on AWS. */
export function requestDelete(services: Services, changeSets: ChangeSets, scope: Scope, input: DeleteStackInput): void {
  const stack = services.stacks.find(scope, input.StackName ?? "");
  if (!stack || stack.status === "DELETE_COMPLETE" || stack.status === "DELETE_IN_PROGRESS") return;
  if (rootOf(services, stack).terminationProtection) {
    throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  }
  const running = services.runs.get(stack.id);
  if (running?.deletes) return;
  changeSets.drop(stack);
  // A role that is named for the deletion is the stack's from then on, and its nested stacks' when their turn comes.
  if (input.RoleARN) stack.definition = { ...stack.definition, roleArn: input.RoleARN };
  if (running && (stack.status === "CREATE_IN_PROGRESS" || stack.status === "ROLLBACK_IN_PROGRESS")) {
    deleteAfter(services, stack, running.finished, input);
    running.stopped = "delete";
    running.controller.abort();
    return;
  }
  if (inProgress(stack)) {
    throw validationError(`Stack [${stack.name}] cannot be deleted while in status ${stack.status}`);
  }
  const retained = new Set(input.RetainResources ?? []);
  if (retained.size > 0 && stack.status !== "DELETE_FAILED") {
    throw validationError(
      "Invalid operation on stack. RetainResources can only be used for stacks in the DELETE_FAILED state.",
    );
  }
  const force = input.DeletionMode === "FORCE_DELETE_STACK";
  if (force && stack.status !== "DELETE_FAILED") {
    throw validationError(
      "Invalid operation on stack. FORCE_DELETE_STACK can only be used for stacks in the DELETE_FAILED state.",
    );
  }
  setToken(stack, input.ClientRequestToken);
  launch(services, stack, async () => {
    await deleteStack(services, stack, "forward", "User Initiated", { retained, force });
  });
}

// A creation that is stopped says DELETE_IN_PROGRESS at once, and begins to delete when what was under way has ended.
function deleteAfter(services: Services, stack: StackState, finished: Promise<void>, input: DeleteStackInput): void {
  if (stack.status === "CREATE_IN_PROGRESS") begin(services, stack, "DELETE_IN_PROGRESS", input.ClientRequestToken);
  else setToken(stack, input.ClientRequestToken);
  launch(services, stack, async (run) => {
    run.deletes = true;
    await finished;
    if (stack.status === "DELETE_COMPLETE") return;
    if (stack.status !== "DELETE_IN_PROGRESS") recordStack(services, stack, "DELETE_IN_PROGRESS", "User Initiated");
    await finishDelete(services, stack, "forward");
  });
}

function setToken(stack: StackState, token: string | undefined): void {
  if (token === undefined) delete stack.token;
  else stack.token = token;
}
