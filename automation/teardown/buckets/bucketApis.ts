import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { S3 } from "@aws-sdk/client-s3";
import { type ClientOptions, clientSettings } from "../../clients.ts";

/** The calls that a teardown makes to find, empty and delete buckets. */
export interface BucketApis {
  readonly buckets: Pick<
    S3,
    | "listBuckets"
    | "headBucket"
    | "getBucketTagging"
    | "getBucketVersioning"
    | "getObjectLockConfiguration"
    | "listObjectVersions"
    | "listMultipartUploads"
    | "getBucketPolicy"
    | "putBucketPolicy"
    | "putBucketNotificationConfiguration"
    | "getBucketLifecycleConfiguration"
    | "putBucketLifecycleConfiguration"
    | "headObject"
    | "deleteObject"
    | "deleteObjects"
    | "abortMultipartUpload"
    | "deleteBucket"
  >;
  readonly metrics: Pick<CloudWatch, "getMetricData">;
}

/** Clients for the region whose buckets are to go. */
export function bucketApis(options: ClientOptions): BucketApis {
  const shared = clientSettings(options);
  const buckets = new S3(shared);
  // It prepares each listing for a log that nobody keeps.
  buckets.middlewareStack.remove("loggerMiddleware");
  return { buckets, metrics: new CloudWatch(shared) };
}
