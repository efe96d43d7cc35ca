import type { LogGroupOwners, LogGroupPlan } from "../../../model/teardown/logGroups/logGroupPlan.ts";
import type { LogGroupApis } from "./logGroupApis.ts";

export interface PlanLogGroupsRequest {
  readonly apis: LogGroupApis;
  /** From the stacks' resources; of stacks that are gone Panther's fixed names are known here. */
  readonly owners: LogGroupOwners;
  readonly signal: AbortSignal;
}

/** The log groups that are Panther's or may be, by name. Changes nothing. */
export async function planLogGroups(_request: PlanLogGroupsRequest): Promise<readonly LogGroupPlan[]> {
  return [];
}
