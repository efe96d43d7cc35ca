import { PantherError } from "../../model/error.ts";
import type { StackApi } from "../clients.ts";
import { pages } from "../pages.ts";

/**
 * The ARN of a stack, by its name or ARN: the one that stands, else the last one of that name that was deleted.
 * CloudFormation keeps deleted stacks for 90 days.
 *
 * @throws PantherError `stack-unknown`
 */
export async function findStack(
  stacks: Pick<StackApi, "describeStacks" | "listStacks">,
  nameOrArn: string,
): Promise<string> {
  if (nameOrArn.startsWith("arn:")) return nameOrArn;
  const standing = await stacks.describeStacks({ StackName: nameOrArn }).catch((error: unknown) => {
    // CloudFormation has no code of its own for a stack that does not exist, nor for a name that none can have.
    if (error instanceof Error && error.name === "ValidationError") return { Stacks: [] };
    throw error;
  });
  const arn = standing.Stacks?.[0]?.StackId ?? (await newestDeleted(stacks, nameOrArn));
  if (arn !== undefined) return arn;
  throw unknownStack(nameOrArn);
}

export function unknownStack(nameOrArn: string, cause?: unknown): PantherError {
  return new PantherError(
    "stack-unknown",
    `There is no stack ${nameOrArn} in this account and region, and none of that name was deleted in the last 90 days.`,
    "Check the name, the region (--region) and the credentials; a nested stack is found by its ARN, from its parent's events.",
    { cause },
  );
}

async function newestDeleted(stacks: Pick<StackApi, "listStacks">, name: string): Promise<string | undefined> {
  const deleted: { readonly arn: string; readonly time: number }[] = [];
  for await (const page of pages((token) => stacks.listStacks({ StackStatusFilter: ["DELETE_COMPLETE"], ...token }))) {
    for (const { StackName, StackId, DeletionTime } of page.StackSummaries ?? []) {
      if (StackName === name && StackId) deleted.push({ arn: StackId, time: DeletionTime?.getTime() ?? 0 });
    }
  }
  return deleted.sort((a, b) => b.time - a.time)[0]?.arn;
}
