import type { ResourceStatus, StackStatus } from "@aws-sdk/client-cloudformation";
import { uuid } from "./identifiers.ts";
import type { Services } from "./services.ts";
import { nestedStackType, type ResourceState, type StackState } from "./state.ts";

/** Moves a stack to a status and writes the event that shows it. */
export function recordStack(services: Services, stack: StackState, status: StackStatus, reason?: string): void {
  const at = services.clock.now().getTime();
  stack.status = status;
  assignReason(stack, reason);
  if (status === "UPDATE_IN_PROGRESS") stack.updatedAt = at;
  if (status === "DELETE_COMPLETE") stack.deletedAt = at;
  stack.events.push({
    id: uuid(services.random),
    at,
    logicalId: stack.name,
    physicalId: stack.id,
    type: nestedStackType,
    // Every status of a stack is one of a resource, too, but for REVIEW_IN_PROGRESS, which AWS shows all the same.
    status: status as ResourceStatus,
    ...(reason === undefined ? {} : { reason }),
    ...(stack.token === undefined ? {} : { token: stack.token }),
  });
  services.changed();
}

/** Moves a resource to a status and writes the event that shows it, with `physicalId` if not its present one. */
export function recordResource(
  services: Services,
  stack: StackState,
  record: ResourceState,
  status: ResourceStatus,
  reason?: string,
  physicalId = record.physicalId,
): void {
  const now = services.clock.now().getTime();
  // AWS makes a resource event's ID of name, status and time: two within a millisecond must not collide.
  const at = record.status === status && now <= record.changedAt ? record.changedAt + 1 : now;
  record.status = status;
  record.changedAt = at;
  assignReason(record, reason);
  stack.events.push({
    id: `${record.logicalId}-${status}-${new Date(at).toISOString()}`,
    at,
    logicalId: record.logicalId,
    physicalId: physicalId ?? "",
    type: record.type,
    status,
    properties: record.shownProperties,
    ...(reason === undefined ? {} : { reason }),
    ...(stack.token === undefined ? {} : { token: stack.token }),
  });
  services.changed();
}

function assignReason(target: { reason?: string }, reason: string | undefined): void {
  if (reason === undefined) delete target.reason;
  else target.reason = reason;
}
