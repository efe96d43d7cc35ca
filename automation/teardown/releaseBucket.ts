import pLimit from "p-limit";
import type { BucketLook } from "../../model/teardown/buckets/bucketPlan.ts";
import type { BucketResult } from "../../model/teardown/buckets/bucketResult.ts";
import { emptyBucket } from "./buckets/emptyBucket.ts";
import { lookAtBucket } from "./buckets/lookAtBucket.ts";
import { BucketGone, BucketRefused, openBucket } from "./buckets/openBucket.ts";
import type { TeardownSide } from "./side.ts";

/** A release's copies are a few hundred objects: they are deleted, however many. */
const threshold = Number.POSITIVE_INFINITY;
/** Calls that delete, under way at once. */
const atOnce = 8;

/** The bucket that releases were copied to, which has no tags of Panther's; undefined where there is none. Changes nothing. */
export async function lookAtReleaseBucket(side: TeardownSide, name: string): Promise<BucketLook | undefined> {
  const { region } = side.run.environment;
  try {
    return { kind: "planned", bucket: await lookAtBucket(opened(side, name), { region, threshold, keepData: false }) };
  } catch (error) {
    if (error instanceof BucketGone) return undefined;
    if (error instanceof BucketRefused) return { kind: "unreadable", name, ...error.explained };
    throw error;
  }
}

/** Empties and deletes it. Nothing writes to it but copies of releases, and those this run's lease keeps away. */
export async function removeReleaseBucket(side: TeardownSide, name: string): Promise<BucketResult> {
  const { timing, signal, report, environment } = side.run;
  const done = { versions: 0, uploads: 0 };
  try {
    return await emptyBucket({
      bucket: opened(side, name),
      region: environment.region,
      timing,
      signal,
      report: (event) => report({ ...event, side: "backend" }),
      random: Math.random,
      limit: pLimit(atOnce),
      done,
    });
  } catch (error) {
    if (error instanceof BucketGone) return { kind: "gone", name, versions: done.versions };
    if (error instanceof BucketRefused) return { kind: "failed", name, versions: done.versions, ...error.explained };
    throw error;
  }
}

function opened({ run, apis }: TeardownSide, name: string) {
  return openBucket(name, { apis: apis.buckets, accountId: run.environment.expectedAccountId, signal: run.signal });
}
