// An account with buckets, on the lean S3.
import { S3 } from "@aws-sdk/client-s3";
import type { BucketApis } from "../../../../automation/teardown/buckets/bucketApis.ts";
import type { BucketEvent } from "../../../../automation/teardown/buckets/bucketEvents.ts";
import { type PlanBucketsRequest, planBuckets } from "../../../../automation/teardown/buckets/planBuckets.ts";
import { type RemoveBucketsRequest, removeBuckets } from "../../../../automation/teardown/buckets/removeBuckets.ts";
import type { Timing } from "../../../../automation/timing.ts";
import type { Operation } from "../../../../local/s3/operation.ts";
import { type LeanS3, type LeanS3Options, startLeanS3 } from "../../../../local/s3/server.ts";
import type { Bucket, BucketOptions } from "../../../../local/s3/store.ts";
import type { StoredObject } from "../../../../local/s3/storedObject.ts";
import type { BucketPlan } from "../../../../model/teardown/buckets/bucketPlan.ts";
import type { BucketResult } from "../../../../model/teardown/buckets/bucketResult.ts";

export const accountId = "123456789012";
export const region = "eu-west-1";
export const ownTags = { Application: "Panther", Stack: "panther-bootstrap" };

const writing: readonly Operation[] = [
  ...(["PutObject", "PutBucketPolicy", "PutBucketLifecycleConfiguration"] as const),
  ...(["PutBucketNotificationConfiguration", "DeleteObject", "DeleteObjects"] as const),
  ...(["AbortMultipartUpload", "DeleteBucket"] as const),
];

export interface Account {
  readonly s3: LeanS3;
  readonly apis: BucketApis;
  /** What was asked, in order: operation and bucket, and whose the caller said that is. */
  readonly calls: { readonly operation: Operation; readonly bucket: string; readonly owner: string | undefined }[];
  readonly events: BucketEvent[];
  /** Buckets that anything was written to, or deleted from. */
  changed(): ReadonlySet<string>;
  /** A bucket with Panther's tags, unless others are given. */
  bucket(name: string, options?: Partial<BucketOptions>): Bucket;
  plan(more?: Partial<PlanBucketsRequest>): ReturnType<typeof planBuckets>;
  /** Plans that were made, without those that could not be. */
  plans(more?: Partial<PlanBucketsRequest>): Promise<readonly BucketPlan[]>;
  remove(plans: readonly BucketPlan[], more?: Partial<RemoveBucketsRequest>): Promise<readonly BucketResult[]>;
  stop(): Promise<void>;
}

/** A clock on which waiting takes no time of ours. */
export function virtualClock(start = new Date("2026-11-21T22:10:00Z")): Timing & { readonly slept: number[] } {
  const slept: number[] = [];
  const passed = () => slept.reduce((sum, one) => sum + one, 0);
  return {
    slept,
    now: () => new Date(start.getTime() + passed()),
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted();
      slept.push(milliseconds);
    },
    pollMilliseconds: 1000,
  };
}

export async function startAccount(options: LeanS3Options = {}): Promise<Account> {
  const calls: Account["calls"] = [];
  const events: BucketEvent[] = [];
  const s3 = await startLeanS3({
    ...options,
    onRequest: (request) => {
      const { operation, bucket, expectedOwner: owner } = request;
      calls.push({ operation, bucket, owner });
      options.onRequest?.(request);
    },
  });
  const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "s" };
  const client = new S3({ region, endpoint: s3.endpoint, credentials, maxAttempts: 1, logger: silent });
  const apis: BucketApis = { buckets: client, metrics: { getMetricData: async () => ({ $metadata: {} }) } };
  const signal = new AbortController().signal;
  const timing = virtualClock();
  const account: Account = {
    s3,
    apis,
    calls,
    events,
    changed: () => new Set(calls.flatMap(({ operation, bucket }) => (writing.includes(operation) ? [bucket] : []))),
    bucket: (name, more = {}) => s3.store.createBucket(name, { region, owner: accountId, tags: ownTags, ...more }),
    plan: (more = {}) =>
      planBuckets({ apis, accountId, region, threshold: 10_000, keepData: false, timing, signal, ...more }),
    plans: async (more) => (await account.plan(more)).flatMap((look) => (look.kind === "planned" ? [look.bucket] : [])),
    remove: (plans, more = {}) => {
      const report = (event: BucketEvent) => void events.push(event);
      return removeBuckets(plans, { apis, accountId, timing, signal, report, random: () => 0, ...more });
    },
    stop: async () => {
      client.destroy();
      await s3.stop();
    },
  };
  return account;
}

const silence = () => undefined;
const silent = { trace: silence, debug: silence, info: silence, warn: silence, error: silence };

export const anObject: StoredObject = {
  size: 1,
  etag: "0cc175b9c0f1b6a831c399e269772661",
  modified: new Date("2026-11-01T00:00:00Z"),
  headers: {},
  body: { kind: "generated", seed: 1 },
};

/** Puts so many versions and delete markers into a bucket, three of each key, the newest of them a marker. */
export function fill(bucket: Bucket, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const key = `logs/${String(Math.floor(index / 3)).padStart(6, "0")}`;
    if (bucket.versioning === undefined) bucket.objects.set(`${key}-${index}`, anObject);
    else {
      const object = index % 3 === 2 ? undefined : anObject;
      bucket.versions.add({ key, modified: anObject.modified, object });
    }
  }
}

/** Begins uploads that are never finished. */
export function beginUploads(bucket: Bucket, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const id = `upload-${String(index).padStart(5, "0")}`;
    bucket.uploads.set(id, {
      id,
      key: `part/${index % 7}`,
      initiated: anObject.modified,
      headers: {},
      parts: new Map(),
    });
  }
}
