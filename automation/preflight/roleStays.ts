import { isDeepStrictEqual } from "node:util";
import { declarationsOf } from "../../model/release/parameters/declaration.ts";
import { parseTemplate } from "../../model/release/templateText.ts";
import { liveStack } from "../liveStack.ts";
import type { Run } from "../run.ts";
import type { TargetRole } from "./targetRelease.ts";

/**
 * Whether the deployment role's stack has the template and the parameters wanted, so that the role acts as it stands. Where
 * nobody may look it counts as changed: its template says what it will be able to do in any case.
 */
export async function roleStays({ aws, environment }: Run, { template }: TargetRole): Promise<boolean> {
  const { deploymentRole } = environment;
  if (deploymentRole.kind === "existing") return true;
  try {
    const live = await liveStack(aws.stacks, deploymentRole.stackName);
    if (!isDeepStrictEqual(parseTemplate(live.templateBody), template)) return false;
    const wanted: Readonly<Record<string, string>> = {
      ...deploymentRole.parameters,
      DeploymentRoleName: deploymentRole.roleName,
    };
    return [...declarationsOf(template)].every(
      ([name, { default: standard }]) => live.parameters[name] === (wanted[name] ?? String(standard)),
    );
  } catch {
    return false;
  }
}
