import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { HeadObjectCommandOutput, S3 } from "@aws-sdk/client-s3";
import { base64OfHex, md5Hex, md5OfEtag, sha1OfKey, sha256Hex } from "./contentHash.ts";
import type { CopyManifest } from "./copyManifest.ts";
import type { CopyPlace } from "./copyPlace.ts";
import { fileOfKey } from "./folderKeys.ts";
import type { HeldObjects } from "./heldObjects.ts";
import type { SourceObject } from "./releaseSource.ts";
import { isMissing, s3Problem } from "./s3Problem.ts";
import { sha1Name, sourceEtagName } from "./s3Target.ts";
import type { Wanted, WantedText } from "./wanted.ts";

/** The size of an object that is there with the wanted content; undefined where it isn't, or where nothing proves it. */
export type Holdings = (wanted: Wanted, look: LookAtSource) => Promise<number | undefined>;

/** Asks the source about an object. */
export type LookAtSource = () => Promise<SourceObject>;

/**
 * What a bucket holds. Cheapest proof first: an ETag that the manifest of a copy has, or that is the content's MD5; then the
 * hash that S3 keeps of the object; then, of what was put together of parts, that a copy of ours put it there.
 */
export function bucketHoldings(
  client: Pick<S3, "headObject">,
  place: CopyPlace,
  held: HeldObjects,
  manifest: CopyManifest | undefined,
): Holdings {
  return async (wanted, look) => {
    const listed = held.objects.get(wanted.key);
    if (!listed && held.covers(wanted.key)) return undefined;
    const known = manifest?.objects[wanted.key];
    // Each write gives an object another ETag, or the same content the same.
    if (wanted.kind === "asset" && listed && known?.etag === listed.etag && known.size === listed.size) {
      return listed.size;
    }
    if (wanted.kind === "text" && listed && md5OfEtag(listed.etag) === md5Hex(wanted.bytes)) return listed.size;
    try {
      const head = await client.headObject({ Bucket: place.bucket, Key: wanted.key, ChecksumMode: "ENABLED" });
      return (await proves(head, wanted, look)) ? (head.ContentLength ?? 0) : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw s3Problem(error, { place, key: wanted.key, what: "be read" });
    }
  };
}

async function proves(head: HeadObjectCommandOutput, wanted: Wanted, look: LookAtSource): Promise<boolean> {
  const sha1 = sha1OfKey(wanted.key);
  if (sha1 !== undefined && head.ChecksumSHA1 === base64OfHex(sha1)) return true;
  if (sha1 !== undefined && head.Metadata?.[sha1Name] === sha1) return true;
  if (wanted.kind === "text") return head.ChecksumSHA256 === base64OfHex(sha256Hex(wanted.bytes));
  const source = await look();
  if (source.size !== head.ContentLength) return false;
  if (source.md5 !== undefined && md5OfEtag(head.ETag) === source.md5) return true;
  return source.etag !== undefined && head.Metadata?.[sourceEtagName] === source.etag;
}

/** What a folder holds: files are read and hashed, which is faster than any download. */
export function folderHoldings(folder: string): Holdings {
  return async (wanted) => {
    const file = fileOfKey(folder, wanted.key);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    return (await sameInFile(file, wanted)) ? found.size : undefined;
  };
}

async function sameInFile(file: string, wanted: Wanted): Promise<boolean> {
  if (wanted.kind === "text") return sameText(file, wanted);
  const sha1 = sha1OfKey(wanted.key);
  if (sha1 === undefined) return false;
  const hash = createHash("sha1");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex") === sha1;
}

async function sameText(file: string, { bytes }: WantedText): Promise<boolean> {
  return (await readFile(file)).equals(bytes);
}
