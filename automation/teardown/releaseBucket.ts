import type { BucketLook, BucketPlan } from "../../model/teardown/buckets/bucketPlan.ts";
import type { BucketResult } from "../../model/teardown/buckets/bucketResult.ts";
import { planBucket } from "./buckets/planBuckets.ts";
import { removeBuckets } from "./buckets/removeBuckets.ts";
import type { TeardownSide } from "./side.ts";

/** A release's copies are a few hundred objects: they are deleted, however many. */
const threshold = Number.POSITIVE_INFINITY;

/** The bucket that releases were copied to, which has no tags of Panther's; undefined where there is none. Changes nothing. */
export async function lookAtReleaseBucket({ run, apis }: TeardownSide, name: string): Promise<BucketLook | undefined> {
  const { environment, timing, signal } = run;
  const { expectedAccountId: accountId, region } = environment;
  return planBucket(name, { apis: apis.buckets, accountId, region, threshold, keepData: false, timing, signal });
}

/** Empties and deletes it. */
export async function removeReleaseBucket({ run, apis }: TeardownSide, plan: BucketPlan): Promise<BucketResult> {
  const { environment, timing, signal, report } = run;
  const [result] = await removeBuckets([plan], {
    apis: apis.buckets,
    accountId: environment.expectedAccountId,
    timing,
    signal,
    report: (event) => report({ ...event, side: "backend" }),
  });
  return result ?? { kind: "gone", name: plan.name, versions: 0 };
}
