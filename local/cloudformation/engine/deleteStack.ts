import { messageOf } from "../errors.ts";
import { inDependencyOrder, reversed } from "../template/graph.ts";
import { lateCall } from "./attempt.ts";
import { failures } from "./failures.ts";
import { exports, importersOf } from "./outputs.ts";
import { pause, unstoppable } from "./pause.ts";
import { isInert, type Phase, requestFor, strike } from "./plainResource.ts";
import { recordResource, recordStack } from "./record.ts";
import type { Services } from "./services.ts";
import { isGone, isRetained, nestedStackType, type ResourceState, type StackState } from "./state.ts";

/** What a deletion may leave behind. */
export interface Leaving {
  /** RetainResources: logical IDs of the stack itself. */
  readonly retained: ReadonlySet<string>;
  /** DeletionMode FORCE_DELETE_STACK: whatever can't be deleted, at any depth. */
  readonly force: boolean;
}

const nothing: Leaving = { retained: new Set(), force: false };

/** Deletes a stack with everything in it. Answers the reason for which it could not, or "" when it is gone. */
export async function deleteStack(
  services: Services,
  stack: StackState,
  phase: Phase,
  reason = "User Initiated",
  leaving: Leaving = nothing,
): Promise<string> {
  recordStack(services, stack, "DELETE_IN_PROGRESS", reason);
  return finishDelete(services, stack, phase, leaving);
}

/** The same for a stack that already says DELETE_IN_PROGRESS. */
export async function finishDelete(
  services: Services,
  stack: StackState,
  phase: Phase,
  leaving: Leaving = nothing,
): Promise<string> {
  const left = usedExports(services, stack) || (await deleteResources(services, stack, phase, leaving));
  if (left !== "") {
    recordStack(services, stack, "DELETE_FAILED", left);
    return left;
  }
  stack.imports = [];
  // What only a change set of this stack ever knew goes with it.
  for (const child of services.stacks.children(stack)) {
    if (child.status === "REVIEW_IN_PROGRESS") await deleteStack(services, child, phase);
  }
  recordStack(services, stack, "DELETE_COMPLETE");
  services.stacks.release(stack);
  return "";
}

function usedExports(services: Services, stack: StackState): string {
  for (const [name] of exports(stack)) {
    const users = importersOf(services, stack, name);
    if (users.length > 0) return `Export ${name} cannot be deleted as it is in use by ${users.join(", ")}`;
  }
  return "";
}

/** Deletes a stack's resources, those that others need last. Answers "" or the list of those that failed. */
export async function deleteResources(
  services: Services,
  stack: StackState,
  phase: Phase,
  leaving: Leaving = nothing,
): Promise<string> {
  // A stack stuck in a failed update also has what that update replaced, or put beside.
  for (const extra of [...(stack.journal?.obsolete ?? []), ...(stack.journal?.fresh ?? [])]) {
    if (!isGone(extra) && stack.resources[extra.logicalId]?.physicalId !== extra.physicalId)
      await deleteRecord(services, stack, extra, phase);
  }
  delete stack.journal;
  const ids = Object.keys(stack.resources).filter((id) => !isGoneIn(stack, id));
  const failed: string[] = [];
  await inDependencyOrder(
    ids,
    reversed(ids, (id) => stack.resources[id]?.dependsOn ?? []),
    async (id) => {
      const record = stack.resources[id];
      if (!record) return true;
      const policy = leaving.retained.has(id) ? "Retain" : record.deletionPolicy;
      const deleted = await deleteRecord(services, stack, record, phase, policy, leaving.force);
      if (deleted) return true;
      if (!leaving.force) failed.push(id);
      else recordResource(services, stack, record, "DELETE_SKIPPED", "It could not be deleted, and is left behind.");
      return leaving.force;
    },
  );
  return failures("delete", failed);
}

function isGoneIn(stack: StackState, id: string): boolean {
  const record = stack.resources[id];
  return record === undefined || isGone(record);
}

/** Deletes one resource, or skips it as its policy says. Answers whether it is out of the way. */
export async function deleteRecord(
  services: Services,
  stack: StackState,
  record: ResourceState,
  phase: Phase,
  policy?: string,
  force = false,
): Promise<boolean> {
  await lateCall(services, stack, record.logicalId);
  if (record.physicalId === undefined) {
    // What never came into being is reported as deleted without any work, as AWS does.
    recordResource(services, stack, record, "DELETE_COMPLETE");
    return true;
  }
  if (isRetained(policy) || (policy === "RetainExceptOnCreate" && phase !== "rollback")) {
    recordResource(services, stack, record, "DELETE_SKIPPED");
    return true;
  }
  recordResource(services, stack, record, "DELETE_IN_PROGRESS");
  const { failure, slowSeconds } = strike(services, stack, record.logicalId, "delete", phase);
  const seconds = record.type === nestedStackType ? 0 : services.settings().resourceSeconds;
  await pause(services, seconds + slowSeconds, unstoppable);
  const problem = failure ?? (await remove(services, stack, record, phase, force));
  if (problem === undefined) recordResource(services, stack, record, "DELETE_COMPLETE");
  else recordResource(services, stack, record, "DELETE_FAILED", problem);
  return problem === undefined;
}

async function remove(
  services: Services,
  stack: StackState,
  record: ResourceState,
  phase: Phase,
  force: boolean,
): Promise<string | undefined> {
  if (isInert(record)) return undefined;
  const physicalId = record.physicalId ?? "";
  if (record.type !== nestedStackType) {
    try {
      const isGoing = stack.status === "DELETE_IN_PROGRESS" || stack.status === "ROLLBACK_IN_PROGRESS";
      const request = { ...requestFor(stack, record), physicalId };
      await services.resources.delete(isGoing ? { ...request, withItsStack: true } : request);
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }
  const child = services.stacks.byArn(physicalId);
  if (!child || child.status === "DELETE_COMPLETE") return undefined;
  if (stack.token === undefined) delete child.token;
  else child.token = stack.token;
  const { roleArn } = stack.definition;
  if (roleArn !== undefined) child.definition = { ...child.definition, roleArn };
  const left = await deleteStack(services, child, phase, "User Initiated", { ...nothing, force });
  return left === "" ? undefined : `Embedded stack ${child.id} was not successfully deleted: ${left}`;
}
