import { parseVersion, type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { deployRelease, type ReleaseResult } from "./deployRelease.ts";
import type { DriverEvent, RunSummary } from "./events.ts";
import { type Observation, observe, type Run, type RunOptions, SummaryBuilder, startRun } from "./run.ts";

export interface DeployOptions extends RunOptions {
  /** The release to deploy instead of the one that the environment wants; the environment's file stays as it is. */
  readonly release?: string;
}

/** How a command ended: its summary, which was reported as the last event too. */
export type CommandResult = RunSummary;

/**
 * Deploys an environment for the first time, or brings parameters and tags of a running one up to date. Does not change
 * the release that runs: that is {@link upgrade}.
 * @throws PantherError for wrong use and for configurations that are not valid.
 */
export async function deploy(options: DeployOptions): Promise<CommandResult> {
  const run = await startRun(options);
  const release = options.release ? parseVersion(options.release) : run.environment.version;
  const observed = await observe(run);
  reportObserved(run, observed);
  const running = observed.running?.version;
  const builder = new SummaryBuilder(run.environment.name, running, release);
  if (running && running !== release)
    return finish(run, builder, { kind: "refused", event: otherReleaseRuns(run, running, release) });
  run.report({ type: "release-started", ...(running && { from: running }), to: release, index: 1, count: 1 });
  return finish(run, builder, await deployRelease(run, release));
}

function otherReleaseRuns(
  run: Run,
  running: ReleaseVersion,
  release: ReleaseVersion,
): Extract<DriverEvent, { type: "failed" }> {
  return {
    type: "failed",
    code: "other-release-runs",
    message: `${tagOf(running)} runs in ${run.environment.name}, and deploy does not change the release to ${tagOf(release)}. Nothing was changed.`,
    fix: `To go to the release that the environment wants: panther upgrade ${run.environment.name}. To deploy what runs: panther deploy ${run.environment.name} --release ${tagOf(running)}`,
  };
}

export function reportObserved(run: Run, { root, running }: Observation): void {
  run.report({
    type: "observed",
    environment: run.environment.name,
    ...(running && { running: running.version }),
    wanted: run.environment.version,
    ...(root.kind === "present" && { rootStatus: root.status }),
  });
}

/** Reports how a run ended, and returns the summary. */
export function finish(
  run: Run,
  builder: SummaryBuilder,
  result: ReleaseResult | { readonly kind: "refused"; readonly event: Extract<DriverEvent, { type: "failed" }> },
): CommandResult {
  if ("build" in result && result.build) builder.builds.push(result.build);
  if ("event" in result) run.report(result.event);
  const summary = builder.summary(result.kind);
  run.report(summary);
  return summary;
}
