import { type Explained, explainLock, explainRefusal } from "../../../model/teardown/buckets/bucketFailure.ts";
import type { BucketResult } from "../../../model/teardown/buckets/bucketResult.ts";
import { onePass, type Pass } from "./onePass.ts";
import { BucketGone, BucketRefused } from "./openBucket.ts";
import type { Removal } from "./removal.ts";

/** Before each look through the bucket, in milliseconds: a policy takes some seconds to be known everywhere in S3. */
const pauses = [0, 1_000, 2_000, 4_000, 8_000, 15_000];

type Emptied = Extract<BucketResult, { readonly kind: "deleted" | "refilling" | "failed" }>;

/** Deletes what is in a bucket, and the bucket. @throws as {@link onePass} */
export async function emptyBucket(removal: Removal): Promise<Emptied> {
  const { bucket, timing, signal, report, done } = removal;
  const { name } = bucket;
  let seen = Number.NEGATIVE_INFINITY;
  let refill: string | undefined;
  let remains: BucketRefused | undefined;
  for (const [pass, pause] of pauses.entries()) {
    if (pause > 0) await timing.sleep(pause, signal);
    const { newest, refused } = await onePass(removal);
    // What is no newer than what was there before has been left out by an earlier look, and was not written since.
    if (pass > 0 && newest && newest.modified > seen) {
      refill = newest.key;
      report({ type: "bucket-refilled", bucket: name, key: refill });
    }
    seen = Math.max(seen, newest?.modified ?? seen);
    if (refused) return { kind: "failed", name, versions: done.versions, ...(await explained(removal, refused)) };
    remains = await deleteBucket(removal);
    if (!remains) return { kind: "deleted", name, versions: done.versions };
  }
  const result = { name, versions: done.versions };
  if (refill === undefined && remains) return { ...result, kind: "failed", ...remains.explained };
  return { ...result, kind: "refilling", ...refilling(name, refill ?? "") };
}

/** Codes by which S3 asks to look again, and to wait. */
const passing: readonly string[] = ["BucketNotEmpty", "OperationAborted"];

/** @returns what S3 has against it, where that may pass */
async function deleteBucket({ bucket }: Removal): Promise<BucketRefused | undefined> {
  try {
    await bucket.ask("s3:DeleteBucket", (options) => bucket.api.deleteBucket(bucket.at, options));
    return undefined;
  } catch (error) {
    // An answer that was lost on the way is asked for again by the SDK.
    if (error instanceof BucketGone) return undefined;
    if (error instanceof BucketRefused && passing.includes(error.code)) return error;
    throw error;
  }
}

/** Why S3 does not delete a version: a lock, or whoever asked may not. */
async function explained({ bucket }: Removal, { count, one }: NonNullable<Pass["refused"]>): Promise<Explained> {
  const { key, versionId, code, message } = one;
  const lock = await lockOf(bucket, key, versionId);
  const more = count > 1 ? `${count} versions, the first of them ${key}` : key;
  return (
    (lock && explainLock(bucket.name, { key, versionId, ...lock })) ??
    explainRefusal(bucket.name, { action: "s3:DeleteObjectVersion", code, message: `${message} (${more})` })
  );
}

async function lockOf(bucket: Removal["bucket"], Key: string, VersionId: string) {
  try {
    const head = await bucket.ask("s3:GetObjectVersion", (options) =>
      bucket.api.headObject({ ...bucket.at, Key, VersionId }, options),
    );
    return {
      mode: head?.ObjectLockMode,
      until: head?.ObjectLockRetainUntilDate,
      legalHold: head?.ObjectLockLegalHoldStatus === "ON",
    };
  } catch (error) {
    // A delete marker has no lock, and who may not delete may not look, either.
    if (error instanceof BucketRefused) return undefined;
    throw error;
  }
}

function refilling(bucket: string, key: string): Explained {
  return {
    why: `Bucket ${bucket} was emptied ${pauses.length} times, and each time more was written into it, ${key} last.`,
    fix: "Stop what writes it: the key tells who that is. Whoever runs this needs s3:GetBucketPolicy and s3:PutBucketPolicy, with which writing is denied to everybody. Then run the same command again.",
  };
}
