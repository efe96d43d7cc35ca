import type { Template } from "../model/release/template.ts";
import { parseVersion, type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { checkReleases, refusalOf } from "./checkReleases.ts";
import { type Outcome, runCommand } from "./command.ts";
import { deployRelease, releaseUnknown } from "./deployRelease.ts";
import type { RunSummary } from "./events.ts";
import { fetchRelease } from "./fetchRelease.ts";
import { liveTemplate } from "./liveTemplate.ts";
import { type Observation, observeEnvironment, reportObserved } from "./observeEnvironment.ts";
import { settleStacks } from "./recover.ts";
import type { Run, RunOptions } from "./run.ts";
import { protectFromTermination } from "./terminationProtection.ts";

export interface DeployOptions extends RunOptions {
  /** The release to deploy instead of the one that the environment wants; the environment's file stays as it is. */
  readonly release?: string;
}

/**
 * Deploys an environment for the first time, or brings parameters and tags of a running one up to date. Does not change
 * the release that runs: that is {@link upgrade}. Every error is in the summary's result and the `failed` event.
 */
export function deploy(options: DeployOptions): Promise<RunSummary> {
  return runCommand("deploy", options, async (run, progress) => {
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
    const checked = await checkReleases(run, [release], await otherTemplates(run, release, observation));
    const refusal = refusalOf(run, checked);
    if (refusal) return refusal;
    run.report({ type: "release-started", ...(progress.from && { from: release }), to: release, index: 1, count: 1 });
    let outcome: Outcome = { kind: "done" };
    for (const one of checked) outcome = await deployRelease(run, progress, { checked: one, newEnvironment });
    if (outcome.kind === "done") await protectFromTermination(run);
    return outcome;
  });
}

/** The file is written for the release wanted, and may still name parameters that only the live template has. */
async function otherTemplates(run: Run, release: ReleaseVersion, observed: Observation): Promise<readonly Template[]> {
  const { environment, aws } = run;
  const live = observed.kind === "running" ? [await liveTemplate(run, observed.root.stackId)] : [];
  if (release === environment.version) return live;
  const wanted = await fetchRelease(aws.objects, environment, environment.version);
  return [...live, wanted.root];
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
