import type { S3 } from "@aws-sdk/client-s3";
import { base64OfHex, md5OfEtag } from "./contentHash.ts";
import { type CopyManifest, readManifest } from "./copyManifest.ts";
import type { CopyPlace } from "./copyPlace.ts";
import type { HeldObjects } from "./heldObjects.ts";
import { isMissing, s3Problem } from "./s3Problem.ts";

/** What tells a copy that nothing has changed since the one that wrote the manifest. */
export interface Comparison {
  readonly held: HeldObjects;
  readonly manifest: CopyManifest;
  /** Hashes of the published templates by key. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly transform: string;
  readonly rootKey: string;
}

/** Whether a bucket holds, untouched, everything that the copy brought whose manifest lies there. */
export async function isStanding(
  client: Pick<S3, "headObject">,
  place: CopyPlace,
  { held, manifest, inputs, transform, rootKey }: Comparison,
): Promise<boolean> {
  if (manifest.transform !== transform || !sameHashes(manifest.inputs, inputs)) return false;
  for (const [key, { size, etag }] of Object.entries(manifest.objects)) {
    const object = held.objects.get(key);
    if (object?.etag !== etag || object.size !== size) return false;
  }
  const root = held.objects.get(rootKey);
  if (root?.size !== manifest.root.size) return false;
  if (md5OfEtag(root.etag) === manifest.root.md5) return true;
  // With a KMS key an ETag is no MD5.
  const request = { Bucket: place.bucket, Key: rootKey, ChecksumMode: "ENABLED" } as const;
  try {
    return (await client.headObject(request)).ChecksumSHA256 === base64OfHex(manifest.root.sha256);
  } catch (error) {
    if (isMissing(error)) return false;
    throw s3Problem(error, { place, key: rootKey, what: "be read" });
  }
}

/** The manifest in a bucket; undefined where there is none that can be read. */
export async function fetchManifest(
  client: Pick<S3, "getObject">,
  place: CopyPlace,
  key: string,
): Promise<CopyManifest | undefined> {
  try {
    const { Body } = await client.getObject({ Bucket: place.bucket, Key: key });
    return readManifest((await Body?.transformToString("utf8")) ?? "");
  } catch (error) {
    // Whether there is a bucket at all, the listing tells.
    if (isMissing(error) || (error as Error).name === "NoSuchBucket") return undefined;
    throw s3Problem(error, { place, key, what: "be read" });
  }
}

function sameHashes(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
