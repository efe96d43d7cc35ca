import { join } from "node:path";
import { PantherError } from "../model/error.ts";

/**
 * Where the driver keeps what it knows of its own runs: leases and journals. Of this machine, not of the project, so
 * `.panther/` is not under version control.
 * @throws PantherError `environment-name-invalid` for a name that would lead out of that folder.
 */
export function runFolder(projectDirectory: string, environment: string): string {
  // Pulumi's own rule for a stack's name, without the dots alone that mean other folders.
  if (!/^[\w.-]{1,100}$/.test(environment) || /^\.+$/.test(environment)) {
    throw new PantherError(
      "environment-name-invalid",
      `"${environment}" can't be the name of an environment.`,
      "Give the name as in stacks/Pulumi.<environment>.yaml: letters, digits, dots, hyphens and underscores.",
    );
  }
  return join(projectDirectory, ".panther", environment);
}
