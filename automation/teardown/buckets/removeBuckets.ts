import { setMaxListeners } from "node:events";
import pLimit, { type LimitFunction } from "p-limit";
import type { BucketPlan } from "../../../model/teardown/buckets/bucketPlan.ts";
import type { BucketResult } from "../../../model/teardown/buckets/bucketResult.ts";
import type { Timing } from "../../timing.ts";
import type { BucketApis } from "./bucketApis.ts";
import type { ReportBucket } from "./bucketEvents.ts";
import { emptyBucket } from "./emptyBucket.ts";
import { expireBucket } from "./expireBucket.ts";
import { BucketGone, BucketRefused, openBucket } from "./openBucket.ts";
import { mustBeOwn } from "./ownBuckets.ts";
import type { Removal } from "./removal.ts";
import { stopWriters } from "./stopWriters.ts";

export interface RemoveBucketsRequest {
  readonly apis: BucketApis;
  /** The account whose buckets these are: every call is refused by S3 where a bucket is somebody else's. */
  readonly accountId: string;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly report: ReportBucket;
  /** Calls that delete, under way at once over all buckets; left out: 8. */
  readonly concurrency?: number;
  /** From 0 to below 1, for pauses that are not everybody's; left out: Math.random. */
  readonly random?: () => number;
}

const bucketsAtOnce = 4;

/**
 * Does what the plans say, bucket by bucket and several at once. What goes wrong with one stops no other. Running it again
 * goes on, whatever an earlier run had come to.
 * @returns what became of each, in the order of the plans
 * @throws the signal's reason when it aborts; PantherError where the credentials are no longer valid.
 */
export async function removeBuckets(
  plans: readonly BucketPlan[],
  request: RemoveBucketsRequest,
): Promise<readonly BucketResult[]> {
  const { signal, report, concurrency = 8 } = request;
  // Each of many calls at once listens to the signal, and Node.js takes more than ten for a leak.
  setMaxListeners(0, signal);
  const buckets = pLimit(bucketsAtOnce);
  const limit = pLimit(concurrency);
  const ended = await Promise.allSettled(
    plans.map((plan) =>
      buckets(async () => {
        signal.throwIfAborted();
        const result = await removeBucket(plan, request, limit);
        report({ type: "bucket-finished", bucket: plan.name, result });
        return result;
      }),
    ),
  );
  signal.throwIfAborted();
  return ended.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  });
}

async function removeBucket(
  plan: BucketPlan,
  request: RemoveBucketsRequest,
  limit: LimitFunction,
): Promise<BucketResult> {
  const { name, region, way, versioned, obstacle } = plan;
  const { timing, signal, report, random = Math.random } = request;
  const done = { versions: 0, uploads: 0 };
  if (way === "keep") return { kind: "kept", name, versions: 0 };
  const bucket = openBucket(name, request);
  const removal: Removal = { bucket, region, timing, signal, report, random, limit, done };
  report({ type: "bucket-started", bucket: name, way });
  try {
    if (plan.foundBy !== "name") await mustBeOwn(bucket);
    if (obstacle?.kind === "mfa-delete") {
      const { why, fix } = obstacle;
      return { kind: "failed", name, versions: 0, why, fix };
    }
    if (way === "expire") {
      return { kind: "expiring", name, versions: 0, canGoAfter: await expireBucket(removal, versioned) };
    }
    await stopWriters(removal);
    return await emptyBucket(removal);
  } catch (error) {
    if (error instanceof BucketGone) return { kind: "gone", name, versions: done.versions };
    if (error instanceof BucketRefused) return { kind: "failed", name, versions: done.versions, ...error.explained };
    throw error;
  }
}
