import { PantherError } from "../../model/error.ts";
import { type FixedName, fixedNames } from "../../model/preflight/fixedNames.ts";
import type { OwnedResource } from "../../model/preflight/leftovers.ts";
import { otherPanthers, type SeenStack } from "../../model/preflight/otherStacks.ts";
import { type ReleaseResource, releaseResources } from "../../model/preflight/releaseResources.ts";
import type { EnvironmentPlan, WayPlan } from "../../model/release/environmentPlan.ts";
import type { StepDuration } from "../../model/release/plan/durations.ts";
import type { PlanFinding } from "../../model/release/plan/planFindings.ts";
import { lastDurations } from "../history.ts";
import { type Observation, observeEnvironment } from "../observeEnvironment.ts";
import { planSides } from "../planSides.ts";
import type { Run } from "../run.ts";
import { once } from "./once.ts";
import { ownStackNames, resourcesOfStack, seenStacks } from "./ownedResources.ts";
import { roleStays } from "./roleStays.ts";
import { type TargetRelease, type TargetRole, targetRelease, targetRole } from "./targetRelease.ts";

/** The plan of one side. */
export interface SidePlan {
  readonly plan: WayPlan;
  /** About this side. */
  readonly findings: readonly PlanFinding[];
}

/** What several checks need, looked up once. */
export interface SideFacts {
  readonly observation: () => Promise<Observation>;
  readonly plan: () => Promise<SidePlan>;
  /** The release wanted. */
  readonly target: () => Promise<TargetRelease>;
  /** The template of the role that goes with it. */
  readonly role: () => Promise<TargetRole>;
  /** Whether the role's stack has that template and its parameters already, so that its step changes nothing. */
  readonly roleStays: () => Promise<boolean>;
  /** What the release wanted makes. */
  readonly releaseResources: () => Promise<readonly ReleaseResource[]>;
  /** What its role's template makes; nothing where somebody else manages the role, or the template can't be read. */
  readonly roleResources: () => Promise<readonly ReleaseResource[]>;
  /** What the release wanted and its role's template make. */
  readonly resources: () => Promise<readonly ReleaseResource[]>;
  readonly names: () => Promise<readonly FixedName[]>;
  /** Every stack that is there. */
  readonly stacks: () => Promise<readonly SeenStack[]>;
  /** What other Panthers' stacks hold. */
  readonly others: () => Promise<readonly OwnedResource[]>;
  /** What the environment's own stacks hold. */
  readonly owned: () => Promise<readonly OwnedResource[]>;
}

/** What is planned of a side: the web side, or the backend, which is all there is where nothing is split. */
export type PlanOfSide = (side: "web" | undefined) => Promise<SidePlan>;

/** Both sides are planned together; of the answer each has its own part. */
export function planOfSides(backend: Run): PlanOfSide {
  const planned = once(async () => {
    const { environment, projectDirectory } = backend;
    const durations: readonly StepDuration[] = await lastDurations(projectDirectory, environment.name);
    return (await planSides(backend, { to: environment.version, source: "file" }, durations)).plan;
  });
  return async (side) => partOfSide(await planned(), side);
}

/** What a plan has of one side. */
export function partOfSide({ findings, ...plan }: EnvironmentPlan, side: "web" | undefined): SidePlan {
  return {
    plan: side === "web" && plan.web ? plan.web : plan,
    findings: findings.filter((one) => one.side === side),
  };
}

export function sideFacts(run: Run, planOf: PlanOfSide): SideFacts {
  const target = once(() => targetRelease(run));
  const stacks = once(() => seenStacks(run));
  const own = ownStackNames(run);
  const rootsNamed = (all: readonly SeenStack[]) =>
    all.filter(({ name, rootId }) => rootId === undefined && own.includes(name));
  const inStacks = async (some: readonly SeenStack[]) =>
    (await Promise.all(some.map(({ stackId }) => resourcesOfStack(run.aws.stacks, stackId)))).flat();
  const role = once(() => targetRole(run));
  const ofRelease = once(async () => resourcesOfRelease(run, await target()));
  const ofRole = once(async () => resourcesOfRole(run, await roleToDeploy(run, role)));
  const resources = once(async () => [...(await ofRelease()), ...(await ofRole())]);
  return {
    observation: once(() => observeEnvironment(run)),
    plan: once(() => planOf(run.side === "web" ? "web" : undefined)),
    target,
    role,
    roleStays: once(async () => roleStays(run, await role())),
    releaseResources: ofRelease,
    roleResources: ofRole,
    resources,
    names: once(async () => fixedNames(await resources())),
    stacks,
    owned: once(async () => inStacks(rootsNamed(await stacks()))),
    others: once(async () => inStacks(otherPanthers(await stacks(), own))),
  };
}

/** A role's template that can't be read is another check's to tell. */
async function roleToDeploy({ environment }: Run, role: () => Promise<TargetRole>): Promise<TargetRole | undefined> {
  if (environment.deploymentRole.kind === "existing") return undefined;
  return await role().catch((error: unknown) => {
    if (error instanceof PantherError) return undefined;
    throw error;
  });
}

function resourcesOfRelease({ environment }: Run, { root, nested }: TargetRelease): readonly ReleaseResource[] {
  const { parameters, expectedAccountId: accountId, region } = environment;
  return releaseResources(root, nested, parameters, { accountId, region });
}

function resourcesOfRole({ environment }: Run, role: TargetRole | undefined): readonly ReleaseResource[] {
  const { expectedAccountId: accountId, region, deploymentRole } = environment;
  if (!role || deploymentRole.kind === "existing") return [];
  const parameters = { ...deploymentRole.parameters, DeploymentRoleName: deploymentRole.roleName };
  return releaseResources(role.template, {}, parameters, { accountId, region });
}
