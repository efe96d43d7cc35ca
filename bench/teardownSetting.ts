import type { Bucket } from "../local/s3/store.ts";

export const region = "eu-west-1";
export const accountId = "123456789012";
/** Milliseconds added to each request. */
export const teardownLatency = 30;
/** Versions and delete markers of the bucket whose emptying is measured. */
export const versions = 50_000;
export const buckets = { own: "bench-teardown", ofCli: "bench-teardown-of-cli" } as const;
export const ownTags = { Application: "Panther", Stack: "panther-bootstrap" };

const modified = new Date("2026-11-01T00:00:00Z");

/** As Panther's buckets have them: keys with a date and a hash, five versions of each, the newest a delete marker. */
export function fillBucket(bucket: Bucket, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const number = Math.floor(index / 5);
    const key = `logs/aws_cloudtrail/year=2026/month=11/day=01/20261101T000000Z-${String(number).padStart(32, "0")}.gz`;
    const object = { size: 1000, etag: "0".repeat(32), modified, headers: {}, body: { kind: "discarded" } } as const;
    bucket.versions.add({ key, modified, object: index % 5 === 4 ? undefined : object });
  }
}
