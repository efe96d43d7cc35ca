import type { EnvironmentPlan } from "../model/release/environmentPlan.ts";
import type { StepDuration } from "../model/release/plan/durations.ts";
import { parseVersion } from "../model/release/version.ts";
import { readCatalog } from "./catalog.ts";
import { planWithChanges, removeKilledPreviews } from "./changes/planWithChanges.ts";
import type { WantedRelease } from "./planRun.ts";
import { planSides } from "./planSides.ts";
import { type RunOptions, startRun } from "./run.ts";

export interface PlanEnvironmentOptions extends RunOptions {
  /** The release to plan for instead of the one that the environment wants. */
  readonly to?: string;
  /** The release that runs, for where AWS does not tell. */
  readonly from?: string;
  /** Path or URL of a release catalog instead of the environment's. */
  readonly catalog?: string;
  /** What the steps of earlier runs took, oldest first; left out: what the folder's journals say. */
  readonly durations?: readonly StepDuration[];
  /**
   * Look at what the first hop changes, resource by resource. For that a change set is made, and removed again; to make one
   * is all that a plan ever does in AWS.
   */
  readonly changes?: boolean;
}

/**
 * Plans the way to the release that an environment wants. Changes nothing: what speaks against it is among the findings.
 * @throws PantherError when the environment's file, the account or the version is wrong; the SDK's errors as they are.
 */
export async function planEnvironment(options: PlanEnvironmentOptions): Promise<EnvironmentPlan> {
  const { to, from, catalog, durations, changes, ...rest } = options;
  const said = {
    ...(to !== undefined && { to: parseVersion(to) }),
    ...(from !== undefined && { from: parseVersion(from) }),
  };
  const started = await startRun(rest);
  const { signal } = started;
  const run = catalog === undefined ? started : { ...started, catalog: await readCatalog({ from: catalog, signal }) };
  const source = said.to === undefined ? "file" : "option";
  const wanted: WantedRelease = { to: run.environment.version, source, ...said };
  if (changes) await removeKilledPreviews(run);
  const planned = await planSides(run, wanted, durations);
  return (changes ? await planWithChanges(planned) : planned).plan;
}
