import type { BucketResult } from "../../model/teardown/buckets/bucketResult.ts";
import type { LogGroupPlan } from "../../model/teardown/logGroups/logGroupPlan.ts";
import { logGroupOwners } from "../../model/teardown/owners.ts";
import { unreadFinding } from "../../model/teardown/planFindings.ts";
import type { SideTeardown, TeardownPlan } from "../../model/teardown/teardownPlan.ts";
import type { Outcome } from "../command.ts";
import { seenStacks } from "../preflight/ownedResources.ts";
import type { Run } from "../run.ts";
import { blockingLeftovers, type InTheWay } from "./blockingLeftovers.ts";
import { removeBuckets } from "./buckets/removeBuckets.ts";
import type { Deployment } from "./findDeployment.ts";
import { deleteKeys, deleteSecret } from "./joinSide.ts";
import { planLogGroups } from "./logGroups/planLogGroups.ts";
import { removeLogGroups } from "./logGroups/removeLogGroups.ts";
import { lookAtRest } from "./lookAtRest.ts";
import { nameOfLook, ofJoin, type Planned } from "./planTeardown.ts";
import { emptyPulumi } from "./pulumiSide.ts";
import { removeReleaseBucket } from "./releaseBucket.ts";
import { removeStacks } from "./removeStacks.ts";
import type { TeardownSide } from "./side.ts";
import type { PulumiResult, SideResult, TeardownResult } from "./teardownEvents.ts";
import { isWell, outcomeOf } from "./teardownOutcome.ts";
import { teardownStep } from "./teardownStep.ts";

/** A side of the plan with what it is about. */
interface SideWork extends TeardownSide {
  readonly plan: SideTeardown;
  readonly deployment: Deployment;
}

type Done = Pick<SideResult, "buckets" | "logGroups">;

/**
 * Does what a confirmed plan says: all stacks, then buckets and log groups, what joins the sides, and Pulumi's state last,
 * since as long as that has the stacks the next run knows of them. A stack that fails ends it before any bucket is touched.
 */
export async function carryOut(sides: readonly TeardownSide[], { plan, deployments }: Planned): Promise<Outcome> {
  const works = sides.map((side, index): SideWork => {
    const [of, deployment] = [plan.sides[index], deployments[index]];
    if (!of || !deployment) throw new Error("A plan has a part for each side.");
    return { ...side, plan: of, deployment };
  });
  for (const { run, plan: of } of works) {
    const failed = await removeStacks(run, of.stacks);
    if (failed) return { kind: "failed", event: failed };
  }
  const done: Done[] = [];
  for (const work of works) done.push({ buckets: await bucketsOf(work), logGroups: await logGroupsOf(work) });
  const joined = await removeJoin(works, plan);
  const [{ run }] = works.slice(-1) as [SideWork];
  const emptied = () => emptyPulumi(run, sides, plan.pulumi, standingBucket(plan, joined));
  const isWhole = ({ kind }: PulumiResult) => kind !== "left";
  const pulumi: PulumiResult =
    plan.pulumi.kind === "none" ? { kind: "none" } : await teardownStep(run, { step: "pulumi" }, emptied, isWhole);
  const ofUnknownRelease = works.some(({ deployment }) => isOfUnknownRelease(run, deployment));
  const ways = await blockingLeftovers(run, { ofUnknownRelease });
  const results = await Promise.all(
    works.map((work, index) => sideResult(work, done[index] ?? { buckets: [], logGroups: [] }, ways)),
  );
  const result: TeardownResult = { environment: plan.environment, sides: results, ...joined, pulumi };
  run.report({ type: "torn-down", ...result });
  return outcomeOf(result);
}

async function bucketsOf({ run, apis, plan }: SideWork): Promise<readonly BucketResult[]> {
  const plans = plan.buckets.flatMap((look) => (look.kind === "planned" ? [look.bucket] : []));
  if (plans.length === 0) return [];
  const { timing, signal, side, report, environment } = run;
  run.aboutToChange();
  return await teardownStep(
    run,
    { step: "buckets" },
    () =>
      removeBuckets(plans, {
        apis: apis.buckets,
        accountId: environment.expectedAccountId,
        timing,
        signal,
        report: (event) => report({ ...event, ...(side !== undefined && { side }) }),
      }),
    (results) => results.every(isWell),
  );
}

