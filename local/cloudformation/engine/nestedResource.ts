import { messageOf } from "../errors.ts";
import { createBody } from "./createStack.ts";
import { differs, nestedTarget } from "./nestedTarget.ts";
import { begin, newNestedStack } from "./newStack.ts";
import { pause } from "./pause.ts";
import { strike } from "./plainResource.ts";
import { recordResource } from "./record.ts";
import type { Outcome, Services } from "./services.ts";
import type { Definition, ResourceState, StackState } from "./state.ts";
import { updateBody } from "./updateStack.ts";

/** Creates a nested stack as a resource of its parent. */
export async function createNested(
  services: Services,
  parent: StackState,
  record: ResourceState,
  signal: AbortSignal,
): Promise<Outcome> {
  const fail = (reason: string, outcome: Outcome = "failed"): Outcome => {
    recordResource(services, parent, record, "CREATE_FAILED", reason);
    return outcome;
  };
  recordResource(services, parent, record, "CREATE_IN_PROGRESS");
  const { failure, slowSeconds } = strike(services, parent, record.logicalId, "create", "forward");
  if (await pause(services, slowSeconds, signal)) return fail("Resource creation cancelled", "cancelled");
  if (failure !== undefined) return fail(failure);
  let target: Definition;
  try {
    target = await nestedTarget(services, parent, record.properties);
  } catch (error) {
    return fail(messageOf(error));
  }
  const minutes = record.properties.TimeoutInMinutes;
  const reviewed = services.stacks.reviewed(parent.id, record.logicalId);
  const child =
    reviewed ??
    newNestedStack(services, parent, record.logicalId, target, minutes === undefined ? undefined : Number(minutes));
  child.definition = target;
  record.physicalId = child.id;
  begin(services, child, "CREATE_IN_PROGRESS", parent.token);
  recordResource(services, parent, record, "CREATE_IN_PROGRESS", "Resource creation Initiated");
  const result = await createBody(services, child, signal);
  if (result.ok) {
    recordResource(services, parent, record, "CREATE_COMPLETE");
    return "done";
  }
  if (result.cancelled) return fail("Resource creation cancelled", "cancelled");
  return fail(`Embedded stack ${child.id} was not successfully created: ${result.reason}`);
}

/**
 * Calls a nested stack in an update of its parent. AWS calls every one, changed or not, because the template at an
 * unchanged URL may have changed; a child with nothing to do writes no events of its own.
 */
export async function updateNested(
  services: Services,
  parent: StackState,
  record: ResourceState,
  wanted: ResourceState,
  signal: AbortSignal,
): Promise<Outcome> {
  const child = services.stacks.living(record.physicalId);
  record.properties = wanted.properties;
  record.shownProperties = wanted.shownProperties;
  const fail = (reason: string, outcome: Outcome = "failed"): Outcome => {
    recordResource(services, parent, record, "UPDATE_FAILED", reason);
    return outcome;
  };
  recordResource(services, parent, record, "UPDATE_IN_PROGRESS");
  if (!child) return fail(`Stack [${record.physicalId ?? record.logicalId}] does not exist`);
  if (parent.journal) {
    parent.journal.called = [...parent.journal.called, record.logicalId];
    parent.journal.changes[record.logicalId] = "attempted";
  }
  const { failure, slowSeconds } = strike(services, parent, record.logicalId, "update", "forward");
  if (await pause(services, slowSeconds, signal)) return fail("Resource update cancelled", "cancelled");
  if (failure !== undefined) return fail(failure);
  try {
    const target = await nestedTarget(services, parent, record.properties);
    if (await differs(services, child, target)) {
      const result = await updateBody(
        services,
        child,
        target,
        { token: parent.token, keep: parent.journal?.keep ?? false },
        signal,
      );
      if (!result.ok) {
        return result.cancelled
          ? fail("Resource update cancelled", "cancelled")
          : fail(
              `Embedded stack ${child.id} was not successfully updated. Currently in ${child.status} with reason: ${result.reason}`,
            );
      }
    }
  } catch (error) {
    return fail(messageOf(error));
  }
  recordResource(services, parent, record, "UPDATE_COMPLETE");
  return "done";
}
