import type { SideName } from "../../model/environment/sides.ts";
import type { Finding } from "../../model/finding.ts";
import type { SeenStack } from "../../model/preflight/otherStacks.ts";
import type { BucketLook } from "../../model/teardown/buckets/bucketPlan.ts";
import type { LogGroupPlan } from "../../model/teardown/logGroups/logGroupPlan.ts";
import { namedFindings } from "../../model/teardown/namedStack.ts";
import { logGroupOwners } from "../../model/teardown/owners.ts";
import { othersFindings, pulumiFindings, unreadFinding } from "../../model/teardown/planFindings.ts";
import {
  acceptableTeardownCodes,
  hasCleanUp,
  othersLogGroupFindings,
  roleFindings,
  teardownCodeFindings,
} from "../../model/teardown/teardownFindings.ts";
import type { PulumiTeardown, SideTeardown, TeardownFinding, TeardownPlan } from "../../model/teardown/teardownPlan.ts";
import { seenStacks } from "../preflight/ownedResources.ts";
import type { Run } from "../run.ts";
import { planBuckets } from "./buckets/planBuckets.ts";
import { type Deployment, findDeployment } from "./findDeployment.ts";
import { planJoin } from "./joinSide.ts";
import { liveRole } from "./liveRole.ts";
import { planLogGroups } from "./logGroups/planLogGroups.ts";
import { lookAtRest } from "./lookAtRest.ts";
import { planPulumi } from "./pulumiSide.ts";
import type { TeardownSide } from "./side.ts";
import { whyRoleStays } from "./whyRoleStays.ts";

/** What whoever calls may choose. */
export interface TeardownChoices {
  /** Leave all buckets and what is in them. */
  readonly keepData: boolean;
  /** From how many versions on a bucket is left to an expiration rule. */
  readonly threshold: number;
  /** ARN of a role for CloudFormation to delete with, in place of the one that it acts with. */
  readonly roleArn?: string;
  /** Log groups that go as well, of those whose owner is not known. */
  readonly logGroups: readonly string[];
  readonly deleteSecretNow: boolean;
  readonly deleteReleaseBucket: boolean;
  /** Remove the Pulumi stack as well, with its history. */
  readonly removeStack: boolean;
}

export interface PlanRequest extends TeardownChoices {
  /** In the order in which they go. */
  readonly sides: readonly [TeardownSide, ...TeardownSide[]];
  /** What has to be typed. */
  readonly confirmation: string;
  /** Whether the root stack is that of an environment's file: then its role and Pulumi's state go as well. Else it was named. */
  readonly isEnvironments: boolean;
  /** Codes of findings that are accepted by name. */
  readonly accept: readonly string[];
}

/** A plan, and what is not for people in it. */
export interface Planned {
  readonly plan: TeardownPlan;
  /** What each side had, in the order of the plan's sides: it tells what belonged to it once it is gone. */
  readonly deployments: readonly Deployment[];
}

/** Everything that a teardown will do, and everything that it leaves. Changes nothing. */
export async function planTeardown(request: PlanRequest): Promise<Planned> {
  const { sides, confirmation, accept } = request;
  const backend = sides.at(-1) ?? sides[0];
  const planned = await Promise.all(sides.map((side) => planSide(side, request)));
  const [web] = sides.length > 1 ? sides : [];
  const join = web && (await planJoin({ ...request, backend, web }));
  const pulumi: PulumiTeardown = request.isEnvironments
    ? await planPulumi(backend.run, request.removeStack, join)
    : { kind: "none" };
  const kinds = planned.map(({ deployment }) => deployment.kind);
  const findings = [...planned.flatMap((side) => side.findings), ...pulumiFindings(pulumi)];
  const plan: TeardownPlan = {
    environment: backend.run.environment.name,
    confirmation,
    deployment: kinds.find((kind) => kind !== "none") ?? "none",
    sides: planned.map(({ plan }) => plan),
    ...(join && { join }),
    pulumi,
    findings: findings.map((one) => asAccepted(one, accept)),
  };
  return { plan, deployments: planned.map(({ deployment }) => deployment) };
}

