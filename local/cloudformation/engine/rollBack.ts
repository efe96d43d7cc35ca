import { messageOf } from "../errors.ts";
import { inDependencyOrder } from "../template/graph.ts";
import { lateCall } from "./attempt.ts";
import { failures } from "./failures.ts";
import { pause, unstoppable } from "./pause.ts";
import { changed, strike } from "./plainResource.ts";
import { recordResource, recordStack } from "./record.ts";
import type { Services } from "./services.ts";
import { type Journal, nestedStackType, type ResourceState, type StackState } from "./state.ts";

/**
 * Puts a stack back to what its journal says was before, in dependency order, as an update to the old template would.
 * Ends in UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS (true) or UPDATE_ROLLBACK_FAILED (false). What the update made is
 * deleted afterwards, in cleanup.
 * @param skipped what ContinueUpdateRollback gives up on: "LogicalId", or "NestedStackName.LogicalId"
 */
export async function rollBack(services: Services, stack: StackState, skipped: ReadonlySet<string>): Promise<boolean> {
  const journal = stack.journal;
  if (!journal) return true;
  if (stack.status !== "UPDATE_ROLLBACK_IN_PROGRESS") {
    recordStack(services, stack, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated");
  }
  stack.definition = journal.before.definition;
  stack.outputs = journal.before.outputs;
  stack.imports = journal.before.imports;
  const ids = Object.keys(journal.before.resources).filter((id) => !journal.restored.includes(id));
  const failed: string[] = [];
  await inDependencyOrder(
    ids,
    (id) => journal.before.resources[id]?.dependsOn ?? [],
    async (id) => {
      const restored = await restore(services, stack, journal, id, skipped);
      if (restored) journal.restored.push(id);
      else failed.push(id);
      return restored;
    },
  );
  if (failed.length > 0) {
    recordStack(services, stack, "UPDATE_ROLLBACK_FAILED", failures("update", failed));
    return false;
  }
  recordStack(services, stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
  return true;
}

async function restore(
  services: Services,
  stack: StackState,
  journal: Journal,
  id: string,
  skipped: ReadonlySet<string>,
): Promise<boolean> {
  await lateCall(services, stack, id);
  const before = journal.before.resources[id];
  if (!before) return true;
  if (skipped.has(stack.parentId === undefined ? id : `${stack.name}.${id}`)) {
    // AWS shows what was given up on as updated, and hopes that somebody makes it so.
    take(stack, before);
    recordResource(services, stack, before, "UPDATE_COMPLETE");
    return true;
  }
  return before.type === nestedStackType
    ? restoreNested(services, stack, journal, before, skipped)
    : restorePlain(services, stack, journal, before);
}

async function restorePlain(
  services: Services,
  stack: StackState,
  journal: Journal,
  before: ResourceState,
): Promise<boolean> {
  const current = stack.resources[before.logicalId] ?? before;
  const change = journal.changes[before.logicalId];
  if (change === undefined) {
    stack.resources[before.logicalId] = before;
    return true;
  }
  const { failure, slowSeconds } = strike(services, stack, before.logicalId, "update", "rollback");
  if (change === "attempted" || change === "applied" || failure !== undefined) {
    current.shownProperties = before.shownProperties;
    recordResource(services, stack, current, "UPDATE_IN_PROGRESS");
    const problem = failure ?? (await revert(services, stack, journal, current, before));
    await pause(services, services.settings().resourceSeconds + slowSeconds, unstoppable);
    if (problem !== undefined) {
      recordResource(services, stack, current, "UPDATE_FAILED", problem);
      return false;
    }
  }
  // Replaced or never touched: what was there still is, so one event says it is back in place.
  take(stack, before);
  recordResource(services, stack, before, "UPDATE_COMPLETE");
  return true;
}

async function revert(
  services: Services,
  stack: StackState,
  journal: Journal,
  current: ResourceState,
  before: ResourceState,
): Promise<string | undefined> {
  try {
    const made = await changed(services, stack, before, current);
    if (made.physicalId !== current.physicalId) journal.fresh.push(structuredClone(current));
    before.physicalId = made.physicalId;
    before.attributes = made.attributes;
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function restoreNested(
  services: Services,
  parent: StackState,
  journal: Journal,
  before: ResourceState,
  skipped: ReadonlySet<string>,
): Promise<boolean> {
  const child = before.physicalId === undefined ? undefined : services.stacks.byArn(before.physicalId);
  take(parent, before);
  recordResource(services, parent, before, "UPDATE_IN_PROGRESS");
  const { failure, slowSeconds } = strike(services, parent, before.logicalId, "update", "rollback");
  await pause(services, slowSeconds, unstoppable);
  if (failure !== undefined) {
    recordResource(services, parent, before, "UPDATE_FAILED", failure);
    return false;
  }
  if (child?.journal && child.status !== "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS") {
    // StackEvent in the API reference: all events of an operation have its token, a continued rollback's its own.
    if (parent.token === undefined) delete child.token;
    else child.token = parent.token;
    if (!(await rollBack(services, child, skipped))) {
      const reason = `Embedded stack ${child.id} was not successfully updated. Currently in ${child.status} with reason: ${child.reason ?? ""}`;
      recordResource(services, parent, before, "UPDATE_FAILED", reason);
      return false;
    }
  }
  if (!journal.called.includes(before.logicalId)) journal.called = [...journal.called, before.logicalId];
  recordResource(services, parent, before, "UPDATE_COMPLETE");
  return true;
}

function take(stack: StackState, before: ResourceState): void {
  const current = stack.resources[before.logicalId];
  before.status = current?.status ?? before.status;
  before.changedAt = current?.changedAt ?? before.changedAt;
  stack.resources[before.logicalId] = before;
}
