import type { S3 } from "@aws-sdk/client-s3";
import { PantherError } from "../../../model/error.ts";
import { isOwnBucket } from "../../../model/teardown/buckets/ownBucket.ts";
import { credentialsExpired } from "../../credentials.ts";
import { BucketRefused, noCredentials, type OpenBucket } from "./openBucket.ts";

/**
 * Names of all buckets of the account that lie in a region. S3 lists none of another account here.
 * @throws PantherError `buckets-not-listed`, and where the credentials are no longer valid
 */
export async function bucketsIn(
  api: Pick<S3, "listBuckets" | "headBucket">,
  { accountId, region, signal }: Place,
): Promise<readonly string[]> {
  const names: string[] = [];
  let token: string | undefined;
  try {
    do {
      const request = {
        BucketRegion: region,
        MaxBuckets: 1000,
        ...(token !== undefined && { ContinuationToken: token }),
      };
      const page = await api.listBuckets(request, { abortSignal: signal });
      for (const { Name, BucketRegion } of page.Buckets ?? []) {
        if (Name !== undefined && (BucketRegion ?? (await regionOf(api, Name, accountId))) === region) names.push(Name);
      }
      token = page.ContinuationToken;
    } while (token);
  } catch (error) {
    signal.throwIfAborted();
    if (noCredentials(error)) throw credentialsExpired(error);
    throw new PantherError(
      "buckets-not-listed",
      `The account's buckets can't be listed: ${(error as Error).name}: ${(error as Error).message}`,
      "The caller needs s3:ListAllMyBuckets. Nothing was changed.",
      { cause: error },
    );
  }
  return names;
}

interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly signal: AbortSignal;
}

/** Where a listing does not say it: undefined where the bucket itself says nothing, either. */
async function regionOf(
  api: Pick<S3, "headBucket">,
  Bucket: string,
  ExpectedBucketOwner: string,
): Promise<string | undefined> {
  return api.headBucket({ Bucket, ExpectedBucketOwner }).then(
    ({ BucketRegion }) => BucketRegion,
    () => undefined,
  );
}

/**
 * Whether a bucket has Panther's tags.
 * @throws BucketGone; BucketRefused where they can't be read; and see {@link OpenBucket.ask}
 */
export async function isOwn(bucket: OpenBucket): Promise<boolean> {
  const answer = await bucket.ask("s3:GetBucketTagging", (options) => bucket.api.getBucketTagging(bucket.at, options), [
    "NoSuchTagSet",
  ]);
  return isOwnBucket(answer?.TagSet ?? []);
}

/** @throws BucketRefused where a bucket that was planned has lost the tags by which it was known */
export async function mustBeOwn(bucket: OpenBucket): Promise<void> {
  if (await isOwn(bucket)) return;
  const why = `Bucket ${bucket.name} has not the tags Application: Panther and Stack: panther-bootstrap any more.`;
  const fix = "Nothing in it was changed. If it is Panther's, tag it again and run the same command again.";
  throw new BucketRefused({ why, fix }, "NotTagged");
}
