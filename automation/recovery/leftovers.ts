import type { StackApi } from "../clients.ts";
import { emptyNestedStacks } from "../emptyNestedStacks.ts";
import type { LeftoverStack } from "./recoveryEvents.ts";

/**
 * Empty nested stacks below a root stack that change sets have left. AWS deletes a change set with those of the stacks
 * nested in it, and not the nested stacks that only they knew. While the root stack has a change set they may be its.
 */
export async function leftoverStacks(stacks: StackApi, rootStackId: string): Promise<readonly LeftoverStack[]> {
  const found = await emptyNestedStacks(stacks, rootStackId);
  if (found.length === 0) return [];
  const { Summaries = [] } = await stacks.listChangeSets({ StackName: rootStackId });
  return Summaries.length > 0 ? [] : found;
}
