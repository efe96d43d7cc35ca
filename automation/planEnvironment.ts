import { PantherError } from "../model/error.ts";
import type { Finding } from "../model/finding.ts";
import { type EnvironmentPlan, environmentPlan, type ReleaseFacts } from "../model/release/environmentPlan.ts";
import type { StepDuration } from "../model/release/plan/durations.ts";
import { type Standing, wayTo } from "../model/release/plan/way.ts";
import type { Template } from "../model/release/template.ts";
import { parseVersion, type ReleaseVersion } from "../model/release/version.ts";
import { checkFetched, type ReleaseOnTheWay } from "./checkReleases.ts";
import { type FetchedRelease, fetchRelease } from "./fetchRelease.ts";
import { liveTemplate } from "./liveTemplate.ts";
import { type Observation, observeEnvironment } from "./observeEnvironment.ts";
import { publishedRoles } from "./publishedRoles.ts";
import { type Run, type RunOptions, startRun } from "./run.ts";

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
}

export interface PlanEnvironmentOptions extends RunOptions {
  /** The release to plan for instead of the one that the environment wants. */
  readonly to?: string;
  /** What the steps of earlier runs took, oldest first. */
  readonly durations?: readonly StepDuration[];
}

/**
 * Plans the way to the release that an environment wants. Changes nothing: what speaks against it is among the findings.
 * @throws PantherError when the environment's file, the account or the version is wrong; the SDK's errors as they are.
 */
export async function planEnvironment(options: PlanEnvironmentOptions): Promise<EnvironmentPlan> {
  const { to, durations, ...rest } = options;
  const option = to === undefined ? undefined : parseVersion(to);
  const run = await startRun(rest);
  const wanted: WantedRelease =
    option === undefined ? { to: run.environment.version, source: "file" } : { to: option, source: "option" };
  return (await planRun(run, await observeEnvironment(run), wanted, durations)).plan;
}

/**
 * Plans one run: which releases it goes through, what each changes and what speaks against it, from all templates on the
 * way, before anything moves. Changes nothing.
 * @param durations What the steps of earlier runs took, oldest first.
 */
export async function planRun(
  run: Run,
  observation: Observation,
  wanted: WantedRelease,
  durations: readonly StepDuration[] = [],
): Promise<PlannedRun> {
  const { environment, catalog, accept, timing } = run;
  const running = observation.kind === "running" ? (observation.running ?? null) : null;
  const mode = wanted.mode ?? (observation.kind === "nothing" ? "deploy" : "upgrade");
  const way = wayTo({ environment: environment.name, standing: standingOf(observation), to: wanted.to, mode, catalog });
  const releases = way.hops.map(({ to }) => to);
  const standing = observation.kind === "running" && releases.length > 0;
  const live = standing ? await liveTemplate(run, observation.root.stackId) : undefined;
  const read = await readReleases(run, releases);
  const target = await targetOfFile(run, releases);
  const fetched = read.flatMap(({ fetched }) => fetched ?? []);
  const checked = checkFetched(run, fetched, [...(live ? [live] : []), ...target.templates]);
  const roles = await rolesFor(run, releases);
  const plan = environmentPlan({
    environment,
    running,
    ...(live && { liveTemplate: live }),
    to: wanted.to,
    toSource: wanted.source,
    catalog,
    hops: way.hops,
    releases: read.map((one) => factsOf(one, checked)),
    publishedRoles: roles.published,
    findings: [...way.findings, ...target.findings, ...roles.findings],
    accept,
    durations,
    now: timing.now(),
  });
  return { plan, checked };
}

function standingOf(observation: Observation): Standing {
  if (observation.kind === "nothing") return { kind: "nothing" };
  return observation.running ? { kind: "release", release: observation.running.version } : { kind: "unknown" };
}

interface ReadRelease {
  readonly release: ReleaseVersion;
  readonly fetched?: FetchedRelease;
  readonly findings: readonly Finding[];
}

/** Reads what can be read: one release without templates must not hide what is wrong with the others. */
async function readReleases(run: Run, releases: readonly ReleaseVersion[]): Promise<readonly ReadRelease[]> {
  const read: ReadRelease[] = [];
  // One after the other: a release's nested templates are read side by side already.
  for (const release of releases) {
    run.signal.throwIfAborted();
    read.push(await readRelease(run, release));
  }
  return read;
}

async function readRelease({ aws, environment }: Run, release: ReleaseVersion): Promise<ReadRelease> {
  try {
    return { release, fetched: await fetchRelease(aws.objects, environment, release), findings: [] };
  } catch (error) {
    if (!(error instanceof PantherError)) throw error;
    const { code, message, fix } = error;
    return { release, findings: [{ severity: "error", code, message, fix }] };
  }
}

/** The file is written for the release wanted there, and may name parameters that only that one has. */
async function targetOfFile(
  run: Run,
  releases: readonly ReleaseVersion[],
): Promise<{ readonly templates: readonly Template[]; readonly findings: readonly Finding[] }> {
  const { version } = run.environment;
  if (releases.length === 0 || releases.includes(version)) return { templates: [], findings: [] };
  const { fetched, findings } = await readRelease(run, version);
  return { templates: fetched ? [fetched.root] : [], findings };
}

async function rolesFor(
  { aws, environment }: Run,
  releases: readonly ReleaseVersion[],
): Promise<{ readonly published: readonly ReleaseVersion[] | undefined; readonly findings: readonly Finding[] }> {
  if (releases.length === 0 || environment.deploymentRole.kind !== "deploy") return { published: [], findings: [] };
  const { region, templateSource: source } = environment;
  // One call for all: these templates are few.
  const published = await publishedRoles(aws.objects, "all", { region, source });
  if (published) return { published, findings: [] };
  const assumed: Finding = {
    severity: "warning",
    code: "role-versions-not-listed",
    message: "Which templates of the deployment role are published can't be looked at: each release's own is assumed.",
    fix: "Allow the caller s3:ListBucket on the bucket of these templates, or check that each is there.",
  };
  return { published: undefined, findings: [assumed] };
}

function factsOf({ release, fetched, findings }: ReadRelease, checked: readonly ReleaseOnTheWay[]): ReleaseFacts {
  const own = checked.find((one) => one.release === release);
  if (!fetched || !own) return { leftOut: [], findings };
  return { templates: fetched, leftOut: own.leftOut, findings: [...findings, ...own.findings] };
}
