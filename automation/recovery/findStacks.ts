import type { StackEvent } from "../../model/diagnosis/stackEvent.ts";
import type { Environment } from "../../model/environment/environment.ts";
import {
  type BlockedResource,
  everRan,
  failedInDeletion,
  failedInRollback,
  reachesBack,
  type StackPlace,
} from "../../model/recovery/history.ts";
import { type RecoveryStep, recoveryStep } from "../../model/recovery/recoveryStep.ts";
import { dependsOnPast, type OwnStack } from "../../model/recovery/recoveryTable.ts";
import type { StackApi } from "../clients.ts";
import { observeStack, type PresentStack } from "../observe.ts";
import { pages } from "../pages.ts";

/** The environment's own stacks that are there, role first, each with what gets it moving again. Changes nothing. */
export async function findStacks(stacks: StackApi, environment: Environment): Promise<readonly RecoveryStep[]> {
  const where = { environment: environment.name, region: environment.region };
  const found: RecoveryStep[] = [];
  for (const { stack, name } of ownStacks(environment)) {
    const present = await observeStack(stacks, name);
    if (present.kind === "absent") continue;
    const { stackId, status, statusReason, terminationProtection } = present;
    const ran = dependsOnPast(status) ? everRan(stackId, status, await eventsOf(stacks, stackId, () => false)) : true;
    const blocked = await blockedBelow(stacks, present);
    const common = { stack, name: present.name, stackId, status, ran, terminationProtection, blocked };
    found.push(recoveryStep({ ...common, ...(statusReason !== undefined && { statusReason }) }, where));
  }
  return found;
}

function ownStacks({ deploymentRole, rootStackName }: Environment): readonly { stack: OwnStack; name: string }[] {
  return [
    ...(deploymentRole.kind === "deploy" ? [{ stack: "role", name: deploymentRole.stackName } as const] : []),
    { stack: "root", name: rootStackName },
  ];
}

/** What keeps a stack's rollback or deletion from ending, down through the nested stacks that are stuck like it. */
async function blockedBelow(stacks: StackApi, stack: PresentStack): Promise<readonly BlockedResource[]> {
  const stuckIn = stuckStatus(stack.status);
  if (!stuckIn) return [];
  const found: BlockedResource[] = [];
  const waiting: StackPlace[] = [{ stackId: stack.stackId, stackName: stack.name, path: [] }];
  for (let place = waiting.shift(); place; place = waiting.shift()) {
    const here = place;
    const events = await eventsOf(stacks, place.stackId, (all) => reachesBack(here, all));
    for (const resource of stuckIn === "rollback" ? failedInRollback(place, events) : failedInDeletion(place, events)) {
      const nested = await stuckBelow(stacks, resource, stuckIn);
      if (nested) waiting.push(nested);
      else found.push(resource);
    }
  }
  return found;
}

type StuckIn = "rollback" | "deletion";

function stuckStatus(status: string): StuckIn | undefined {
  if (status === "UPDATE_ROLLBACK_FAILED") return "rollback";
  return status === "DELETE_FAILED" || status === "ROLLBACK_FAILED" ? "deletion" : undefined;
}

/** The nested stack behind a resource, where it is stuck itself: its parent then only echoes that. */
async function stuckBelow(
  stacks: StackApi,
  { type, physicalId, path }: BlockedResource,
  stuckIn: StuckIn,
): Promise<StackPlace | undefined> {
  if (type !== "AWS::CloudFormation::Stack" || physicalId === undefined) return undefined;
  const nested = await observeStack(stacks, physicalId);
  if (nested.kind === "absent" || stuckStatus(nested.status) !== stuckIn) return undefined;
  // One that somebody deleted apart from its parent is what stops the parent's rollback.
  return { stackId: nested.stackId, stackName: nested.name, path };
}

/** A stack's events, newest first, until there are enough. */
async function eventsOf(
  stacks: StackApi,
  stackId: string,
  enough: (events: readonly StackEvent[]) => boolean,
): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  for await (const page of pages((token) => stacks.describeStackEvents({ StackName: stackId, ...token }))) {
    events.push(...(page.StackEvents ?? []));
    if (enough(events)) break;
  }
  return events;
}
