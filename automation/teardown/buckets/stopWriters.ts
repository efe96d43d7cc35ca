import { withoutWriters } from "../../../model/teardown/buckets/writersPolicy.ts";
import { BucketRefused } from "./openBucket.ts";
import type { Removal } from "./removal.ts";

/**
 * Has S3 refuse everything that is to be written into a bucket. Whoever may not do that may still empty it: what comes in
 * meanwhile is noticed then.
 */
export async function stopWriters({ bucket, region, report }: Removal): Promise<void> {
  try {
    const standing = await bucket.ask(
      "s3:GetBucketPolicy",
      (options) => bucket.api.getBucketPolicy(bucket.at, options),
      ["NoSuchBucketPolicy"],
    );
    const Policy = withoutWriters(standing?.Policy, bucket.name, region);
    if (Policy === undefined) return;
    await bucket.ask("s3:PutBucketPolicy", (options) => bucket.api.putBucketPolicy({ ...bucket.at, Policy }, options));
  } catch (error) {
    if (!(error instanceof BucketRefused)) throw error;
    const message = `What writes into it could not be stopped: ${error.explained.why}`;
    report({ type: "bucket-notice", bucket: bucket.name, message });
  }
}

/** Every object that expires would be told of to queues and functions, those that are gone among them. */
export async function clearNotifications({ bucket, report }: Removal): Promise<void> {
  try {
    await bucket.ask("s3:PutBucketNotification", (options) =>
      bucket.api.putBucketNotificationConfiguration({ ...bucket.at, NotificationConfiguration: {} }, options),
    );
  } catch (error) {
    if (!(error instanceof BucketRefused)) throw error;
    const message = `Its notifications could not be cleared: ${error.explained.why}`;
    report({ type: "bucket-notice", bucket: bucket.name, message });
  }
}
