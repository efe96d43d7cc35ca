import { section, type Template } from "../../model/release/template.ts";
import { parseTemplate } from "../../model/release/templateText.ts";
import type { DeployedResource } from "../../model/teardown/deletions.ts";
import type { StackApi } from "../clients.ts";
import { isAbsent } from "../isAbsent.ts";
import { pages } from "../pages.ts";

/** What is in a stack, at any depth. */
export interface StackTree {
  /** How many stacks are nested in it. */
  readonly nested: number;
  /** Without stacks. */
  readonly resources: readonly DeployedResource[];
}

const stackType = "AWS::CloudFormation::Stack";

/**
 * Looks at a stack and at everything nested in it.
 * @param deleted whether what was deleted counts: of a stack that is gone, which is known by its ARN for 90 days
 */
export async function stackTree(
  stacks: StackApi,
  stackId: string,
  { deleted = false, above = [] }: { readonly deleted?: boolean; readonly above?: readonly string[] } = {},
): Promise<StackTree> {
  const [summaries, template] = await Promise.all([resourcesOf(stacks, stackId), templateOf(stacks, stackId)]);
  const own: DeployedResource[] = [];
  const below: Promise<StackTree>[] = [];
  for (const { LogicalResourceId = "", PhysicalResourceId: id, ResourceType: type = "", ResourceStatus } of summaries) {
    if (!id || (ResourceStatus === "DELETE_COMPLETE" && !deleted)) continue;
    const path = [...above, LogicalResourceId];
    if (type === stackType) below.push(stackTree(stacks, id, { deleted, above: path }));
    else
      own.push({
        path,
        type,
        id,
        retained: ResourceStatus === "DELETE_SKIPPED" || isRetained(template, LogicalResourceId),
      });
  }
  const trees = await Promise.all(below);
  return {
    nested: trees.reduce((sum, { nested }) => sum + nested + 1, 0),
    resources: [...own, ...trees.flatMap(({ resources }) => resources)],
  };
}

async function resourcesOf(stacks: StackApi, stackId: string) {
  const all = [];
  for await (const page of pages((token) => stacks.listStackResources({ StackName: stackId, ...token }))) {
    all.push(...(page.StackResourceSummaries ?? []));
  }
  return all;
}

/** A stack that is gone has none any more, and one that is empty never had. */
async function templateOf(stacks: StackApi, stackId: string): Promise<Template> {
  try {
    const { TemplateBody } = await stacks.getTemplate({ StackName: stackId, TemplateStage: "Original" });
    return TemplateBody ? parseTemplate(TemplateBody) : {};
  } catch (error) {
    if (isAbsent(error)) return {};
    throw error;
  }
}

function isRetained(template: Template, logicalId: string): boolean {
  // RetainExceptOnCreate keeps a resource as Retain does, once the stack was created.
  return /^Retain/.test(String(section(template, "Resources", logicalId).DeletionPolicy));
}
