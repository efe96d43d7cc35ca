import { PantherError } from "../../model/error.ts";
import { policiesOfTemplate, type TemplatePolicies } from "../../model/preflight/rolePolicies.ts";
import { partitionOf } from "../../model/release/partition.ts";
import type { Run } from "../run.ts";
import type { PreflightApis } from "./clients.ts";
import type { TargetRole } from "./targetRelease.ts";

/** The deployment role as it stands; undefined where there is none yet. */
export async function standingRole({ environment }: Run, iam: Pick<PreflightApis["iam"], "getRole">) {
  const { deploymentRole } = environment;
  const name =
    deploymentRole.kind === "existing" ? (deploymentRole.arn.split("/").at(-1) ?? "") : deploymentRole.roleName;
  try {
    return (await iam.getRole({ RoleName: name })).Role;
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchEntityException") return undefined;
    throw error;
  }
}

/** The ARN that the role has, or will have. */
export function roleArnOf({ environment }: Pick<Run, "environment">): string {
  const { deploymentRole, expectedAccountId: accountId, region } = environment;
  if (deploymentRole.kind === "existing") return deploymentRole.arn;
  return `arn:${partitionOf(region).name}:iam::${accountId}:role/${deploymentRole.roleName}`;
}

/** What the role's template of the release wanted gives it. */
export function roleOfTemplate({ environment }: Run, { template }: TargetRole): TemplatePolicies {
  const { deploymentRole, expectedAccountId: accountId, region } = environment;
  const parameters = deploymentRole.kind === "deploy" ? deploymentRole.parameters : {};
  const { documents, attached } = policiesOfTemplate(template, parameters, { accountId, region });
  if (documents.length === 0) {
    throw new PantherError(
      "role-without-policies",
      "The role's template holds no policy that could be simulated.",
      "Check that it is the deployment role's template.",
    );
  }
  return { documents, attached };
}
