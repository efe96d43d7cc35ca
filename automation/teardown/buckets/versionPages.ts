import type { ObjectVersion } from "@aws-sdk/client-s3";
import type { OpenBucket } from "./openBucket.ts";

/** A version of an object, or a delete marker. */
export interface ListedVersion {
  readonly key: string;
  readonly versionId: string;
  readonly deleteMarker: boolean;
  /** Milliseconds since 1970, by S3's clock. */
  readonly modified: number;
}

export interface ListedUpload {
  readonly key: string;
  readonly uploadId: string;
}

/** As many as S3 lists, and deletes, in one call. */
export const pageSize = 1000;

/**
 * Versions and delete markers, page by page, each asked for when it is wanted.
 * @param most no more than these are listed, and no call is made for any beyond them
 */
export function versionPages(bucket: OpenBucket, most = Number.POSITIVE_INFINITY): Pages<ListedVersion> {
  return pagesOf(most, async (marker: VersionMarker | undefined, MaxKeys) => {
    const request = { ...bucket.at, ...marker, MaxKeys, EncodingType: "url" } as const;
    const page = await bucket.ask("s3:ListBucketVersions", (how) => bucket.api.listObjectVersions(request, how));
    const { Versions = [], DeleteMarkers = [], NextKeyMarker, NextVersionIdMarker } = page ?? {};
    const decoded = decoder(page?.EncodingType);
    const items = [
      ...Versions.map((version) => listedVersion(version, false, decoded)),
      ...DeleteMarkers.map((version) => listedVersion(version, true, decoded)),
    ];
    if (!page?.IsTruncated || NextKeyMarker === undefined) return { items };
    const within = NextVersionIdMarker !== undefined && { VersionIdMarker: NextVersionIdMarker };
    return { items, next: { KeyMarker: decoded(NextKeyMarker), ...within } };
  });
}

interface VersionMarker {
  readonly KeyMarker: string;
  readonly VersionIdMarker?: string;
}

/** Unfinished uploads, as {@link versionPages} lists versions. */
export function uploadPages(bucket: OpenBucket, most = Number.POSITIVE_INFINITY): Pages<ListedUpload> {
  return pagesOf(most, async (marker: UploadMarker | undefined, MaxUploads) => {
    const request = { ...bucket.at, ...marker, MaxUploads, EncodingType: "url" } as const;
    const action = "s3:ListBucketMultipartUploads";
    const page = await bucket.ask(action, (how) => bucket.api.listMultipartUploads(request, how));
    const { Uploads = [], NextKeyMarker, NextUploadIdMarker } = page ?? {};
    const decoded = decoder(page?.EncodingType);
    const items = Uploads.map(({ Key = "", UploadId = "" }) => ({ key: decoded(Key), uploadId: UploadId }));
    if (!page?.IsTruncated || NextKeyMarker === undefined) return { items };
    const within = NextUploadIdMarker !== undefined && { UploadIdMarker: NextUploadIdMarker };
    return { items, next: { KeyMarker: decoded(NextKeyMarker), ...within } };
  });
}

interface UploadMarker {
  readonly KeyMarker: string;
  readonly UploadIdMarker?: string;
}

type Pages<Item> = AsyncGenerator<readonly Item[], void, undefined>;

async function* pagesOf<Item, Marker>(
  most: number,
  read: (
    marker: Marker | undefined,
    size: number,
  ) => Promise<{ readonly items: readonly Item[]; readonly next?: Marker }>,
): Pages<Item> {
  let marker: Marker | undefined;
  for (let left = most; left > 0; ) {
    const { items, next } = await read(marker, Math.min(pageSize, left));
    left -= items.length;
    yield items;
    if (next === undefined) return;
    marker = next;
  }
}

function listedVersion(
  version: Pick<ObjectVersion, "Key" | "VersionId" | "LastModified">,
  deleteMarker: boolean,
  decoded: (text: string) => string,
): ListedVersion {
  const { Key = "", VersionId = "null", LastModified } = version;
  return { key: decoded(Key), versionId: VersionId, deleteMarker, modified: LastModified?.getTime() ?? 0 };
}

/** Keys are asked for encoded, because XML can't hold all that a key may have; not everybody who serves S3 does it. */
function decoder(encoding: string | undefined): (text: string) => string {
  return encoding === "url" ? (text) => decodeURIComponent(text.replaceAll("+", " ")) : (text) => text;
}
