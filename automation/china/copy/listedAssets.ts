import type { S3 } from "@aws-sdk/client-s3";
import { sha1OfKey } from "./contentHash.ts";
import { assetPrefixes } from "./heldObjects.ts";
import type { SourceObject } from "./releaseSource.ts";

/** Fewer are looked at one by one as fast. */
const fewest = 200;
const pageKeys = 1000;

/**
 * Sizes of a release's assets from a listing of the bucket they lie in. It may hold any number of releases: the listing ends
 * where it would take as many calls as looks at each object. Where nobody may list there is nothing to know.
 */
export async function listedAssets(
  client: Pick<S3, "listObjectsV2">,
  Bucket: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, SourceObject>> {
  // Of a key that is its content's hash an ETag need not say anything; of others it may be an MD5, which a listing can't tell.
  const wanted = new Set(keys.filter((key) => sha1OfKey(key) !== undefined));
  const found = new Map<string, SourceObject>();
  if (wanted.size < fewest) return found;
  const mostPages = Math.ceil(wanted.size / assetPrefixes.length);
  const list = async (Prefix: string): Promise<void> => {
    let token: string | undefined;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const continued = token === undefined ? {} : { ContinuationToken: token };
      const page = await client.listObjectsV2({ Bucket, Prefix, MaxKeys: pageKeys, ...continued });
      for (const { Key = "", Size: size = 0, ETag: etag } of page.Contents ?? []) {
        if (wanted.has(Key)) found.set(Key, { size, ...(etag !== undefined && { etag }) });
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
      if (token === undefined) return;
    }
  };
  // What a listing does not tell, a look at the object does, and its errors say more.
  await Promise.allSettled(assetPrefixes.map(list));
  return found;
}
