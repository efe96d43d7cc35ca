import type { BucketPlan } from "../../../model/teardown/buckets/bucketPlan.ts";
import type { BucketResult } from "../../../model/teardown/buckets/bucketResult.ts";
import type { Timing } from "../../timing.ts";
import type { BucketApis } from "./bucketApis.ts";
import type { ReportBucket } from "./bucketEvents.ts";

export interface RemoveBucketsRequest {
  readonly apis: BucketApis;
  /** The account whose buckets these are: every call is refused by S3 where a bucket is somebody else's. */
  readonly accountId: string;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly report: ReportBucket;
  /** Calls that delete, under way at once over all buckets; left out: 8. */
  readonly concurrency?: number;
}

/**
 * Does what the plans say, bucket by bucket and several at once. What goes wrong with one stops no other. Running it again
 * goes on, whatever an earlier run had come to.
 * @throws the signal's reason when it aborts; PantherError where the credentials are no longer valid.
 */
export async function removeBuckets(
  _plans: readonly BucketPlan[],
  _request: RemoveBucketsRequest,
): Promise<readonly BucketResult[]> {
  return [];
}
