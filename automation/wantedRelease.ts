import { PantherError } from "../model/error.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { LocalWorkspace } from "./pulumiAutomation.ts";
import type { Run } from "./run.ts";

/**
 * Writes the release wanted into the environment's file, through Pulumi's CLI: it keeps comments and the order of keys,
 * and knows where the files lie.
 * @throws PantherError `configuration-not-written`
 */
export async function setWantedRelease(run: Run, release: ReleaseVersion): Promise<void> {
  const { environment, projectDirectory, report } = run;
  run.aboutToChange();
  try {
    const workspace = await LocalWorkspace.create({ workDir: projectDirectory });
    await workspace.setConfig(environment.name, "panther:version", { value: tagOf(release) });
  } catch (error) {
    throw new PantherError(
      "configuration-not-written",
      `panther:version of ${environment.name} could not be set: ${(error as Error).message}`,
      `Set it by hand, then run the command without --to: pulumi config set panther:version ${tagOf(release)} -s ${environment.name}`,
      { cause: error },
    );
  }
  report({ type: "notice", message: `stacks/Pulumi.${environment.name}.yaml wants ${tagOf(release)} now.` });
}
