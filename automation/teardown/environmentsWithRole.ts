import type { Environment } from "../../model/environment/environment.ts";
import { partitionOf } from "../../model/release/partition.ts";
import { listEnvironments, loadEnvironment } from "../environmentFile.ts";

/**
 * The project's other environments whose deployment role is the one that this environment deploys: a role is the whole
 * account's, and those in its other regions use it by its ARN. Theirs that can't be read are no reason to keep it.
 */
export async function environmentsWithRole(
  projectDirectory: string,
  { name: own, deploymentRole, expectedAccountId, region }: Environment,
): Promise<readonly string[]> {
  if (deploymentRole.kind === "existing") return [];
  const arn = `arn:${partitionOf(region).name}:iam::${expectedAccountId}:role/${deploymentRole.roleName}`;
  const others = (await listEnvironments(projectDirectory).catch(() => [])).filter((name) => name !== own);
  const found = await Promise.all(
    others.map(async (name) => {
      const other = await loadEnvironment(projectDirectory, name).catch(() => undefined);
      return other?.deploymentRole.kind === "existing" && other.deploymentRole.arn === arn ? name : undefined;
    }),
  );
  return found.filter((name) => name !== undefined);
}
