import type { BucketContents } from "../../../model/teardown/buckets/bucketPlan.ts";
import type { OpenBucket } from "./openBucket.ts";
import { uploadPages, versionPages } from "./versionPages.ts";

/** Counts what is in a bucket; at the threshold that ends, and nothing is listed beyond it. */
export async function countContents(bucket: OpenBucket, threshold: number): Promise<BucketContents> {
  let [versions, deleteMarkers, uploads] = [0, 0, 0];
  for await (const page of versionPages(bucket, threshold)) {
    const markers = page.filter(({ deleteMarker }) => deleteMarker).length;
    deleteMarkers += markers;
    versions += page.length - markers;
  }
  for await (const page of uploadPages(bucket, threshold - versions - deleteMarkers)) uploads += page.length;
  const all = versions + deleteMarkers + uploads;
  if (all >= threshold) return { kind: "at-least", versions: all };
  return { kind: "counted", versions, deleteMarkers, uploads };
}
