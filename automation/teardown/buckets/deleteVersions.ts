import type { _Error as KeyError } from "@aws-sdk/client-s3";
import { explainRefusal, keyOutcome } from "../../../model/teardown/buckets/bucketFailure.ts";
import { BucketRefused } from "./openBucket.ts";
import type { Removal } from "./removal.ts";
import type { ListedVersion } from "./versionPages.ts";

/** A version that S3 refuses to delete. */
export interface RefusedVersion {
  readonly key: string;
  readonly versionId: string;
  readonly code: string;
  readonly message: string;
}

/** Pauses double; all of them together take about a minute. */
const attempts = 9;
const firstPause = 200;
const longestPause = 20_000;

/**
 * Deletes versions for good, up to 1,000 in one call. An answer of 200 may hold errors by key: those that may pass are tried
 * again by themselves.
 * @returns those that S3 refuses, however often it is asked
 * @throws BucketRefused where keys fail again and again; and as {@link OpenBucket.ask}
 */
export async function deleteVersions(
  removal: Removal,
  versions: readonly ListedVersion[],
): Promise<readonly RefusedVersion[]> {
  const { bucket, timing, signal, random, done } = removal;
  const refused: RefusedVersion[] = [];
  let left = versions;
  let last: KeyError | undefined;
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === attempts) throw keepsFailing(bucket.name, left.length, last);
    if (attempt > 0) {
      const pause = Math.min(firstPause * 2 ** (attempt - 1), longestPause);
      await timing.sleep(pause * (0.5 + random() / 2), signal);
    }
    const errors = await deleteOnce(removal, left);
    const again = errors.filter(({ Code }) => keyOutcome(Code) === "again");
    const final = errors.filter(({ Code }) => keyOutcome(Code) === "final");
    refused.push(...final.map(refusedVersion));
    done.versions += left.length - again.length - final.length;
    last = again[0];
    left = again.map(({ Key = "", VersionId = "null" }) => ({ key: Key, versionId: VersionId, ...unknown }));
  }
  return refused;
}

/** What no longer matters of a version that is to go. */
const unknown = { deleteMarker: false, modified: 0 };

async function deleteOnce({ bucket }: Removal, versions: readonly ListedVersion[]): Promise<readonly KeyError[]> {
  const errors: KeyError[] = [];
  // XML, in which many keys are sent at once, can't hold these; in an address each of them can stand.
  for (const { key, versionId } of versions.filter((version) => !fitsXml(version.key))) {
    const version = { Key: key, VersionId: versionId };
    try {
      await bucket.ask("s3:DeleteObjectVersion", (how) => bucket.api.deleteObject({ ...bucket.at, ...version }, how));
    } catch (error) {
      if (!(error instanceof BucketRefused)) throw error;
      errors.push({ ...version, Code: error.code, Message: error.message });
    }
  }
  const Objects = versions
    .filter(({ key }) => fitsXml(key))
    .map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
  if (Objects.length === 0) return errors;
  const answer = await bucket.ask("s3:DeleteObjectVersion", (how) =>
    bucket.api.deleteObjects({ ...bucket.at, Delete: { Objects, Quiet: true } }, how),
  );
  return [...errors, ...(answer?.Errors ?? [])];
}

function fitsXml(key: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what XML has no way to say
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(key);
}

function refusedVersion({ Key = "", VersionId = "null", Code = "", Message = "" }: KeyError): RefusedVersion {
  return { key: Key, versionId: VersionId, code: Code, message: Message };
}

function keepsFailing(bucket: string, count: number, last: KeyError | undefined): BucketRefused {
  const { Code: code = "", Message = "", Key = "" } = last ?? {};
  const message = `${count} keys, again and again; of ${Key} S3 says: ${Message}`;
  return new BucketRefused(explainRefusal(bucket, { action: "s3:DeleteObjectVersion", code, message }), code);
}
