import { parseVersion } from "../model/release/version.ts";
import { type Approve, approvedPlan } from "./approvedPlan.ts";
import { type Outcome, runCommand } from "./command.ts";
import { deployHop } from "./deployHop.ts";
import type { RunSummary } from "./events.ts";
import { hopsOfSides } from "./hopsOfSides.ts";
import type { ApproveRecovery } from "./recovery/recoverEnvironment.ts";
import { type RunOptions, webRun } from "./run.ts";
import { standingAfter, standingReleases } from "./standingReleases.ts";
import { protectFromTermination } from "./terminationProtection.ts";

export interface DeployOptions extends RunOptions {
  /** The release to deploy instead of the one that the environment wants; the environment's file stays as it is. */
  readonly release?: string;
  /** The release that runs, for where AWS does not tell. */
  readonly from?: string;
  /** Left out: the plan is carried out unless something speaks against it. */
  readonly approve?: Approve;
  /** Asked first where a stack is stuck. Left out: refused, and `panther recover` named. */
  readonly approveRecovery?: ApproveRecovery;
  /** Look at what it changes, resource by resource, before it begins, and refuse what loses data unless accepted by name. */
  readonly changes?: boolean;
  /** Make the checks of `panther preflight` before it asks, and refuse where one fails that is not accepted; left out: true. */
  readonly preflight?: boolean;
}

/**
 * Deploys an environment for the first time, or brings parameters and tags of a running one up to date. Does not change
 * the release that runs: that is `upgrade`. Every error is in the summary's result and the `failed` event.
 */
export function deploy({
  release,
  from,
  approve,
  approveRecovery,
  changes,
  preflight,
  ...options
}: DeployOptions): Promise<RunSummary> {
  return runCommand("deploy", options, async (run, progress) => {
    const wanted = {
      mode: "deploy",
      to: release === undefined ? run.environment.version : parseVersion(release),
      source: release === undefined ? "file" : "option",
      ...(from !== undefined && { from: parseVersion(from) }),
    } as const;
    const planned = await approvedPlan(run, progress, {
      wanted,
      ...(approve && { approve }),
      ...(approveRecovery && { approveRecovery }),
      ...(changes && { changes }),
      ...(preflight !== undefined && { preflight }),
    });
    if (planned.kind !== "approved") return planned;
    let standing = standingReleases(planned);
    let outcome: Outcome = { kind: "done" };
    const hops = hopsOfSides(planned);
    for (const [index, hop] of hops.entries()) {
      const { release: to } = hop;
      const before = hop.backend ? standing.backend : standing.web;
      const from = before === undefined ? {} : { from: before };
      run.report({ type: "release-started", ...from, to, index: index + 1, count: hops.length });
      const { fileMark } = planned;
      const context = { standing, fileMark, lookFirst: standing.backend !== undefined };
      outcome = await deployHop(run, progress, hop, { ...context, isLast: index === hops.length - 1 });
      if (outcome.kind !== "done") return outcome;
      standing = standingAfter(standing, hop);
    }
    await protectFromTermination(run);
    const web = webRun(run);
    if (web && standing.web !== undefined) await protectFromTermination(web);
    return outcome;
  });
}
