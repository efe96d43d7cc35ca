import type { Answer } from "./reads.ts";
import type { Bucket } from "./store.ts";
import type { ObjectVersion, VersionMarker } from "./versions.ts";
import { type Content, xmlDocument } from "./xml.ts";

const mostAtOnce = 1000;

export function listVersions(bucket: Bucket, query: URLSearchParams): Answer {
  const limit = Math.min(Number(query.get("max-keys") ?? mostAtOnce), mostAtOnce);
  const encoded = encoder(query);
  const key = query.get("key-marker");
  const marker = key === null ? undefined : { key, id: query.get("version-id-marker") ?? undefined };
  const page: ObjectVersion[] = [];
  let truncated = false;
  for (const version of versionsOf(bucket, marker)) {
    truncated = page.length === limit;
    if (truncated) break;
    page.push(version);
  }
  const last = page.at(-1);
  const rows = (markers: boolean): readonly Content[] =>
    page
      .filter(({ object }) => markers === (object === undefined))
      .map(({ key: name, id, modified, object }) => ({
        Key: encoded(name),
        VersionId: id,
        IsLatest: id === "null" || bucket.versions.latest(name)?.id === id,
        LastModified: modified,
        ...(object && { ETag: `"${object.etag}"`, Size: object.size, StorageClass: "STANDARD" }),
        Owner: { ID: "0".repeat(64), DisplayName: "owner" },
      }));
  const xml = xmlDocument("ListVersionsResult", {
    Name: bucket.name,
    MaxKeys: limit,
    EncodingType: query.get("encoding-type") ?? undefined,
    IsTruncated: truncated,
    ...(truncated && last && { NextKeyMarker: encoded(last.key), NextVersionIdMarker: last.id }),
    Version: rows(false),
    DeleteMarker: rows(true),
  });
  return { status: 200, xml };
}

/** Without versioning each object is a version without an id. */
function* versionsOf(bucket: Bucket, marker: VersionMarker | undefined): Generator<ObjectVersion> {
  if (bucket.versioning !== undefined) {
    yield* bucket.versions.after(marker);
    return;
  }
  for (const [key, object] of [...bucket.objects].sort(([one], [other]) => compare(one, other))) {
    if (!marker || key > marker.key) yield { key, id: "null", modified: object.modified, object };
  }
}

export function listUploads(bucket: Bucket, query: URLSearchParams): Answer {
  const limit = Math.min(Number(query.get("max-uploads") ?? mostAtOnce), mostAtOnce);
  const encoded = encoder(query);
  const [key, id] = [query.get("key-marker") ?? "", query.get("upload-id-marker") ?? ""];
  const rest = [...bucket.uploads.values()]
    .sort((one, other) => compare(one.key, other.key) || compare(one.id, other.id))
    .filter((upload) => upload.key > key || (id !== "" && upload.key === key && upload.id > id));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const truncated = rest.length > page.length;
  const xml = xmlDocument("ListMultipartUploadsResult", {
    Bucket: bucket.name,
    EncodingType: query.get("encoding-type") ?? undefined,
    IsTruncated: truncated,
    ...(truncated && last && { NextKeyMarker: encoded(last.key), NextUploadIdMarker: last.id }),
    Upload: page.map((upload) => ({ Key: encoded(upload.key), UploadId: upload.id, Initiated: upload.initiated })),
  });
  return { status: 200, xml };
}

/** What XML can't hold comes encoded, where that is asked for. */
function encoder(query: URLSearchParams): (key: string) => string {
  if (query.get("encoding-type") !== "url") return (key) => key;
  return (key) => encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
