import { runningTagOf, writeRunning } from "../model/environment/stackTags.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { findPulumiStack } from "./pulumiStack.ts";
import type { Run } from "./run.ts";

/**
 * Says in a tag of the Pulumi stack which release runs, for policies, which see nothing else of what stood before. A backend
 * without tags is no reason to fail: then they can't tell.
 * @param release Undefined where nothing runs any more: what comes is a first deploy again.
 */
export async function tagRunning(run: Run, release: ReleaseVersion | undefined): Promise<void> {
  const { projectDirectory, environment, side, report, signal } = run;
  try {
    const stack = await findPulumiStack({ projectDirectory, environment: environment.name });
    await stack?.setTag(runningTagOf(side), writeRunning(release));
  } catch (error) {
    if (signal.aborted) return;
    const message = `The Pulumi stack's tag with the running release could not be set (${(error as Error).message.split("\n")[0]}): policies can't tell then what runs.`;
    report({ type: "notice", message });
  }
}
