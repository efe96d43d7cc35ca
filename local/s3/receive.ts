import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { algorithms, running } from "./checksums.ts";
import { decodeChunks } from "./chunked.ts";
import { badDigest, S3Error } from "./errors.ts";
import type { Trouble } from "./faults.ts";
import type { Bucket } from "./store.ts";
import type { StoredObject } from "./storedObject.ts";

/** Reads an upload to its end and checks it against every hash that came with it, as S3 does. */
export async function receive(
  request: IncomingMessage,
  bucket: Bucket,
  trouble: Trouble | undefined,
): Promise<StoredObject> {
  const { headers } = request;
  const algorithm = algorithms.find((name) => `x-amz-checksum-${name.toLowerCase()}` in headers);
  const claimed = algorithm && String(headers[`x-amz-checksum-${algorithm.toLowerCase()}`]);
  const checksum = algorithm && bucket.verify ? running(algorithm) : undefined;
  const signed = /^[0-9a-f]{64}$/.exec(String(headers["x-amz-content-sha256"]))?.[0];
  const payload = signed === undefined || !bucket.verify ? undefined : createHash("sha256");
  const md5 = bucket.etags === "md5" || headers["content-md5"] !== undefined ? createHash("md5") : undefined;
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of decoded(request)) {
    const bytes = trouble?.kind === "corrupt" && size === 0 ? flipped(chunk) : chunk;
    size += bytes.length;
    if (trouble?.kind === "cut" && size > trouble.afterBytes) throw new Cut();
    checksum?.update(bytes);
    payload?.update(bytes);
    md5?.update(bytes);
    if (size <= bucket.keepUpTo) kept.push(bytes);
    else kept.length = 0;
  }
  const digest = md5?.digest();
  if (payload && payload.digest("hex") !== signed) {
    throw new S3Error(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match.");
  }
  const contentMd5 = headers["content-md5"];
  if (contentMd5 !== undefined && digest?.toString("base64") !== contentMd5) throw badDigest("Content-MD5");
  const value = checksum?.value() ?? claimed;
  if (algorithm && value !== claimed) throw badDigest(algorithm);
  return {
    size,
    etag: digest && bucket.etags === "md5" ? digest.toString("hex") : randomUUID().replaceAll("-", ""),
    modified: new Date(),
    headers: keptHeaders(headers),
    ...(algorithm && value !== undefined && { checksum: { algorithm, value, type: "FULL_OBJECT" } }),
    body: size <= bucket.keepUpTo ? { kind: "bytes", chunks: kept } : { kind: "discarded" },
  };
}

/** The connection is to end without an answer. */
export class Cut extends Error {}

export function keptHeaders(headers: NodeJS.Dict<string | string[]>): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).filter(([name]) => name === "content-type" || name.startsWith("x-amz-meta-"));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

function decoded(request: IncomingMessage): AsyncIterable<Uint8Array> {
  return /aws-chunked/.test(String(request.headers["content-encoding"])) ? decodeChunks(request) : request;
}

export function flipped(bytes: Uint8Array): Uint8Array {
  const other = Uint8Array.from(bytes);
  if (other[0] !== undefined) other[0] ^= 1;
  return other;
}
