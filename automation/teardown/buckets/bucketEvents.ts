import type { BucketResult } from "../../../model/teardown/buckets/bucketResult.ts";

/** What is reported while buckets are removed; those of different buckets come mixed. */
export type BucketEvent =
  | {
      /** Work on a bucket begins. */
      readonly type: "bucket-started";
      readonly bucket: string;
      readonly way: "delete" | "expire";
    }
  | {
      /** Something to know that stops nothing: writers that can't be stopped, for example. */
      readonly type: "bucket-notice";
      readonly bucket: string;
      readonly message: string;
    }
  | {
      /** How far the emptying is. */
      readonly type: "bucket-progress";
      readonly bucket: string;
      /** Versions and delete markers that were deleted so far. */
      readonly versions: number;
      /** Unfinished uploads that were removed so far. */
      readonly uploads: number;
    }
  | {
      /** Everything was deleted, and there is more. */
      readonly type: "bucket-refilled";
      readonly bucket: string;
      /** The key of something new: it tells who writes. */
      readonly key: string;
    }
  | {
      /** Work on a bucket has ended. */
      readonly type: "bucket-finished";
      readonly bucket: string;
      readonly result: BucketResult;
    };

export type ReportBucket = (event: BucketEvent) => void;
