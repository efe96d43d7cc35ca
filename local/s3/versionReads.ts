import { S3Error } from "./errors.ts";
import type { Answer } from "./reads.ts";
import type { Bucket } from "./store.ts";

/** What HeadObject says of one version: how it is locked. */
export function headVersion(bucket: Bucket, key: string, id: string): Answer {
  const version = bucket.versions.find(key, id);
  if (!version) throw new S3Error(404, "NoSuchVersion", "The specified version does not exist.");
  const { lock, legalHold } = version;
  const headers = {
    "x-amz-version-id": id,
    ...(lock && {
      "x-amz-object-lock-mode": lock.mode,
      "x-amz-object-lock-retain-until-date": lock.until.toISOString(),
    }),
    ...(legalHold && { "x-amz-object-lock-legal-hold": "ON" }),
  };
  return { status: version.object ? 200 : 405, headers };
}
