import { parseVersion } from "../model/release/version.ts";
import { type Outcome, runCommand } from "./command.ts";
import type { RunSummary } from "./events.ts";
import { observeEnvironment, reportObserved } from "./observeEnvironment.ts";
import { settleStacks } from "./recover.ts";
import { releaseBuild } from "./releaseBuild.ts";
import type { RunOptions } from "./run.ts";

export interface BuildOptions extends RunOptions {
  /** Start a build though one has succeeded since the last deploy. One that runs is joined all the same. */
  readonly force?: boolean;
  /** The release that runs, for where AWS does not tell. */
  readonly from?: string;
}

/** Sees to the post-deploy build of the release that runs: finds it done, joins it, or starts it. */
export function build({ force = false, from, ...options }: BuildOptions): Promise<RunSummary> {
  return runCommand("build", options, async (run, progress) => {
    const said = from === undefined ? undefined : parseVersion(from);
    // While the root stack is still being updated its newest completion is the last release's.
    await settleStacks(run);
    const observation = await observeEnvironment(run);
    reportObserved(run, observation);
    if (observation.kind === "nothing") return notDeployed(run.environment.name);
    const running = observation.running?.version ?? said;
    if (!running) return releaseUnknown(run.environment.name);
    progress.from = running;
    progress.to = running;
    return await releaseBuild(run, progress, observation.root, running, force);
  });
}

function notDeployed(environment: string): Outcome {
  return refused(
    "not-deployed",
    `Nothing runs in ${environment} yet, so there is nothing to build. Nothing was changed.`,
    `Deploy it first: panther deploy ${environment}`,
  );
}

/** Releases before 1.22 have no build, so it matters which one runs. */
function releaseUnknown(environment: string): Outcome {
  return refused(
    "release-unknown",
    `${environment} runs a release that can't be told: no tag, no mapping, and no published template of the catalog equals the live one.`,
    "Check that this account may read the release bucket and that the catalog has the release that runs, or say which it is: --from v<release>.",
  );
}

function refused(code: string, message: string, fix: string): Outcome {
  return { kind: "refused", event: { type: "failed", code, message, fix } };
}
