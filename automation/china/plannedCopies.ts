import type { EnvironmentPlan, PlannedCopy } from "../../model/release/environmentPlan.ts";
import type { Run } from "../run.ts";

/** What has to be copied into the bucket in China before each hop of a plan; nothing is copied here. */
export async function plannedCopies(_run: Run, _plan: EnvironmentPlan): Promise<readonly PlannedCopy[]> {
  return [];
}
