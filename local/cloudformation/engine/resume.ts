import { finishRollback, finishUpdate } from "./cleanup.ts";
import { afterFailedCreate, rollBackCreate } from "./createStack.ts";
import { deleteStack, finishDelete } from "./deleteStack.ts";
import { abandonDetection } from "./detectDrift.ts";
import { failures } from "./failures.ts";
import { launch } from "./launch.ts";
import { recordResource, recordStack } from "./record.ts";
import type { Services } from "./services.ts";
import { inProgress, type StackState } from "./state.ts";
import { runRollback } from "./updateStack.ts";

/**
 * Takes up every root operation that a restored snapshot shows in progress. What was going forward is failed and rolled
 * back, since nobody knows how far the provider got; rollbacks, clean-ups and deletions are done again from where they stand.
 */
export function resumeAll(services: Services): void {
  for (const stack of services.stacks.all()) {
    abandonDetection(stack);
    if (stack.parentId === undefined && inProgress(stack)) launch(services, stack, () => resume(services, stack));
  }
}

async function resume(services: Services, stack: StackState): Promise<void> {
  switch (stack.status) {
    case "CREATE_IN_PROGRESS":
      return afterFailedCreate(services, stack, interrupt(services, stack));
    case "UPDATE_IN_PROGRESS":
      interrupt(services, stack);
      return runRollback(services, stack);
    case "UPDATE_ROLLBACK_IN_PROGRESS":
      interrupt(services, stack);
      return runRollback(services, stack);
    case "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS":
      return finishUpdate(services, stack);
    case "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS":
      return finishRollback(services, stack);
    case "ROLLBACK_IN_PROGRESS":
      return rollBackCreate(services, stack);
    case "DELETE_IN_PROGRESS":
      await finishDelete(services, stack, "forward");
      return;
    default:
      await deleteStack(services, stack, "forward");
  }
}

/** Marks everything under way in a stack and its children as cancelled. Answers the stack's reason. */
function interrupt(services: Services, stack: StackState): string {
  for (const child of services.stacks.children(stack)) interrupt(services, child);
  const created: string[] = [];
  const updated: string[] = [];
  for (const record of Object.values(stack.resources)) {
    if (record.status === "CREATE_IN_PROGRESS") {
      created.push(record.logicalId);
      recordResource(services, stack, record, "CREATE_FAILED", "Resource creation cancelled");
    } else if (record.status === "UPDATE_IN_PROGRESS") {
      updated.push(record.logicalId);
      recordResource(services, stack, record, "UPDATE_FAILED", "Resource update cancelled");
    }
  }
  const reason = failures("create", created) + failures("update", updated);
  if (stack.status === "UPDATE_IN_PROGRESS") recordStack(services, stack, "UPDATE_ROLLBACK_IN_PROGRESS", reason);
  if (stack.status === "CREATE_IN_PROGRESS" && stack.parentId !== undefined) {
    recordStack(services, stack, "CREATE_FAILED", reason);
  }
  return reason;
}
