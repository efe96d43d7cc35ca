import type { LifecycleRule } from "@aws-sdk/client-s3";
import { canGoAfter, dateOf, expiringSince, withExpiration } from "../../../model/teardown/buckets/expirationRules.ts";
import type { Removal } from "./removal.ts";
import { clearNotifications, stopWriters } from "./stopWriters.ts";

/**
 * Leaves the deletion of what is in a bucket to S3. Rules that stand are kept, and so is one of ours from an earlier run: its
 * time has begun.
 * @returns when the bucket can go, ISO 8601
 */
export async function expireBucket(removal: Removal, versioned: boolean): Promise<string> {
  const { bucket, timing } = removal;
  // What is written after the rule was made expires later than is said here.
  await stopWriters(removal);
  await clearNotifications(removal);
  const standing = await bucket.ask(
    "s3:GetLifecycleConfiguration",
    (options) => bucket.api.getBucketLifecycleConfiguration(bucket.at, options),
    ["NoSuchLifecycleConfiguration"],
  );
  const rules = standing?.Rules ?? [];
  const since = expiringSince(rules);
  if (since !== undefined) return canGoAfter(since, versioned);
  const now = timing.now();
  const size = standing?.TransitionDefaultMinimumObjectSize;
  const LifecycleConfiguration = { Rules: withExpiration<LifecycleRule>(rules, now) as LifecycleRule[] };
  // Left out it would go back to S3's default for the rules that stand.
  const sized = { ...(size !== undefined && { TransitionDefaultMinimumObjectSize: size }), LifecycleConfiguration };
  await bucket.ask("s3:PutLifecycleConfiguration", (options) =>
    bucket.api.putBucketLifecycleConfiguration({ ...bucket.at, ...sized }, options),
  );
  return canGoAfter(dateOf(now), versioned);
}
