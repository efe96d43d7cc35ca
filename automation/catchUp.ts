import { type SideName, sideOfUrn } from "../model/environment/sides.ts";
import { type EnvironmentPlan, releasesOnTheWay } from "../model/release/environmentPlan.ts";
import { versionOfTemplateUrl } from "../model/release/templateUrl.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { type Approve, refusedBy } from "./approvedPlan.ts";
import { webRoleLeft } from "./china/webRoleLeft.ts";
import type { Outcome, Progress } from "./command.ts";
import { deployRelease } from "./deployRelease.ts";
import { type StateResource, stackRole } from "./importedState.ts";
import type { Observation } from "./observeEnvironment.ts";
import { refusalOfPlan } from "./planRefusal.ts";
import { planRun } from "./planRun.ts";
import type { PlannedSides } from "./planSides.ts";
import { exportState, type State } from "./pulumiState.ts";
import type { Run } from "./run.ts";
import { type StandingSide, standingSide } from "./standingSide.ts";

export interface CatchUpOptions {
  readonly plan: Pick<EnvironmentPlan, "from">;
  /** Whether another `up` follows, which was shown and approved with all that the file changes. */
  readonly isFollowed: boolean;
  /** Of a split: what stands on the other side. */
  readonly other?: StandingSide;
  readonly webRoleStands?: boolean;
  /** Of the environment's file as it was planned with. */
  readonly fileMark: string;
  readonly approve?: Approve;
}

/**
 * {@link catchUp} for all sides of an environment.
 * @returns undefined where all of Panther, of a split its backend, was not behind: its build is then still to be looked after
 */
export async function catchUpSides(
  run: Run,
  progress: Progress,
  { plan, observation, web }: PlannedSides,
  options: Pick<CatchUpOptions, "fileMark" | "approve">,
): Promise<Outcome | undefined> {
  const shared = { ...options, isFollowed: releasesOnTheWay(plan).length > 0 };
  if (!web) return await catchUp(run, progress, observation, { plan, ...shared });
  const besides =
    web.plan.from === null
      ? { webRoleStands: await webRoleLeft(web.run) }
      : { other: await standingSide(web.run, web.plan.from) };
  const backend = await catchUp(run, progress, observation, { plan, ...shared, ...besides });
  if (backend && backend.kind !== "done") return backend;
  if (web.plan.from === null || plan.from === null) return backend;
  const other = await standingSide(run, plan.from);
  const ofWeb = await catchUp(web.run, progress, web.observation, { plan: web.plan, ...shared, other });
  return ofWeb && ofWeb.kind !== "done" ? ofWeb : backend;
}

/**
 * Where Pulumi was killed while CloudFormation went on, or somebody upgraded by hand, its state is of an earlier release
 * than the one that runs. The next hop would then seem to leave out a minor, and where there is no hop left the state would
 * stay as it is. An `up` of the release that runs mends that; CloudFormation finds nothing to do in it.
 *
 * @returns undefined where the state is of the release that runs
 */
export async function catchUp(
  run: Run,
  progress: Progress,
  observation: Observation,
  { plan, isFollowed, fileMark, approve, ...besides }: CatchUpOptions,
): Promise<Outcome | undefined> {
  const { from } = plan;
  if (from === null) return undefined;
  const place = { projectDirectory: run.projectDirectory, environment: run.environment.name };
  // An environment that Pulumi doesn't know is the next `up`'s to tell of.
  const state = await exportState(place).catch(() => undefined);
  if (!state || !isBehind(state, from, { isFollowed, ...(run.side && { side: run.side }) })) return undefined;
  const planned = await planRun(run, observation, { mode: "deploy", to: from, source: "option", from });
  const [checked] = planned.checked;
  if (!checked) return undefined;
  const message = `Pulumi's state is of what stood before ${tagOf(from)}, which runs: it is brought up to that first.`;
  run.report({ type: "notice", message });
  const refusal = refusalOfPlan(run, planned);
  if (refusal) return refusal;
  if (!isFollowed) {
    const proposal = { command: "deploy", plan: planned.plan } as const;
    run.report({ type: "planned", ...proposal });
    const no = await refusedBy(approve, proposal, { run, observation });
    if (no) return no;
  }
  return await deployRelease(run, progress, {
    ...{ checked, newEnvironment: false, lookFirst: true, fileMark },
    running: from,
    ...besides,
  });
}

/**
 * Whether a state is not what an `up` of the release that runs leaves.
 * @param isFollowed Whether another `up` follows: it settles what is pending and writes the outputs anew.
 * @param side Of a split; the program's own outputs are of both, and say nothing then.
 */
export function isBehind(
  { deployment }: State,
  running: ReleaseVersion,
  { isFollowed, side }: { readonly isFollowed: boolean; readonly side?: SideName },
): boolean {
  const { resources: all = [], pending_operations: pending = [] } = deployment;
  const resources = side === undefined ? all : all.filter(({ urn }) => sideOfUrn(urn) === side);
  if (resources.some((resource) => releasesIn(resource).some((release) => release !== running))) return true;
  if (isFollowed) return false;
  const version = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs?.version;
  return pending.length > 0 || (version !== undefined && version !== tagOf(running));
}

/**
 * The release in a resource of the root stack: the stack's own inputs, and the component's outputs, which it has once its
 * stack has succeeded. None, where a private template's URL names no release.
 */
function releasesIn({ urn, type, inputs, outputs }: StateResource): readonly ReleaseVersion[] {
  const url =
    type === "panther:index:PantherRootStack"
      ? outputs?.templateUrl
      : stackRole(urn) === "root"
        ? inputs?.templateUrl
        : undefined;
  const release = typeof url === "string" ? versionOfTemplateUrl(url) : undefined;
  return release ? [release] : [];
}
