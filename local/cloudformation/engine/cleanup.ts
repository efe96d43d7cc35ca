import { inDependencyOrder, reversed } from "../template/graph.ts";
import { deleteRecord } from "./deleteStack.ts";
import { templateOf } from "./lookups.ts";
import type { Phase } from "./plainResource.ts";
import { recordResource, recordStack } from "./record.ts";
import type { Services } from "./services.ts";
import { isGone, type Journal, type ResourceState, type StackState } from "./state.ts";

/** CloudFormation tries three times to delete what an update left over, and then leaves it. */
const attempts = 3;

/** The last part of an update that stands: deletes what was replaced or removed, nested stacks included. */
export async function finishUpdate(services: Services, stack: StackState): Promise<void> {
  const journal = stack.journal;
  if (journal) {
    const active = new Set(templateOf(services, stack).active);
    const removed = Object.values(stack.resources).filter(({ logicalId }) => !active.has(logicalId));
    const items = [
      ...journal.obsolete.map((record) => ({ record, policy: record.updateReplacePolicy })),
      ...removed.map((record) => ({ record, policy: record.deletionPolicy })),
    ];
    const clean = await cleanUp(services, stack, journal, items, "forward", finishUpdate);
    for (const { logicalId } of removed) delete stack.resources[logicalId];
    end(
      services,
      stack,
      "UPDATE_COMPLETE",
      clean ? undefined : "Update successful. One or more resources could not be deleted.",
    );
  }
}

/** The last part of an update that was undone: deletes what it had made. */
export async function finishRollback(services: Services, stack: StackState): Promise<void> {
  const journal = stack.journal;
  if (journal) {
    const made = Object.values(stack.resources).filter(({ logicalId }) => !(logicalId in journal.before.resources));
    const items = [
      ...journal.fresh.map((record) => ({ record, policy: undefined })),
      ...made.map((record) => ({ record, policy: record.deletionPolicy })),
    ];
    await cleanUp(services, stack, journal, items, "rollback", finishRollback);
    for (const { logicalId } of made) delete stack.resources[logicalId];
    end(services, stack, "UPDATE_ROLLBACK_COMPLETE", undefined);
  }
}

function end(
  services: Services,
  stack: StackState,
  status: "UPDATE_COMPLETE" | "UPDATE_ROLLBACK_COMPLETE",
  reason: string | undefined,
): void {
  delete stack.journal;
  recordStack(services, stack, status, reason);
}

interface Item {
  readonly record: ResourceState;
  readonly policy: string | undefined;
}

async function cleanUp(
  services: Services,
  stack: StackState,
  journal: Journal,
  items: readonly Item[],
  phase: Phase,
  finishChild: (services: Services, child: StackState) => Promise<void>,
): Promise<boolean> {
  // A clean-up that a restart cut in two has deleted some of it already.
  const left = items.filter(({ record }) => !isGone(record));
  const byId = new Map(left.map((item) => [item.record.logicalId, item]));
  const nested = journal.called.filter((id) => !items.some(({ record }) => record.logicalId === id));
  const ids = [...byId.keys(), ...nested];
  let clean = true;
  const needs = (id: string) => (byId.get(id)?.record ?? stack.resources[id])?.dependsOn ?? [];
  await inDependencyOrder(ids, reversed(ids, needs), async (id) => {
    const item = byId.get(id);
    if (item) clean = (await deleteWithRetries(services, stack, item, phase)) && clean;
    else await finishNested(services, stack, id, finishChild);
    return true;
  });
  return clean;
}

async function deleteWithRetries(services: Services, stack: StackState, item: Item, phase: Phase): Promise<boolean> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (await deleteRecord(services, stack, item.record, phase, item.policy)) return true;
  }
  return false;
}

// A nested stack cleans up when its parent does, and its parent then says UPDATE_COMPLETE of it a second time.
async function finishNested(
  services: Services,
  stack: StackState,
  id: string,
  finishChild: (services: Services, child: StackState) => Promise<void>,
): Promise<void> {
  const record = stack.resources[id];
  if (!record) return;
  const child = record.physicalId === undefined ? undefined : services.stacks.byArn(record.physicalId);
  if (child) await finishChild(services, child);
  recordResource(services, stack, record, "UPDATE_COMPLETE");
}
