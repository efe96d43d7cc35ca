import type { Environment } from "../../model/environment/environment.ts";
import { PantherError } from "../../model/error.ts";

/**
 * Refuses what deploys published templates where Panther is deployed from source: the two make the same things under other
 * stacks' names.
 * @throws PantherError `source-environment`
 */
export function refuseSource({ name, sourceDeployer }: Pick<Environment, "name" | "sourceDeployer">): void {
  if (!sourceDeployer) return;
  throw new PantherError(
    "source-environment",
    `${name} has panther:sourceDeployer: it is deployed from source, and not from published templates.`,
    `panther source deploy ${name}, or panther source master-deploy ${name}. Nothing was changed.`,
  );
}
