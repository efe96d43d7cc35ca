import { parseTemplate, section } from "../model/release/template.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import type { NestedStack } from "./observe.ts";
import { observe, type Run } from "./run.ts";

/**
 * What is wrong after a deploy that CloudFormation calls complete; nothing when all is well. A root stack's
 * UPDATE_COMPLETE alone proves nothing: nested stacks may be missing that the template still names.
 */
export async function verify(
  run: Run,
  release: ReleaseVersion,
  before: readonly NestedStack[],
): Promise<readonly string[]> {
  const { root, nested, running } = await observe(run);
  if (root.kind === "absent") return [`The root stack ${run.environment.rootStackName} is not there.`];
  const problems: string[] = [];
  if (root.status !== "CREATE_COMPLETE" && root.status !== "UPDATE_COMPLETE")
    problems.push(`The root stack is ${root.status}.`);
  for (const { logicalId, status } of nested) {
    if (!status.endsWith("_COMPLETE") || status.includes("ROLLBACK"))
      problems.push(`The nested stack ${logicalId} is ${status}.`);
  }
  if (running && running.version !== release) {
    problems.push(`${tagOf(running.version)} runs, and ${tagOf(release)} was deployed (by ${running.source}).`);
  }
  const gone = before.filter(({ logicalId }) => !nested.some((now) => now.logicalId === logicalId));
  if (gone.length > 0) {
    const declared = await unconditionalNestedStacks(run, root.stackId);
    for (const { logicalId } of gone) {
      if (declared.has(logicalId))
        problems.push(`The nested stack ${logicalId} is gone, and the template still has it.`);
    }
  }
  return problems;
}

async function unconditionalNestedStacks(run: Run, stackId: string): Promise<ReadonlySet<string>> {
  const { TemplateBody = "" } = await run.aws.stacks.getTemplate({ StackName: stackId, TemplateStage: "Original" });
  const resources = Object.entries(section(parseTemplate(TemplateBody), "Resources"));
  return new Set(
    resources
      .filter(([, resource]) => {
        const { Type, Condition } = resource as { readonly Type?: string; readonly Condition?: string };
        return Type === "AWS::CloudFormation::Stack" && Condition === undefined;
      })
      .map(([logicalId]) => logicalId),
  );
}
