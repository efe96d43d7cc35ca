import type { LogGroupPlan, LogGroupResult } from "../../../model/teardown/logGroups/logGroupPlan.ts";
import type { LogGroupApis } from "./logGroupApis.ts";

export interface RemoveLogGroupsRequest {
  readonly apis: LogGroupApis;
  readonly signal: AbortSignal;
  /** Told of each as soon as it is known. */
  readonly report: (result: LogGroupResult) => void;
}

/**
 * Deletes those whose way is `delete`, and leaves all others. What goes wrong with one stops no other.
 * @throws the signal's reason when it aborts; PantherError where the credentials are no longer valid.
 */
export async function removeLogGroups(
  _plans: readonly LogGroupPlan[],
  _request: RemoveLogGroupsRequest,
): Promise<readonly LogGroupResult[]> {
  return [];
}
