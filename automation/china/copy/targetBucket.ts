import type { S3 } from "@aws-sdk/client-s3";
import { PantherError } from "../../../model/error.ts";
import { partitionOf } from "../../../model/release/partition.ts";
import type { CopyPlace } from "./copyPlace.ts";

/** A bucket in AWS China, with credentials of the account there. */
export interface TargetBucket {
  readonly client: S3;
  readonly bucket: string;
  readonly region: string;
}

/**
 * The place of a target.
 * @throws PantherError `copy-wrong-partition` for a region outside China: templates are made for AWS China alone.
 */
export function targetPlace({ bucket, region }: Omit<TargetBucket, "client">): CopyPlace {
  const { name } = partitionOf(region);
  if (name === "aws-cn") return { side: "target", bucket, region };
  throw new PantherError(
    "copy-wrong-partition",
    `${region}, the region of bucket ${bucket}, is in partition ${name}, and a release is copied to AWS China alone.`,
    "Give a bucket in cn-north-1 or cn-northwest-1. Elsewhere Panther's own buckets are read, without a copy.",
  );
}

/** A target, or source, that its partition has no bucket of that name. */
export function bucketMissing({ side, bucket, region }: CopyPlace, cause?: unknown): PantherError {
  const message = `There is no bucket ${bucket} in partition ${partitionOf(region).name}, where ${region} is (${side} of the copy).`;
  const fix =
    side === "target"
      ? "Have it made (panther deploy does, unless panther:china.createReleaseBucket is false), or name one that lies in AWS China: a bucket of that name elsewhere can't be seen from there."
      : "Check the source's region: Panther publishes in the regions that it supports, outside China.";
  return new PantherError("copy-bucket-missing", message, fix, { cause });
}
