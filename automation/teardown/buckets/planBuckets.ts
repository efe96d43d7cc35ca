import type { BucketLook } from "../../../model/teardown/buckets/bucketPlan.ts";
import type { BucketApis } from "./bucketApis.ts";

/** From how many versions, delete markers and uploads on a bucket is left to an expiration rule. */
export const usualThreshold = 10_000;

export interface PlanBucketsRequest {
  readonly apis: BucketApis;
  /** The account whose buckets these are: every call is refused by S3 where a bucket is somebody else's. */
  readonly accountId: string;
  readonly region: string;
  readonly threshold: number;
  readonly keepData: boolean;
  readonly signal: AbortSignal;
}

/**
 * The buckets of Panther in this account and region, by their tags, by name. Changes nothing.
 * @throws PantherError where buckets can't be listed at all, or the credentials are no longer valid.
 */
export async function planBuckets(_request: PlanBucketsRequest): Promise<readonly BucketLook[]> {
  return [];
}
