import { PantherError } from "../../../model/error.ts";
import {
  areExpired,
  areMissing,
  areNotAccepted,
  credentialsExpired,
  credentialsMissing,
  credentialsNotAccepted,
} from "../../credentials.ts";
import type { CopyPlace } from "./copyPlace.ts";
import { bucketMissing } from "./targetBucket.ts";

/** What was asked of S3 when it failed. */
export interface Attempt {
  readonly place: CopyPlace;
  /** Left out: the bucket itself. */
  readonly key?: string;
  /** As the rest of "could not …": `be read`, `be written`. */
  readonly what: "be read" | "be written" | "be listed";
}

/** Error names and statuses by which S3 asks for fewer calls. */
const throttlingNames = ["SlowDown", "ServiceUnavailable", "Throttling", "ThrottlingException", "RequestLimitExceeded"];
/** S3's own names for what other services call an unknown token. */
const s3UnknownKeyNames = ["InvalidAccessKeyId", "SignatureDoesNotMatch"];
const wrongRegionNames = ["PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"];
const digestNames = ["BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch"];

/** An error of S3 in this project's words; others, an abort for example, as they are. */
export function s3Problem(error: unknown, attempt: Attempt): unknown {
  if (error instanceof PantherError || !(error instanceof Error) || error.name === "AbortError") return error;
  const { place } = attempt;
  const use = { name: `the copy's ${place.side}, bucket ${place.bucket}`, region: place.region };
  const said: unknown = error;
  if (areNotAccepted(said) || s3UnknownKeyNames.includes(error.name)) return credentialsNotAccepted(error, use);
  if (areExpired(said)) return credentialsExpired(said);
  if (areMissing(said)) return credentialsMissing(said, use);
  const status = statusOf(error);
  const { name } = error;
  if (throttlingNames.includes(name) || status === 503 || status === 429) return throttled(error, attempt);
  if (name === "NoSuchBucket") return bucketMissing(place, error);
  if (wrongRegionNames.includes(name) || status === 301) return wrongRegion(error, attempt);
  if (status === 403) return denied(error, attempt);
  if (digestNames.includes(name)) return arrivedCorrupted(error, attempt);
  if (status === undefined || status >= 500) return unreachable(error, attempt);
  const message = `${subject(attempt)}: ${name}: ${error.message}`;
  return new PantherError("copy-s3-refused", message, again, { cause: error });
}

/** The HTTP status that AWS answered with; undefined where no answer came. */
export function statusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata;
  return metadata?.httpStatusCode;
}

/** Whether S3 says that there is no such object. HeadObject's answer has no body, so it is known by its status alone. */
export function isMissing(error: unknown): boolean {
  const { name } = error as Error;
  return name === "NoSuchKey" || name === "NotFound" || (statusOf(error) === 404 && name !== "NoSuchBucket");
}

const again = "Run the same command again: what has been copied is not copied again.";

function subject({ place, key, what }: Attempt): string {
  const object = key === undefined ? `Bucket ${place.bucket}` : `s3://${place.bucket}/${key}`;
  return `${object} (${place.side}, ${place.region}) could not ${what}`;
}

function throttled(cause: Error, attempt: Attempt): PantherError {
  const message = `${subject(attempt)}: S3 asks for fewer calls (${cause.name}), and did so again after each pause.`;
  return new PantherError("copy-throttled", message, `Wait some minutes. ${again}`, { cause });
}

function wrongRegion(cause: Error, { place }: Attempt): PantherError {
  const message = `Bucket ${place.bucket} is not in ${place.region} (${place.side} of the copy): ${cause.message}`;
  return new PantherError("copy-wrong-region", message, "Give the region that the bucket lies in.", { cause });
}

function denied(cause: Error, attempt: Attempt): PantherError {
  const { place, key } = attempt;
  const missing =
    place.side === "source" && key !== undefined
      ? " To a caller that may not list a bucket, S3 answers the same of an object that is not there."
      : "";
  const fix =
    place.side === "source"
      ? "The account has to be authorised by Panther for asset downloads, and the caller needs s3:GetObject. Nothing was changed there."
      : "The caller needs s3:ListBucket, s3:GetObject, s3:PutObject, s3:AbortMultipartUpload and s3:ListBucketMultipartUploads on this bucket, and kms:GenerateDataKey and kms:Decrypt where it has a KMS key.";
  const message = `${subject(attempt)}: access is denied (${cause.message || cause.name}).${missing}`;
  return new PantherError("copy-denied", message, fix, { cause });
}

function arrivedCorrupted(cause: Error, attempt: Attempt): PantherError {
  const message = `${subject(attempt)}: what arrived there was not what was sent (${cause.name}), again and again. Nothing of it was kept.`;
  return new PantherError(
    "copy-upload-corrupted",
    message,
    `Something on the way changes it: a proxy perhaps. ${again}`,
    {
      cause,
    },
  );
}

function unreachable(cause: Error, attempt: Attempt): PantherError {
  const message = `${subject(attempt)}: S3 was not reached, or failed: ${cause.name}: ${cause.message}`;
  const fix = `Check the network to ${attempt.place.region}. ${again} Where no machine reaches both sides: panther china download on one, panther china upload on the other.`;
  return new PantherError("copy-unreachable", message, fix, { cause });
}
