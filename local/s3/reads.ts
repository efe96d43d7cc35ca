import { S3Error } from "./errors.ts";
import type { Parsed } from "./operation.ts";
import type { Bucket } from "./store.ts";
import type { StoredObject } from "./storedObject.ts";
import { type Content, xmlDocument } from "./xml.ts";

/** What is answered, but for an object's bytes. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly xml?: string;
  /** Bytes of an object to be sent. */
  readonly content?: { readonly object: StoredObject; readonly from: number; readonly to: number };
}

const mostKeys = 1000;

export function listObjects(bucket: Bucket, query: URLSearchParams): Answer {
  const prefix = query.get("prefix") ?? "";
  const after = query.get("continuation-token") ?? query.get("start-after") ?? "";
  const limit = Math.min(Number(query.get("max-keys") ?? mostKeys), mostKeys);
  const keys = [...bucket.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, limit);
  const truncated = keys.length > page.length;
  const xml = xmlDocument("ListBucketResult", {
    Name: bucket.name,
    Prefix: prefix,
    KeyCount: page.length,
    MaxKeys: limit,
    IsTruncated: truncated,
    NextContinuationToken: truncated ? page.at(-1) : undefined,
    Contents: page.flatMap((key): readonly Content[] => {
      const object = bucket.objects.get(key);
      return object ? [rowOf(key, object)] : [];
    }),
  });
  return { status: 200, xml };
}

function rowOf(key: string, { modified, etag, size, checksum }: StoredObject): Content {
  return {
    Key: key,
    LastModified: modified,
    ETag: `"${etag}"`,
    Size: size,
    StorageClass: "STANDARD",
    ChecksumAlgorithm: checksum?.algorithm,
    ChecksumType: checksum?.type,
  };
}

/** A whole object or a range of it; with `head` its headers alone. */
export function readObject(
  object: StoredObject,
  headers: NodeJS.Dict<string | string[]>,
  { operation }: Pick<Parsed, "operation">,
): Answer {
  const match = headers["if-match"];
  if (match !== undefined && match !== `"${object.etag}"`) {
    throw new S3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  }
  const range = rangeOf(headers.range, object.size);
  const { from, to } = range ?? { from: 0, to: object.size };
  const { checksum } = object;
  const answer: Answer = {
    status: range ? 206 : 200,
    headers: {
      "content-length": String(to - from),
      "last-modified": object.modified.toUTCString(),
      "accept-ranges": "bytes",
      etag: `"${object.etag}"`,
      ...object.headers,
      ...(range && { "content-range": `bytes ${from}-${to - 1}/${object.size}` }),
      ...(checksum &&
        !range &&
        headers["x-amz-checksum-mode"] === "ENABLED" && {
          [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value,
          "x-amz-checksum-type": checksum.type,
        }),
    },
  };
  return operation === "HeadObject" ? answer : { ...answer, content: { object, from, to } };
}

function rangeOf(header: string | string[] | undefined, size: number) {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(String(header)) ?? [];
  if (first === undefined) return undefined;
  const from = Number(first);
  if (from >= size) throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable");
  return { from, to: last ? Math.min(Number(last) + 1, size) : size };
}
