import type { Run } from "../run.ts";
import { environmentsWithRole } from "./environmentsWithRole.ts";

/**
 * Why the deployment role's stack stays where it is; undefined where nothing keeps it.
 * @param isEnvironments whether the root stack that goes is the one of the environment's file
 */
export async function whyRoleStays(
  { environment, projectDirectory }: Pick<Run, "environment" | "projectDirectory">,
  isEnvironments: boolean,
): Promise<string | undefined> {
  if (environment.sourceDeployer) {
    return "the machine that deploys from source is made with it, and goes with pulumi destroy";
  }
  if (!isEnvironments) return `it is ${environment.name}'s, and --stack names another root stack than its file`;
  const users = await environmentsWithRole(projectDirectory, environment);
  const named = (wanted: (typeof users)[number]["kind"]) =>
    users.flatMap(({ name, kind }) => (kind === wanted ? [name] : []));
  const [using, unreadable] = [named("uses"), named("unreadable")];
  if (using.length > 0) return `environment ${using.join(", ")} uses its role`;
  if (unreadable.length === 0) return undefined;
  const files = unreadable.map((name) => `stacks/Pulumi.${name}.yaml`);
  return `whether ${files.join(", ")} uses its role can't be told: the file is not valid`;
}
