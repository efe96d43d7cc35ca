import { section } from "../model/release/template.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { conditionOf } from "../model/rules/stackStatus.ts";
import { liveTemplate } from "./liveTemplate.ts";
import { isWhole } from "./observe.ts";
import { observeEnvironment } from "./observeEnvironment.ts";
import type { Run } from "./run.ts";

/**
 * What is wrong after a deploy that CloudFormation calls complete; nothing when all is well. A root stack's
 * UPDATE_COMPLETE alone proves nothing: nested stacks may be missing that its template has.
 */
export async function verify(run: Run, release: ReleaseVersion): Promise<readonly string[]> {
  const observation = await observeEnvironment(run);
  if (observation.kind === "nothing") return [`The root stack ${run.environment.rootStackName} does not stand.`];
  const { root, nested, running } = observation;
  const problems: string[] = [];
  // One that went back to this very release, after an update that failed before, is whole.
  if (conditionOf(root.status) !== "settled") problems.push(`The root stack is ${root.status}.`);
  for (const stack of nested)
    if (!isWhole(stack)) problems.push(`The nested stack ${stack.logicalId} is ${stack.status}.`);
  for (const logicalId of await unconditionalNestedStacks(run, root.stackId)) {
    if (!nested.some((stack) => stack.logicalId === logicalId)) {
      problems.push(`The nested stack ${logicalId} is not there, and the root stack's template has it.`);
    }
  }
  if (!running) problems.push(`Which release runs can't be told; ${tagOf(release)} was deployed.`);
  else if (running.version !== release) {
    problems.push(`${tagOf(running.version)} runs, and ${tagOf(release)} was deployed (by ${running.source}).`);
  }
  return problems;
}

async function unconditionalNestedStacks(run: Run, stackId: string): Promise<readonly string[]> {
  return Object.entries(section(await liveTemplate(run, stackId), "Resources")).flatMap(([logicalId, resource]) => {
    const { Type, Condition } = resource as { readonly Type?: string; readonly Condition?: string };
    return Type === "AWS::CloudFormation::Stack" && Condition === undefined ? [logicalId] : [];
  });
}
