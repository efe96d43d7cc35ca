import { setMaxListeners } from "node:events";
import pLimit from "p-limit";
import type { BucketLook } from "../../../model/teardown/buckets/bucketPlan.ts";
import type { Timing } from "../../timing.ts";
import type { BucketApis } from "./bucketApis.ts";
import { bucketBytes } from "./bucketBytes.ts";
import { lookAtBucket } from "./lookAtBucket.ts";
import { BucketGone, BucketRefused, openBucket } from "./openBucket.ts";
import { bucketsIn, isOwn } from "./ownBuckets.ts";

/** From how many versions, delete markers and uploads on a bucket is left to an expiration rule. */
export const usualThreshold = 10_000;

export interface PlanBucketsRequest {
  readonly apis: BucketApis;
  /** The account whose buckets these are: every call is refused by S3 where a bucket is somebody else's. */
  readonly accountId: string;
  readonly region: string;
  readonly threshold: number;
  readonly keepData: boolean;
  readonly timing: Pick<Timing, "now">;
  readonly signal: AbortSignal;
}

const bucketsAtOnce = 8;

/**
 * The buckets of Panther in this account and region, by their tags, by name. Changes nothing.
 * @throws PantherError where buckets can't be listed at all, or the credentials are no longer valid; the signal's reason.
 */
export async function planBuckets(request: PlanBucketsRequest): Promise<readonly BucketLook[]> {
  const { apis, signal } = request;
  // Each of many calls at once listens to the signal, and Node.js takes more than ten for a leak.
  setMaxListeners(0, signal);
  const limit = pLimit(bucketsAtOnce);
  const names = await bucketsIn(apis.buckets, request);
  const looks = await Promise.all(names.map((name) => limit(() => lookAt(name, request, { tagged: true }))));
  const found = looks.flatMap((look) => look ?? []).sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  return await withBytes(found, request);
}

/**
 * One bucket by its name, whatever its tags: the account's, in this region. Changes nothing.
 * @returns undefined where there is none of that name
 * @throws as {@link planBuckets}
 */
export async function planBucket(name: string, request: PlanBucketsRequest): Promise<BucketLook | undefined> {
  setMaxListeners(0, request.signal);
  const look = await lookAt(name, request, { tagged: false });
  const [found] = look ? await withBytes([look], request) : [];
  return found;
}

async function lookAt(
  name: string,
  request: PlanBucketsRequest,
  { tagged }: { readonly tagged: boolean },
): Promise<BucketLook | undefined> {
  const bucket = openBucket(name, request);
  try {
    if (tagged && !(await isOwn(bucket))) return undefined;
    const plan = await lookAtBucket(bucket, request);
    return { kind: "planned", bucket: tagged ? plan : { ...plan, foundBy: "name" } };
  } catch (error) {
    if (error instanceof BucketGone) return undefined;
    if (error instanceof BucketRefused) return { kind: "unreadable", name, ...error.explained };
    throw error;
  }
}

async function withBytes(
  looks: readonly BucketLook[],
  { apis, timing, signal }: PlanBucketsRequest,
): Promise<readonly BucketLook[]> {
  const planned = looks.flatMap((look) => (look.kind === "planned" ? look.bucket.name : []));
  const all = await bucketBytes(apis, planned, timing.now(), signal);
  return looks.map((look) => {
    const bytes = all.get(nameOf(look));
    return look.kind === "unreadable" || bytes === undefined ? look : { ...look, bucket: { ...look.bucket, bytes } };
  });
}

const nameOf = (look: BucketLook) => (look.kind === "planned" ? look.bucket.name : look.name);
