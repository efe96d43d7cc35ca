import { isOwn, type StackEvent } from "../diagnosis/stackEvent.ts";
import { statusRow } from "./recoveryTable.ts";

const completions: ReadonlySet<string> = new Set(["CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"]);
const beginnings: ReadonlySet<string> = new Set(["CREATE_IN_PROGRESS", "REVIEW_IN_PROGRESS", "IMPORT_IN_PROGRESS"]);

/**
 * Whether anything ever ran in a stack, by its whole history. CloudFormation keeps events for 90 days: where the stack's
 * beginning is not among them its status has to tell.
 * @param events newest first
 */
export function everRan(stackArn: string, status: string, events: readonly StackEvent[]): boolean {
  const own = events.filter((event) => isOwn(stackArn, event)).map((event) => event.ResourceStatus ?? "");
  if (own.some((past) => completions.has(past))) return true;
  return !beginnings.has(own.at(-1) ?? "") && !statusRow(status).ofFirstCreation;
}

/** What keeps a stack from coming back to rest, in one of the environment's stacks or in one nested in it. */
export interface BlockedResource {
  /** ARN of the stack that it belongs to. */
  readonly stackId: string;
  readonly stackName: string;
  /** Of the resource in that stack's template. */
  readonly logicalId: string;
  /** Logical IDs from the environment's own stack down to the resource. */
  readonly path: readonly string[];
  /** CloudFormation's, for example AWS::DynamoDB::Table. */
  readonly type: string;
  /** Missing where it was never made. */
  readonly physicalId?: string;
  /** AWS's own words. */
  readonly reason: string;
}

/** Where a stack stands below the environment's own. */
export interface StackPlace {
  readonly stackId: string;
  readonly stackName: string;
  readonly path: readonly string[];
}

/**
 * What failed in a stack's last rollback of an update. Only that may be skipped in a continued one: not what the update
 * itself left in UPDATE_FAILED, because it failed or was cancelled (ContinueUpdateRollback in the API reference).
 * @param events newest first, at least back to where that rollback began
 */
export function failedInRollback(place: StackPlace, events: readonly StackEvent[]): readonly BlockedResource[] {
  return lastFailures(place, events, "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_FAILED");
}

/** What could not be deleted when a stack was deleted, or its creation undone, the last time. Events as above. */
export function failedInDeletion(place: StackPlace, events: readonly StackEvent[]): readonly BlockedResource[] {
  const own = events.find(
    (event) => isOwn(place.stackId, event) && /DELETE_|ROLLBACK_/.test(event.ResourceStatus ?? ""),
  );
  const began = own?.ResourceStatus?.startsWith("DELETE_") ? "DELETE_IN_PROGRESS" : "ROLLBACK_IN_PROGRESS";
  return lastFailures(place, events, began, "DELETE_FAILED");
}

/** Whether a history reaches back to where the last rollback, or the last deletion, began. */
export function reachesBack({ stackId }: Pick<StackPlace, "stackId">, events: readonly StackEvent[]): boolean {
  const began = /^(UPDATE_ROLLBACK|ROLLBACK|DELETE)_IN_PROGRESS$/;
  return events.some((event) => isOwn(stackId, event) && began.test(event.ResourceStatus ?? ""));
}

function lastFailures(
  place: StackPlace,
  events: readonly StackEvent[],
  began: string,
  failed: string,
): readonly BlockedResource[] {
  const start = events.findIndex((event) => isOwn(place.stackId, event) && event.ResourceStatus === began);
  const since = start < 0 ? events : events.slice(0, start);
  const newest = new Map<string, StackEvent>();
  for (const event of since) {
    const id = event.LogicalResourceId ?? "";
    if (!isOwn(place.stackId, event) && !newest.has(id)) newest.set(id, event);
  }
  return [...newest]
    .filter(([, { ResourceStatus }]) => ResourceStatus === failed)
    .map(([logicalId, { ResourceType = "", PhysicalResourceId, ResourceStatusReason = "" }]) => ({
      stackId: place.stackId,
      stackName: place.stackName,
      logicalId,
      path: [...place.path, logicalId],
      type: ResourceType,
      ...(PhysicalResourceId && { physicalId: PhysicalResourceId }),
      reason: ResourceStatusReason,
    }));
}
