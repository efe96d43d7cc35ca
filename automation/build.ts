import { runCommand } from "./command.ts";
import { releaseUnknown } from "./deployRelease.ts";
import type { RunSummary } from "./events.ts";
import { notDeployed } from "./notDeployed.ts";
import { observeEnvironment, reportObserved } from "./observeEnvironment.ts";
import { settleStacks } from "./recover.ts";
import { releaseBuild } from "./releaseBuild.ts";
import type { RunOptions } from "./run.ts";

export interface BuildOptions extends RunOptions {
  /** Start a build though one has succeeded since the last deploy. One that runs is joined all the same. */
  readonly force?: boolean;
}

/** Sees to the post-deploy build of the release that runs: finds it done, joins it, or starts it. */
export function build({ force = false, ...options }: BuildOptions): Promise<RunSummary> {
  return runCommand("build", options, async (run, progress) => {
    // While the root stack is still being updated its newest completion is the last release's.
    await settleStacks(run);
    const observation = await observeEnvironment(run);
    reportObserved(run, observation);
    if (observation.kind === "nothing") return notDeployed(run.environment.name);
    const running = observation.running?.version;
    if (!running) return releaseUnknown(run.environment.name, run.environment.version);
    progress.from = running;
    progress.to = running;
    return await releaseBuild(run, progress, observation.root, running, force);
  });
}
