import { PantherError } from "../model/error.ts";
import { type EnvironmentPlan, releasesOnTheWay } from "../model/release/environmentPlan.ts";
import { lastHop, type UpgradeLimit } from "../model/release/plan/lastHop.ts";
import { compareVersions, parseVersion, type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { type Approve, approvedPlan } from "./approvedPlan.ts";
import { catchUpSides } from "./catchUp.ts";
import { previewHop } from "./changes/previewHop.ts";
import { copyForHop } from "./china/copyForHop.ts";
import { joinSides, tellWeb } from "./china/joinSides.ts";
import { type Outcome, type Refusal, runCommand } from "./command.ts";
import { deployHop } from "./deployHop.ts";
import type { RunSummary } from "./events.ts";
import { fileMark, refuseIfFileChanged } from "./fileMark.ts";
import { hopsOfSides, type SideHop } from "./hopsOfSides.ts";
import { observeEnvironment } from "./observeEnvironment.ts";
import type { ApproveRecovery } from "./recovery/recoverEnvironment.ts";
import { releaseBuild } from "./releaseBuild.ts";
import { type Run, type RunOptions, webRun } from "./run.ts";
import { type Standing, standingAfter, standingReleases } from "./standingReleases.ts";
import { setWantedRelease } from "./wantedRelease.ts";

export interface UpgradeOptions extends RunOptions, UpgradeLimit {
  /** Another release to want from now on: it is written into the environment's file once the plan is approved. */
  readonly to?: string;
  /** The release that runs, for where AWS does not tell. */
  readonly from?: string;
  /** Pause between two hops, in milliseconds. */
  readonly pauseMilliseconds?: number;
  /** Left out: the plan is carried out unless something speaks against it. */
  readonly approve?: Approve;
  /** Asked first where a stack is stuck. Left out: refused, and `panther recover` named. */
  readonly approveRecovery?: ApproveRecovery;
  /** Look at what each hop changes, resource by resource, before it, and stop where it loses data that nobody accepted. */
  readonly changes?: boolean;
  /** Make the checks of `panther preflight` before it asks, and refuse where one fails that is not accepted; left out: true. */
  readonly preflight?: boolean;
}

/**
 * Upgrades an environment from the release that runs to the one that it wants: minor by minor, each time role, root
 * stack, build. First of all it makes up for a build that the running release still lacks. Every error is in the
 * summary's result and the `failed` event.
 */
export function upgrade(options: UpgradeOptions): Promise<RunSummary> {
  const {
    to,
    from,
    hops: count,
    until,
    pauseMilliseconds = 0,
    approve,
    approveRecovery,
    changes,
    preflight,
    ...rest
  } = options;
  return runCommand("upgrade", rest, async (run, progress) => {
    const { environment } = run;
    const wanted = {
      mode: "upgrade",
      to: to === undefined ? environment.version : parseVersion(to),
      source: to === undefined ? "file" : "option",
      ...(from !== undefined && { from: parseVersion(from) }),
    } as const;
    const limit = { ...(count !== undefined && { hops: count }), ...(until !== undefined && { until }) };
    const stopAfter = (plan: EnvironmentPlan) => lastHopOf(plan, limit);
    const planned = await approvedPlan(run, progress, {
      wanted,
      stopAfter,
      ...(approve && { approve }),
      ...(approveRecovery && { approveRecovery }),
      ...(changes && { changes }),
      ...(preflight !== undefined && { preflight }),
    });
    if (planned.kind !== "approved") return planned;
    const { plan, observation } = planned;
    let { fileMark: mark } = planned;
    if (wanted.to !== environment.version) {
      await refuseIfFileChanged(run, mark);
      await setWantedRelease(run, wanted.to);
      mark = await fileMark(run.projectDirectory, environment.name);
    }
    let outcome: Outcome = { kind: "done" };
    if (observation.root && plan.from) {
      const caughtUp = await catchUpSides(run, progress, planned, { fileMark: mark, ...(approve && { approve }) });
      outcome = caughtUp ?? (await releaseBuild(run, progress, observation.root, plan.from));
    }
    if (outcome.kind !== "done") return outcome;
    const last = stopAfter(plan);
    const all = hopsOfSides(planned);
    const hops = last === undefined ? all : all.filter(({ release }) => compareVersions(release, last) <= 0);
    let standing = standingReleases(planned);
    if (all.length === 0) await makeUpForJoin(run, standing);
    for (const [index, hop] of hops.entries()) {
      const { release } = hop;
      const running = hop.backend ? standing.backend : standing.web;
      if (index > 0) await pause(run, pauseMilliseconds, standing, release);
      const ends = { ...(running !== undefined && { from: running }), to: release };
      run.report({ type: "release-started", ...ends, index: index + 1, count: all.length });
      const refused = changes && index > 0 ? await previewSides(run, hop, standing) : undefined;
      const context = { standing, fileMark: mark, lookFirst: false, isLast: index === hops.length - 1 };
      outcome = refused ?? (await deployHop(run, progress, hop, context));
      if (outcome.kind !== "done") break;
      progress.hops += 1;
      standing = standingAfter(standing, hop);
    }
    return outcome;
  });
}

function lastHopOf(plan: EnvironmentPlan, limit: UpgradeLimit): ReleaseVersion | undefined {
  const { environment } = plan;
  const releases = releasesOnTheWay(plan);
  const last = lastHop(releases, limit);
  if (last.kind !== "refused") return last.release;
  const way = releases.length === 0 ? "there is no hop to make" : `the way is ${releases.map(tagOf).join(", ")}`;
  throw new PantherError(
    "limit-not-on-the-way",
    `${environment}: ${last.reason}, and ${way}. Nothing was changed.`,
    "Name a release of the way, or leave --until out.",
  );
}

/** A run that ended between a hop's last stacks and its end has left the end of it: a check of the bridge, older keys. */
async function makeUpForJoin(run: Run, { backend, web }: Standing): Promise<void> {
  const ofWeb = webRun(run);
  if (!ofWeb || backend === undefined || web === undefined) return;
  await tellWeb(run, backend, { moved: false });
  await joinSides(ofWeb, run, backend, { isLast: true });
}

async function pause(run: Run, milliseconds: number, before: Standing, to: ReleaseVersion): Promise<void> {
  if (milliseconds <= 0) return;
  const until = new Date(run.timing.now().getTime() + milliseconds);
  run.report({ type: "notice", message: `Pause until ${until.toISOString()}, before ${tagOf(to)}.` });
  await run.timing.sleep(milliseconds, run.signal);
  // Long enough for somebody else to have moved it.
  const web = webRun(run);
  const same = (await runsStill(run, before.backend)) && (!web || (await runsStill(web, before.web)));
  if (same) return;
  throw new PantherError(
    "changed-meanwhile",
    `Somebody changed ${run.environment.name} during the pause before ${tagOf(to)}.`,
    "Run the same command again: it plans afresh.",
  );
}

async function runsStill(side: Run, release: ReleaseVersion | undefined): Promise<boolean> {
  const observation = await observeEnvironment(side);
  if (observation.kind === "nothing") return release === undefined;
  return (observation.running?.version ?? release) === release;
}

/** What a later hop changes on each side; of a split it is copied first, since CloudFormation reads it where it is to be. */
async function previewSides(run: Run, hop: SideHop, { backend, web }: Standing): Promise<Refusal | undefined> {
  const ofWeb = webRun(run);
  if (hop.backend) {
    if (ofWeb) await copyForHop(run, hop.release);
    const refused = await previewHop(run, { from: backend ?? null, checked: hop.backend });
    if (refused) return refused;
  }
  return ofWeb && hop.web ? await previewHop(ofWeb, { from: web ?? null, checked: hop.web }) : undefined;
}
