import type { Environment } from "../../model/environment/environment.ts";
import { partitionOf } from "../../model/release/partition.ts";
import { listEnvironments, loadEnvironment } from "../environmentFile.ts";

/** Another environment of the project, by name; of an unreadable one nobody can tell whether it uses the role. */
export interface RoleUser {
  readonly name: string;
  readonly kind: "uses" | "unreadable";
}

/**
 * The project's other environments whose deployment role is, or may be, the one that this environment deploys: a role is the
 * whole account's, and those in its other regions use it by its ARN.
 */
export async function environmentsWithRole(
  projectDirectory: string,
  { name: own, deploymentRole, expectedAccountId, region }: Environment,
): Promise<readonly RoleUser[]> {
  if (deploymentRole.kind === "existing") return [];
  const arn = `arn:${partitionOf(region).name}:iam::${expectedAccountId}:role/${deploymentRole.roleName}`;
  const others = (await listEnvironments(projectDirectory)).filter((name) => name !== own);
  const found = await Promise.all(
    others.map(async (name): Promise<RoleUser | undefined> => {
      const other = await loadEnvironment(projectDirectory, name).catch(() => undefined);
      if (!other) return { name, kind: "unreadable" };
      return rolesOf(other).includes(arn) ? { name, kind: "uses" } : undefined;
    }),
  );
  return found.filter((user) => user !== undefined);
}

/** ARNs of the roles that an environment uses and does not deploy; those of a split in China are two. */
function rolesOf({ deploymentRole, topology }: Environment): readonly string[] {
  const roles = [deploymentRole, ...(topology.kind === "china" ? [topology.china.webDeploymentRole] : [])];
  return roles.flatMap((role) => (role.kind === "existing" ? [role.arn] : []));
}
