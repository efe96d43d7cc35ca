import type { Finding } from "../model/finding.ts";
import {
  type EnvironmentPlan,
  environmentPlan,
  type LiveSettings,
  type ReleaseFacts,
  type ReleaseSource,
} from "../model/release/environmentPlan.ts";
import type { StepDuration } from "../model/release/plan/durations.ts";
import { stackFindings } from "../model/release/plan/stackFindings.ts";
import { type Standing, wayTo } from "../model/release/plan/way.ts";
import { parseTemplate } from "../model/release/templateText.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { checkRoots, type ReleaseOnTheWay } from "./checkReleases.ts";
import { lastDurations } from "./history.ts";
import { liveStack } from "./liveStack.ts";
import type { Observation } from "./observeEnvironment.ts";
import { type ReadRoot, readRoots, rolesFor, targetOfFile } from "./readReleases.ts";
import type { Run } from "./run.ts";
import { refuseSource } from "./source/refuseSource.ts";

/** A plan, and what carrying it out takes. */
export interface PlannedRun {
  readonly plan: EnvironmentPlan;
  /** What `deployRelease` takes, one per hop; fewer where a finding says that templates can't be read. */
  readonly checked: readonly ReleaseOnTheWay[];
}

export interface WantedRelease {
  readonly to: ReleaseVersion;
  readonly source: "file" | "option";
  /**
   * What is planned. `deploy`: a first deploy, or one hop from the running release to itself, for parameters and tags;
   * another release is refused. `upgrade`: from the running release to another; none to be there is refused. Left out:
   * the first deploy where nothing stands, else the upgrade.
   */
  readonly mode?: "deploy" | "upgrade";
  /** The release that runs, by who calls: taken where AWS does not tell. */
  readonly from?: ReleaseVersion;
}

/**
 * Plans one run: which releases it goes through, what each changes and what speaks against it, from all templates on the
 * way, before anything moves. Changes nothing.
 * @throws PantherError `source-environment` where Panther is deployed from its source
 * @param durations What the steps of earlier runs took, oldest first; left out: what this folder's journals say.
 */
export async function planRun(
  run: Run,
  observation: Observation,
  wanted: WantedRelease,
  durations?: readonly StepDuration[],
): Promise<PlannedRun> {
  refuseSource(run.environment);
  const { environment, catalog, accept, timing } = run;
  const { running, findings: runningFindings } = runningBy(observation, wanted.from);
  const mode = wanted.mode ?? (observation.kind === "nothing" ? "deploy" : "upgrade");
  const way = wayTo({
    environment: environment.name,
    standing: standingOf(observation, running),
    to: wanted.to,
    mode,
    catalog,
  });
  const releases = way.hops.map(({ to }) => to);
  const live = observation.kind === "running" ? await liveSettings(run, observation.root.stackId) : undefined;
  const read = await readRoots(run, releases);
  const target = await targetOfFile(run, releases);
  const roots = read.flatMap(({ release, root }) => (root ? [{ release, root }] : []));
  const checked = await checkRoots(run, roots, [...(live ? [live.template] : []), ...target.templates]);
  const roles = await rolesFor(run, releases);
  const plan = environmentPlan({
    environment,
    running,
    ...(live && { live }),
    to: wanted.to,
    toSource: wanted.source,
    catalog,
    hops: way.hops,
    releases: read.map((one) => factsOf(one, checked)),
    publishedRoles: roles.published,
    findings: [
      ...stackFindings(observation.root),
      ...runningFindings,
      ...way.findings,
      ...target.findings,
      ...roles.findings,
    ],
    accept,
    durations: (durations ?? (await lastDurations(run.projectDirectory, environment.name))).filter(
      ({ side }) => side === run.side,
    ),
    now: timing.now(),
  });
  return { plan, checked };
}

async function liveSettings(run: Run, stackId: string): Promise<LiveSettings> {
  const { templateBody, parameters, tags } = await liveStack(run.aws.stacks, stackId);
  return { template: parseTemplate(templateBody), parameters, tags };
}

interface Running {
  readonly version: ReleaseVersion;
  readonly source: ReleaseSource;
}

/** What AWS tells wins over what somebody says. */
function runningBy(
  observation: Observation,
  said: ReleaseVersion | undefined,
): { readonly running: Running | null; readonly findings: readonly Finding[] } {
  const told = observation.kind === "running" ? observation.running : undefined;
  if (said === undefined || told?.version === said) return { running: told ?? null, findings: [] };
  if (observation.kind === "running" && !told) return { running: { version: said, source: "user" }, findings: [] };
  const runs = told ? `${tagOf(told.version)} runs (known by ${told.source})` : "nothing runs";
  const unused: Finding = {
    severity: "warning",
    code: "from-not-used",
    message: `${runs}, and not ${tagOf(said)}, which was given as the running release.`,
    fix: "Leave --from out: it is for environments whose release AWS does not tell.",
  };
  return { running: told ?? null, findings: [unused] };
}

function standingOf({ kind }: Observation, running: Running | null): Standing {
  if (kind === "nothing") return { kind: "nothing" };
  return running ? { kind: "release", release: running.version } : { kind: "unknown" };
}

function factsOf({ release, root, findings }: ReadRoot, checked: readonly ReleaseOnTheWay[]): ReleaseFacts {
  const own = checked.find((one) => one.release === release);
  if (!root || !own) return { runtimes: [], leftOut: [], findings };
  return { root, runtimes: own.runtimes, leftOut: own.leftOut, findings: own.findings };
}
