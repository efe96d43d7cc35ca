import { createHash, randomUUID } from "node:crypto";
import { compositeChecksum } from "./checksums.ts";
import { S3Error } from "./errors.ts";
import type { Answer } from "./reads.ts";
import { type Bucket, keep, objectIn, type Store, uploadIn } from "./store.ts";
import type { StoredObject } from "./storedObject.ts";
import { textsOf, xmlDocument } from "./xml.ts";

export function stored({ etag, checksum }: StoredObject): Answer {
  const sum = checksum && { [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value };
  return { status: 200, headers: { etag: `"${etag}"`, ...sum } };
}

/** `source` as in its header: bucket and key, perhaps behind a slash. */
export function copyObject(store: Store, bucket: Bucket, key: string, source: string): Answer {
  const [from = "", ...rest] = decodeURIComponent(source).replace(/^\//, "").split("/");
  const object = { ...objectIn(store.bucket(from), rest.join("/")), modified: new Date() };
  keep(bucket, key, object);
  const xml = xmlDocument("CopyObjectResult", { ETag: `"${object.etag}"`, LastModified: object.modified });
  return { status: 200, xml };
}

export function createUpload(bucket: Bucket, key: string, headers: Readonly<Record<string, string>>): Answer {
  const id = randomUUID();
  bucket.uploads.set(id, { id, key, initiated: new Date(), headers, parts: new Map() });
  const xml = xmlDocument("InitiateMultipartUploadResult", { Bucket: bucket.name, Key: key, UploadId: id });
  return { status: 200, xml };
}

const smallestPart = 5 * 1024 * 1024;

export function completeUpload(bucket: Bucket, id: string, request: string): Answer {
  const upload = uploadIn(bucket, id);
  const numbers = textsOf(request, "PartNumber").map(Number);
  const etags = textsOf(request, "ETag");
  const parts = numbers.map((number, index) => {
    const part = upload.parts.get(number);
    if (!part || `"${part.etag}"` !== etags[index]) {
      throw new S3Error(400, "InvalidPart", `Part ${number} could not be found or is another one.`);
    }
    return part;
  });
  if (parts.slice(0, -1).some(({ size }) => size < smallestPart)) {
    throw new S3Error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
  }
  const checksums = parts.flatMap(({ checksum }) => checksum ?? []);
  const [first] = checksums;
  const kept = parts.flatMap(({ body }) => (body.kind === "bytes" ? body.chunks : []));
  const object: StoredObject = {
    size: parts.reduce((sum, { size }) => sum + size, 0),
    etag: `${createHash("md5")
      .update(parts.map(({ etag }) => etag).join())
      .digest("hex")}-${parts.length}`,
    modified: new Date(),
    headers: upload.headers,
    ...(first && checksums.length === parts.length && { checksum: compositeOf(first.algorithm, checksums) }),
    body: parts.every(({ body }) => body.kind === "bytes") ? { kind: "bytes", chunks: kept } : { kind: "discarded" },
  };
  keep(bucket, upload.key, object);
  bucket.uploads.delete(id);
  const result = { Bucket: bucket.name, Key: upload.key, ETag: `"${object.etag}"` };
  return { status: 200, xml: xmlDocument("CompleteMultipartUploadResult", result) };
}

function compositeOf(algorithm: Parameters<typeof compositeChecksum>[0], checksums: readonly { value: string }[]) {
  return compositeChecksum(
    algorithm,
    checksums.map(({ value }) => value),
  );
}

export function removeUpload(bucket: Bucket, id: string): Answer {
  uploadIn(bucket, id);
  bucket.uploads.delete(id);
  return { status: 204 };
}
