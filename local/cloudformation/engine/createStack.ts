import { deleteResources, deleteStack } from "./deleteStack.ts";
import { forwardPass, type PassResult } from "./pass.ts";
import { anyOf } from "./pause.ts";
import { recordStack } from "./record.ts";
import type { Run, Services } from "./services.ts";
import type { StackState } from "./state.ts";

const timedOut = "Stack creation time exceeded the specified timeout. ";

/**
 * Creates what a stack holds and moves it to CREATE_COMPLETE; a nested stack that fails ends CREATE_FAILED.
 * Event logs of users show that a nested stack does not roll back by itself: it says CREATE_FAILED with the list of
 * resources, its parent echoes that as "Embedded stack … was not successfully created", and the parent's rollback deletes it.
 */
export async function createBody(services: Services, stack: StackState, outer: AbortSignal): Promise<PassResult> {
  const timer = new AbortController();
  let late = false;
  if (stack.timeoutMinutes) {
    services.clock.sleep(stack.timeoutMinutes * 60_000, timer.signal).then(() => {
      late = !timer.signal.aborted;
      timer.abort();
    });
  }
  const result = await forwardPass(services, stack, anyOf(outer, timer.signal));
  timer.abort();
  if (result.ok) {
    recordStack(services, stack, "CREATE_COMPLETE");
    return result;
  }
  const reason = late ? timedOut : result.reason;
  if (stack.parentId !== undefined)
    recordStack(services, stack, "CREATE_FAILED", reason || "Resource creation cancelled");
  return { ok: false, reason, cancelled: result.cancelled && !late };
}

/** Runs the creation of a root stack to its end, whatever that is. */
export async function runCreate(services: Services, stack: StackState, run: Run): Promise<void> {
  const result = await createBody(services, stack, run.controller.signal);
  if (result.ok) return;
  if (run.stopped === "delete") return;
  await afterFailedCreate(services, stack, result.reason);
}

export async function afterFailedCreate(services: Services, stack: StackState, reason: string): Promise<void> {
  switch (stack.onFailure) {
    case "DO_NOTHING":
      recordStack(services, stack, "CREATE_FAILED", reason);
      return;
    case "DELETE":
      await deleteStack(services, stack, "rollback", `${reason}Delete requested by user.`);
      return;
    case "ROLLBACK":
      recordStack(services, stack, "ROLLBACK_IN_PROGRESS", `${reason}Rollback requested by user.`);
      await rollBackCreate(services, stack);
  }
}

export async function rollBackCreate(services: Services, stack: StackState): Promise<void> {
  const left = await deleteResources(services, stack, "rollback");
  if (left === "") {
    stack.outputs = [];
    recordStack(services, stack, "ROLLBACK_COMPLETE");
  } else {
    recordStack(services, stack, "ROLLBACK_FAILED", left);
  }
}