function asAccepted(finding: TeardownFinding, accept: readonly string[]): TeardownFinding {
  const isAccepted = accept.includes(finding.code) && acceptableTeardownCodes.includes(finding.code);
  return isAccepted ? { ...finding, severity: "warning", accepted: true } : finding;
}

interface PlannedSide {
  readonly deployment: Deployment;
  readonly plan: SideTeardown;
  readonly findings: readonly TeardownFinding[];
}

async function planSide({ run, apis }: TeardownSide, choices: PlanRequest): Promise<PlannedSide> {
  const { environment, signal, side, timing } = run;
  const { expectedAccountId: accountId, region, deploymentRole } = environment;
  const place = { accountId, region };
  const seen = await seenStacks(run);
  const roleStays = await whyRoleStays(run, choices.isEnvironments);
  const { roleArn } = choices;
  const deployment = await findDeployment(run, {
    seen,
    isNamed: !choices.isEnvironments,
    ...(roleStays !== undefined && { roleStays }),
    ...(roleArn !== undefined && { roleArn }),
  });
  const { resources, roleResources, stacks } = deployment;
  const standing = stacks.find(({ kind }) => kind === "root" || kind === "source");
  const [buckets, foundLogGroups, role] = await Promise.all([
    planBuckets({
      apis: apis.buckets,
      ...place,
      threshold: choices.threshold,
      keepData: choices.keepData,
      timing,
      signal,
    }),
    planLogGroups({ apis: apis.logGroups, owners: logGroupOwners(resources), signal }),
    liveRole(apis.iam, standing?.roleArn),
  ]);
  const logGroups = foundLogGroups.map((group) => decided(group, choices.logGroups));
  const { stays, unread } = await lookAtRest(
    { run, apis },
    {
      seen,
      deletedStacks: stacks.map(({ stackId }) => stackId),
      // Of a root stack that is gone, what it retained may be gone as well: what is there is found.
      deployed: standing ? [...resources, ...roleResources] : roleResources,
      planned: [...buckets.map(nameOfLook), ...logGroups.map(({ name }) => name), ...ofJoin(run)],
      because: {
        ...(roleStays !== undefined && deploymentRole.kind === "deploy" && { [deploymentRole.stackName]: roleStays }),
        ...(hasCleanUp(resources) && {
          "panther-engine-globals": "Panther's own clean-up function removes it, as a rule",
        }),
      },
    },
  );
  const findings: readonly Finding[] = [
    ...ofName(deployment, environment.rootStackName, seen),
    ...othersFindings(seen, deployment.ownNames),
    ...(standing ? roleFindings({ ...place, stackName: standing.name, role, resources }) : []),
    ...(standing ? teardownCodeFindings(resources, place) : []),
    ...(standing ? othersLogGroupFindings(resources, logGroups) : []),
    ...unread.map(unreadFinding),
  ];
  return {
    deployment,
    plan: { ...ofSide(side), ...place, stacks, buckets, logGroups, stays },
    findings: findings.map((finding) => ({ ...finding, ...ofSide(side) })),
  };
}

/** Of a name that nobody gave with --stack there is nothing to say: the environment's file has it. */
function ofName({ named, wasDeleted }: Deployment, name: string, seen: readonly SeenStack[]): readonly Finding[] {
  return named ? namedFindings({ name, found: named, wasDeleted, seen }) : [];
}

/** What is between the sides of a split has a part of the plan of its own: by name, the secret and the release bucket. */
export function ofJoin({
  side,
  backend,
  environment,
}: Pick<Run, "side" | "backend" | "environment">): readonly string[] {
  const { topology, templateSource } = backend?.environment ?? environment;
  if (topology.kind === "standard") return [];
  if (side === "web") return [topology.china.secretName];
  return templateSource.kind === "bucket" ? [templateSource.bucket] : [];
}

/** What somebody has decided that it goes. */
export function decided(group: LogGroupPlan, names: readonly string[]): LogGroupPlan {
  return group.way === "ask" && names.includes(group.name) ? { ...group, way: "delete" } : group;
}

function ofSide(side: SideName | undefined): { readonly side?: SideName } {
  return side === undefined ? {} : { side };
}

export function nameOfLook(look: BucketLook): string {
  return look.kind === "planned" ? look.bucket.name : look.name;
}
