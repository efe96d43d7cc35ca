import { createHash } from "node:crypto";
import type { CompletedPart, S3 } from "@aws-sdk/client-s3";
import { base64OfHex, sha1OfKey } from "./contentHash.ts";
import { endingWith, soonOver } from "./copyClients.ts";
import type { CopyPlace } from "./copyPlace.ts";
import { DirectCalls } from "./directCalls.ts";
import type { PartWriter, ReleaseTarget, WrittenObject } from "./releaseTarget.ts";
import { type Attempt, s3Problem } from "./s3Problem.ts";

/** Metadata with the ETag of the object that one is a copy of, for those whose key says nothing of their content. */
export const sourceEtagName = "panther-source-etag";

/**
 * Metadata with the SHA-1 of an object that was put together of parts, which S3 keeps no SHA-1 of: it was verified before
 * there was an object.
 */
export const sha1Name = "panther-sha1";

/** A bucket in AWS China. S3 itself checks what arrives against a hash of what was verified here. */
export function s3Target(client: S3, place: CopyPlace): ReleaseTarget {
  const direct = new DirectCalls(client, place.bucket);
  const ask = async <T>(key: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      const attempt: Attempt = { place, key, what: "be written" };
      throw s3Problem(error, attempt);
    }
  };
  return {
    name: `s3://${place.bucket}`,
    put: async (object, bytes, signal) => {
      const sha1 = sha1OfKey(object.key);
      // With the SHA-1 S3 proves, and keeps for later looks, that the content is what its key says.
      const checksum = sha1 === undefined ? { ChecksumSHA256: sha256(bytes) } : { ChecksumSHA1: base64OfHex(sha1) };
      if (bytes.length <= soonOver && (await direct.put(object.key, bytes, plainHeaders(object, checksum)))) return;
      const request = { ...headersOf(place, object), Body: bytes, ...checksum };
      await ask(object.key, () => client.putObject(request, endingWith(signal, bytes.length)));
    },
    pour: async (object, { stream, size, sha1 }, signal) => {
      // The SDK pipes a body and does not hear of its end: without this a request would wait for what never comes.
      const stop = new AbortController();
      let broken: unknown;
      stream.once("error", (error) => {
        broken = error;
        stop.abort(error);
      });
      const ends = endingWith(AbortSignal.any([signal, stop.signal]), size);
      const content = { Body: stream, ContentLength: size, ChecksumSHA1: base64OfHex(sha1) };
      try {
        await ask(object.key, () => client.putObject({ ...headersOf(place, object), ...content }, ends));
      } catch (error) {
        throw broken ?? error;
      } finally {
        stream.destroy();
        stop.abort();
      }
    },
    begin: async (object) => {
      const sha1 = sha1OfKey(object.key);
      const { Metadata, ...headers } = headersOf(place, object);
      const request = {
        ...headers,
        Metadata: { ...Metadata, ...(sha1 !== undefined && { [sha1Name]: sha1 }) },
        ChecksumAlgorithm: "SHA256",
      } as const;
      const { UploadId } = await ask(object.key, () => client.createMultipartUpload(request));
      return partWriter({ Bucket: place.bucket, Key: object.key, UploadId });
    },
  };

  function partWriter(upload: {
    readonly Bucket: string;
    readonly Key: string;
    readonly UploadId: string | undefined;
  }) {
    const parts = new Map<number, CompletedPart>();
    const writer: PartWriter = {
      write: async (number, bytes) => {
        const ChecksumSHA256 = sha256(bytes);
        const part = { ...upload, PartNumber: number, Body: bytes, ChecksumSHA256 };
        const { ETag } = await ask(upload.Key, () => client.uploadPart(part));
        parts.set(number, { PartNumber: number, ETag, ChecksumSHA256 });
      },
      complete: async () => {
        const Parts = [...parts.entries()].sort(([a], [b]) => a - b).map(([, part]) => part);
        await ask(upload.Key, () => client.completeMultipartUpload({ ...upload, MultipartUpload: { Parts } }));
      },
      abandon: async () => {
        await client.abortMultipartUpload(upload).catch(() => undefined);
      },
    };
    return writer;
  }
}

function headersOf({ bucket }: CopyPlace, { key, contentType, sourceEtag }: WrittenObject) {
  return {
    Bucket: bucket,
    Key: key,
    ...(contentType !== undefined && { ContentType: contentType }),
    ...(sourceEtag !== undefined && { Metadata: { [sourceEtagName]: sourceEtag } }),
  };
}

function plainHeaders(
  { contentType, sourceEtag }: WrittenObject,
  checksum: { readonly ChecksumSHA1?: string; readonly ChecksumSHA256?: string },
): Readonly<Record<string, string>> {
  return {
    ...(contentType !== undefined && { "content-type": contentType }),
    ...(sourceEtag !== undefined && { [`x-amz-meta-${sourceEtagName}`]: sourceEtag }),
    ...(checksum.ChecksumSHA1 !== undefined && { "x-amz-checksum-sha1": checksum.ChecksumSHA1 }),
    ...(checksum.ChecksumSHA256 !== undefined && { "x-amz-checksum-sha256": checksum.ChecksumSHA256 }),
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64");
}
