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
  const refused = new Map<string, RefusedVersion>();
  let left = versions;
  let failing: readonly KeyError[] = [];
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === attempts) {
      done.versions += versions.length - refused.size - failing.length;
      throw keepsFailing(bucket.name, failing);
    }
    if (attempt > 0) {
      const pause = Math.min(firstPause * 2 ** (attempt - 1), longestPause);
      await timing.sleep(pause * (0.5 + random() / 2), signal);
    }
    const errors = await deleteOnce(removal, left);
    for (const error of errors.filter(({ Code }) => keyOutcome(Code) === "final")) {
      refused.set(`${error.VersionId} ${error.Key}`, refusedVersion(error));
    }
    failing = errors.filter(({ Code }) => keyOutcome(Code) === "again");
    left = askedFor(left, failing);
  }
  done.versions += versions.length - refused.size;
  return [...refused.values()];
}

/**
 * What errors are about. XML does not keep all white space of a key, so that the answer's key may be another one: then all
 * are asked for again, which does no harm to those that are gone.
 */
function askedFor(versions: readonly ListedVersion[], errors: readonly KeyError[]): readonly ListedVersion[] {
  const failed = new Set(errors.map(({ Key, VersionId = "null" }) => `${VersionId} ${Key}`));
  const found = versions.filter(({ key, versionId }) => failed.has(`${versionId} ${key}`));
  return found.length === errors.length ? found : versions;
}

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

function keepsFailing(bucket: string, failing: readonly KeyError[]): BucketRefused {
  const { Code: code = "", Message = "", Key = "" } = failing[0] ?? {};
  const message = `${failing.length} keys, again and again; of ${Key} S3 says: ${Message}`;
  return new BucketRefused(explainRefusal(bucket, { action: "s3:DeleteObjectVersion", code, message }), code);
}
