import { validationError } from "../errors.ts";
import { loadTemplate } from "../template/load.ts";
import { finishRollback, finishUpdate } from "./cleanup.ts";
import { begin } from "./newStack.ts";
import { forwardPass, type PassResult } from "./pass.ts";
import { recordStack } from "./record.ts";
import { rollBack } from "./rollBack.ts";
import type { Run, Services } from "./services.ts";
import type { Definition, StackState } from "./state.ts";

export interface UpdateRequest {
  /** ClientRequestToken. */
  readonly token: string | undefined;
  /** DisableRollback: what fails leaves everything as it is, in UPDATE_FAILED. */
  readonly keep: boolean;
}

/**
 * The first half of an update: ends in UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, or in UPDATE_ROLLBACK_IN_PROGRESS with nothing
 * rolled back yet. A nested stack waits there for its parent, which may still fail: replaced resources must live until
 * the root stands, and event logs of users show the child's rollback starting only when the parent's reaches it.
 */
export async function updateBody(
  services: Services,
  stack: StackState,
  target: Definition,
  { token, keep }: UpdateRequest,
  outer: AbortSignal,
): Promise<PassResult> {
  refuseTypeChange(stack, target);
  stack.journal = {
    before: {
      definition: stack.definition,
      outputs: stack.outputs,
      imports: stack.imports,
      resources: structuredClone(stack.resources),
    },
    changes: {},
    called: [],
    obsolete: [],
    fresh: [],
    restored: [],
    ...(keep && { keep }),
  };
  stack.definition = target;
  stack.imports = [];
  begin(services, stack, "UPDATE_IN_PROGRESS", token);
  const result = await forwardPass(services, stack, outer);
  if (result.ok) {
    recordStack(services, stack, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
    return result;
  }
  // An update that CancelUpdateStack stopped names no culprits.
  const asked = stack.parentId === undefined && result.cancelled;
  if (keep && !asked) {
    recordStack(services, stack, "UPDATE_FAILED", result.reason || "Resource update cancelled");
    return result;
  }
  recordStack(
    services,
    stack,
    "UPDATE_ROLLBACK_IN_PROGRESS",
    asked || result.reason === "" ? "User Initiated" : result.reason,
  );
  return result;
}

/** Runs the update of a root stack to its end, whatever that is. */
export async function runUpdate(
  services: Services,
  stack: StackState,
  target: Definition,
  request: UpdateRequest,
  run: Run,
): Promise<void> {
  const result = await updateBody(services, stack, target, request, run.controller.signal);
  if (result.ok) await finishUpdate(services, stack);
  // CancelUpdateStack rolls back all the same.
  else if ((stack.status as string) === "UPDATE_FAILED") settleChildren(services, stack);
  else await runRollback(services, stack);
}

/** Nested stacks that were done when a sibling failed stay as they are, and can still be rolled back. */
function settleChildren(services: Services, stack: StackState): void {
  for (const child of services.stacks.children(stack)) {
    settleChildren(services, child);
    if (child.status === "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS") recordStack(services, child, "UPDATE_COMPLETE");
  }
}

/** The second half of a failed update of a root stack, or a continued one. */
export async function runRollback(
  services: Services,
  stack: StackState,
  skipped: ReadonlySet<string> = new Set(),
): Promise<void> {
  if (await rollBack(services, stack, skipped)) await finishRollback(services, stack);
}

/** @throws ApiError when a logical ID keeps its name but changes its type, which CloudFormation can't do in one update. */
export function refuseTypeChange(stack: StackState, target: Definition): void {
  const resources = loadTemplate(target.templateBody).resources;
  const changed = Object.values(stack.resources).filter(
    ({ logicalId, type }) => resources[logicalId] !== undefined && resources[logicalId]?.type !== type,
  );
  if (changed.length > 0) {
    throw validationError(
      "Update of resource type is not permitted. The new template modifies resource type of the following resources: " +
        `[${changed.map(({ logicalId }) => logicalId).join(", ")}]`,
    );
  }
}
