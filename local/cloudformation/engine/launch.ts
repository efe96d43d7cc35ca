import type { StackStatus } from "@aws-sdk/client-cloudformation";
import { messageOf } from "../errors.ts";
import { recordStack } from "./record.ts";
import type { Run, Services } from "./services.ts";
import { inProgress, type StackState } from "./state.ts";

/**
 * Starts an operation in the background. Its first statuses are recorded before this returns, so that whoever asked for
 * the operation sees it begun.
 */
export function launch(services: Services, stack: StackState, work: (run: Run) => Promise<void>): void {
  let done: () => void = () => {};
  const run: Run = {
    controller: new AbortController(),
    finished: new Promise((resolve) => {
      done = resolve;
    }),
  };
  services.runs.set(stack.id, run);
  work(run)
    .catch((error: unknown) => {
      // A mistake of this engine's own must show as a stack that failed, not as one that runs for ever.
      if (inProgress(stack)) {
        recordStack(services, stack, failedStatus(stack.status), `Internal Failure: ${messageOf(error)}`);
      }
    })
    .finally(() => {
      if (services.runs.get(stack.id) === run) services.runs.delete(stack.id);
      services.changed();
      done();
    });
}

function failedStatus(status: StackStatus): StackStatus {
  if (status.startsWith("UPDATE_ROLLBACK")) return "UPDATE_ROLLBACK_FAILED";
  if (status.startsWith("UPDATE")) return "UPDATE_ROLLBACK_FAILED";
  if (status.startsWith("ROLLBACK")) return "ROLLBACK_FAILED";
  return status.startsWith("DELETE") ? "DELETE_FAILED" : "CREATE_FAILED";
}