/** Looks once more: while it is deleted a stack's functions write logs, too. */
async function logGroupsOf({ run, apis, plan, deployment }: SideWork): Promise<SideResult["logGroups"]> {
  const { signal, side, report } = run;
  const owners = logGroupOwners(deployment.resources);
  const found = await planLogGroups({ apis: apis.logGroups, owners, signal });
  const plans = found.map((group): LogGroupPlan => {
    const decided = plan.logGroups.find(({ name }) => name === group.name)?.way;
    return group.way === "ask" ? { ...group, way: decided === "delete" ? "delete" : "keep" } : group;
  });
  if (plans.length === 0) return [];
  run.aboutToChange();
  return await teardownStep(
    run,
    { step: "log-groups" },
    () =>
      removeLogGroups(plans, {
        apis: apis.logGroups,
        signal,
        report: (result) => report({ type: "log-group-finished", result, ...(side !== undefined && { side }) }),
      }),
    (results) => results.every(({ kind }) => kind !== "failed"),
  );
}

async function removeJoin(
  works: readonly SideWork[],
  { join }: TeardownPlan,
): Promise<Pick<TeardownResult, "keys" | "secret" | "releaseBucket">> {
  const [web, backend] = works;
  if (!join || !web || !backend) return { keys: [] };
  const keys =
    join.keys.length === 0
      ? []
      : await teardownStep(backend.run, { step: "gateway-keys" }, () => deleteKeys(backend, join));
  const secret =
    join.secret.kind === "none"
      ? undefined
      : await teardownStep(web.run, { step: "secret" }, () => deleteSecret(web, join));
  const releaseBucket = await releaseBucketOf(backend, join);
  return { keys, ...(secret && { secret }), ...(releaseBucket && { releaseBucket }) };
}

/** Name of the release bucket where it is there now. */
function standingBucket(
  { join }: TeardownPlan,
  { releaseBucket: result }: Pick<TeardownResult, "releaseBucket">,
): string | undefined {
  if (join?.releaseBucket.kind === "keep") return join.releaseBucket.name;
  return result === undefined || result.kind === "deleted" || result.kind === "gone" ? undefined : result.name;
}

async function releaseBucketOf(
  backend: SideWork,
  { releaseBucket }: NonNullable<TeardownPlan["join"]>,
): Promise<BucketResult | undefined> {
  if (releaseBucket.kind !== "remove") return undefined;
  const { look } = releaseBucket;
  if (look.kind === "unreadable") return { versions: 0, ...look, kind: "failed" };
  const { bucket } = look;
  backend.run.aboutToChange();
  return await teardownStep(
    backend.run,
    { step: "release-bucket" },
    () => removeReleaseBucket(backend, bucket),
    isWell,
  );
}

/** `describedByStack` has no role of its own for what it describes. */
function isOfUnknownRelease({ environment: { deploymentRole } }: Run, { kind }: Deployment): boolean {
  return kind === "source" || (deploymentRole.kind === "existing" && deploymentRole.arn === "");
}

async function sideResult(work: SideWork, done: Done, ways: readonly InTheWay[]): Promise<SideResult> {
  const { run, plan, deployment } = work;
  const { side, accountId, region, stacks, buckets, logGroups } = plan;
  const way = ways.find((one) => one.side === side);
  const { stays, unread } = await teardownStep(run, { step: "look" }, async () =>
    lookAtRest(work, {
      seen: await seenStacks(run),
      deletedStacks: [],
      deployed: deployment.kind === "none" ? [] : deployment.resources.filter(({ retained }) => retained),
      // Of these their own results tell.
      planned: [
        ...buckets.map(nameOfLook),
        ...logGroups.map(({ name }) => name),
        ...done.logGroups.map(({ name }) => name),
        ...ofJoin(run),
      ],
      because: {},
    }),
  );
  return {
    ...(side !== undefined && { side }),
    accountId,
    region,
    stacks: stacks.map(({ name }) => name),
    ...done,
    unreadable: buckets.flatMap((look) => (look.kind === "unreadable" ? [look.name] : [])),
    stays,
    blocking: way?.blocking ?? [],
    unclear: [...unread.map(unreadFinding), ...(way?.unclear ?? [])],
  };
}
