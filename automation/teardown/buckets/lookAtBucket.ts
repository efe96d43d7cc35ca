import { mfaFix } from "../../../model/teardown/buckets/bucketFailure.ts";
import type { BucketObstacle, BucketPlan } from "../../../model/teardown/buckets/bucketPlan.ts";
import { canGoAfter, expiringSince } from "../../../model/teardown/buckets/expirationRules.ts";
import { countContents } from "./countContents.ts";
import { BucketRefused, type OpenBucket } from "./openBucket.ts";

interface LookRequest {
  readonly region: string;
  readonly threshold: number;
  readonly keepData: boolean;
}

/** What is in a bucket, and what is to be done with it. @throws as {@link OpenBucket.ask} */
export async function lookAtBucket(
  bucket: OpenBucket,
  { region, threshold, keepData }: LookRequest,
): Promise<BucketPlan> {
  const [contents, versioning, since, objectLock] = await Promise.all([
    countContents(bucket, threshold),
    optional(() => bucket.ask("s3:GetBucketVersioning", (how) => bucket.api.getBucketVersioning(bucket.at, how))),
    optional(() => ruleSince(bucket)),
    optional(() => lockOf(bucket)),
  ]);
  // Where versioning can't be looked at, what takes longer is assumed.
  const versioned = versioning ? versioning.Status !== undefined : true;
  const obstacle = versioning?.MFADelete === "Enabled" ? mfaObstacle(bucket.name) : objectLock;
  return {
    name: bucket.name,
    region,
    contents,
    versioned,
    way: keepData ? "keep" : contents.kind === "at-least" ? "expire" : "delete",
    ...(since !== undefined && { expiring: { since, canGoAfter: canGoAfter(since, versioned) } }),
    ...(obstacle && { obstacle }),
  };
}

/** What makes a plan better, and is no reason to have none. */
async function optional<T>(look: () => Promise<T>): Promise<T | undefined> {
  return look().catch((error: unknown) => {
    if (error instanceof BucketRefused) return undefined;
    throw error;
  });
}

async function ruleSince(bucket: OpenBucket): Promise<string | undefined> {
  const answer = await bucket.ask(
    "s3:GetLifecycleConfiguration",
    (options) => bucket.api.getBucketLifecycleConfiguration(bucket.at, options),
    ["NoSuchLifecycleConfiguration"],
  );
  return expiringSince(answer?.Rules ?? []);
}

function mfaObstacle(name: string): BucketObstacle {
  return {
    kind: "mfa-delete",
    why: `Bucket ${name} has MFA delete: S3 deletes no version without a code of the root user's device, and no rule expires any.`,
    fix: mfaFix(name),
  };
}

async function lockOf(bucket: OpenBucket): Promise<BucketObstacle | undefined> {
  const answer = await bucket.ask(
    "s3:GetBucketObjectLockConfiguration",
    (options) => bucket.api.getObjectLockConfiguration(bucket.at, options),
    ["ObjectLockConfigurationNotFoundError"],
  );
  if (answer?.ObjectLockConfiguration?.ObjectLockEnabled !== "Enabled") return undefined;
  const { Mode, Days, Years } = answer.ObjectLockConfiguration.Rule?.DefaultRetention ?? {};
  const kept = Mode && ` New objects are locked in mode ${Mode} for ${Days ? `${Days} days` : `${Years ?? 0} years`}.`;
  return {
    kind: "object-lock",
    why: `Bucket ${bucket.name} has Object Lock: versions under a legal hold, or locked until a time to come, can't be deleted.${kept ?? ""}`,
    fix: "Everything else is deleted; what is locked is named then, with what to do about it.",
  };
}
