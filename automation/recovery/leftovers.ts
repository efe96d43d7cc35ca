import type { StackApi } from "../clients.ts";
import type { LeftoverStack } from "./recoveryEvents.ts";

/**
 * Empty nested stacks below a root stack that change sets have left. AWS deletes a change set with those of the stacks
 * nested in it, and not the nested stacks that only they knew. While the root stack has a change set they may be its.
 */
export async function leftoverStacks(stacks: StackApi, rootStackId: string): Promise<readonly LeftoverStack[]> {
  const found: LeftoverStack[] = [];
  let token: string | undefined;
  do {
    const page = await stacks.listStacks({
      StackStatusFilter: ["REVIEW_IN_PROGRESS"],
      ...(token && { NextToken: token }),
    });
    for (const { StackName = "", StackId = "", RootId } of page.StackSummaries ?? []) {
      if (RootId === rootStackId) found.push({ name: StackName, stackId: StackId });
    }
    token = page.NextToken;
  } while (token);
  if (found.length === 0) return [];
  const { Summaries = [] } = await stacks.listChangeSets({ StackName: rootStackId });
  return Summaries.length > 0 ? [] : found;
}
