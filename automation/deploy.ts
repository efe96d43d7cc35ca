import { parseVersion, type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { type Outcome, runCommand } from "./command.ts";
import { deployRelease, releaseUnknown } from "./deployRelease.ts";
import type { RunSummary } from "./events.ts";
import { observeEnvironment, reportObserved } from "./observeEnvironment.ts";
import { settleStacks } from "./recover.ts";
import type { RunOptions } from "./run.ts";

export interface DeployOptions extends RunOptions {
  /** The release to deploy instead of the one that the environment wants; the environment's file stays as it is. */
  readonly release?: string;
}

/**
 * Deploys an environment for the first time, or brings parameters and tags of a running one up to date. Does not change
 * the release that runs: that is {@link upgrade}. Every error is in the summary's result and the `failed` event.
 */
export function deploy(options: DeployOptions): Promise<RunSummary> {
  return runCommand(options, async (run, progress) => {
    const release = options.release === undefined ? run.environment.version : parseVersion(options.release);
    progress.to = release;
    // An operation under way would change what runs: look only after it.
    await settleStacks(run);
    const observation = await observeEnvironment(run);
    reportObserved(run, observation);
    const newEnvironment = observation.kind === "nothing";
    if (observation.kind === "running") {
      const running = observation.running?.version;
      if (!running) return releaseUnknown(run.environment.name, release);
      progress.from = running;
      if (running !== release) return otherReleaseRuns(run.environment.name, running, release);
    }
    run.report({ type: "release-started", ...(progress.from && { from: release }), to: release, index: 1, count: 1 });
    return await deployRelease(run, progress, { release, newEnvironment });
  });
}

function otherReleaseRuns(environment: string, running: ReleaseVersion, release: ReleaseVersion): Outcome {
  return {
    kind: "refused",
    event: {
      type: "failed",
      code: "other-release-runs",
      message: `${tagOf(running)} runs in ${environment}, and deploy does not change the release to ${tagOf(release)}. Nothing was changed.`,
      fix: `To go to the release that the environment wants: panther upgrade ${environment}. To deploy what runs: panther deploy ${environment} --release ${tagOf(running)}`,
    },
  };
}
