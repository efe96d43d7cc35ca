import type { ListObjectsV2CommandInput, S3 } from "@aws-sdk/client-s3";
import { PantherError } from "../../../model/error.ts";
import { roleTemplatePrefix } from "../../../model/release/templateUrl.ts";
import { type ReleaseVersion, tagOf } from "../../../model/release/version.ts";
import type { CopyPlace } from "./copyPlace.ts";
import { s3Problem } from "./s3Problem.ts";

/** An object as a bucket lists it. */
export interface HeldObject {
  readonly size: number;
  readonly etag: string;
}

/** What a bucket has of a release, by key, as a listing tells. */
export interface HeldObjects {
  readonly objects: ReadonlyMap<string, HeldObject>;
  /** Whether keys like this one were listed: of others nothing is known. */
  covers(key: string): boolean;
}

// Assets are spread evenly over their first digit: side by side a bucket with many releases is listed as fast as one with few.
export const assetPrefixes = [..."0123456789abcdef"];

/**
 * Lists a target bucket; undefined where there is no such bucket.
 * @throws PantherError `copy-denied` and the like.
 */
export async function listHeld(
  client: Pick<S3, "listObjectsV2">,
  place: CopyPlace,
  release: ReleaseVersion,
): Promise<HeldObjects | undefined> {
  const prefixes = [...assetPrefixes, `${tagOf(release)}/`, roleTemplatePrefix(release)].sort();
  const objects = new Map<string, HeldObject>();
  const page = async (request: Partial<ListObjectsV2CommandInput>): Promise<string | undefined> => {
    const answer = await client.listObjectsV2({ Bucket: place.bucket, ...request });
    for (const { Key, Size = 0, ETag = "" } of answer.Contents ?? []) {
      if (Key !== undefined) objects.set(Key, { size: Size, etag: ETag });
    }
    return answer.IsTruncated ? answer.NextContinuationToken : undefined;
  };
  const list = async (Prefix: string): Promise<void> => {
    let token: string | undefined;
    do token = await page({ Prefix, ...(token !== undefined && { ContinuationToken: token }) });
    while (token !== undefined);
  };
  const listAll = async (): Promise<void> => {
    // Of a bucket with one release this is all, or nearly: S3 lists in the order of keys.
    if ((await page({})) === undefined) return;
    const last = [...objects.keys()].at(-1) ?? "";
    await Promise.all(prefixes.filter((prefix) => prefix > last || last.startsWith(prefix)).map(list));
  };
  try {
    await listAll();
  } catch (error) {
    const problem = s3Problem(error, { place, what: "be listed" });
    if (problem instanceof PantherError && problem.code === "copy-bucket-missing") return undefined;
    throw problem;
  }
  return { objects, covers: (key) => prefixes.some((prefix) => key.startsWith(prefix)) };
}
