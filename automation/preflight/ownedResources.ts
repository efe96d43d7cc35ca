import type { OwnedResource } from "../../model/preflight/leftovers.ts";
import type { SeenStack } from "../../model/preflight/otherStacks.ts";
import type { StackApi } from "../clients.ts";
import { pages } from "../pages.ts";
import type { Run } from "../run.ts";
import { tagsOf } from "../stackValues.ts";

/** Every stack that is there, nested ones too. */
export async function seenStacks({ aws }: Pick<Run, "aws">): Promise<readonly SeenStack[]> {
  const seen: SeenStack[] = [];
  for await (const page of pages((token) => aws.stacks.describeStacks(token))) {
    for (const stack of page.Stacks ?? []) {
      const { StackId: stackId = "", StackName: name = "", StackStatus: status = "", RootId } = stack;
      seen.push({ stackId, name, status, ...(RootId && { rootId: RootId }), tags: tagsOf(stack) });
    }
  }
  return seen;
}

/** Names of the root stack and of the role's. */
export function ownStackNames({ environment }: Pick<Run, "environment">): readonly string[] {
  const { rootStackName, deploymentRole } = environment;
  return [rootStackName, ...(deploymentRole.kind === "deploy" ? [deploymentRole.stackName] : [])];
}

/** Everything in a stack and in what it nests. */
export async function resourcesOfStack(stacks: StackApi, stackId: string): Promise<readonly OwnedResource[]> {
  const own: OwnedResource[] = [];
  for await (const page of pages((token) => stacks.listStackResources({ StackName: stackId, ...token }))) {
    for (const { ResourceType: type = "", PhysicalResourceId: id, ResourceStatus } of page.StackResourceSummaries ??
      []) {
      if (id && ResourceStatus !== "DELETE_COMPLETE") own.push({ type, id });
    }
  }
  const nested = own.filter(({ type, id }) => type === "AWS::CloudFormation::Stack" && id.startsWith("arn:"));
  return [...own, ...(await Promise.all(nested.map(({ id }) => resourcesOfStack(stacks, id)))).flat()];
}
