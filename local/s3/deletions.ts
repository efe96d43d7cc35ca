import { S3Error } from "./errors.ts";
import type { Faults } from "./faults.ts";
import type { Answer } from "./reads.ts";
import { type Bucket, keepVersion } from "./store.ts";
import { textsOf, xmlDocument } from "./xml.ts";

const mostAtOnce = 1000;

/** Deletes one version for good, or with `id` undefined what is current, as the bucket's versioning has it. */
export function deleteObject(bucket: Bucket, key: string, id: string | undefined): Answer {
  if (bucket.versioning === undefined) {
    bucket.objects.delete(key);
    return { status: 204 };
  }
  if (id === undefined) {
    keepVersion(bucket, key, undefined);
  } else {
    refuseLocked(bucket, key, id);
    bucket.versions.remove(key, id);
  }
  showCurrent(bucket, key);
  return { status: 204 };
}

/** Up to 1,000 at once; what can't be deleted is said in an answer of 200. */
export function deleteObjects(bucket: Bucket, request: string, faults: Faults): Answer {
  const entries = [...request.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, entry = ""]) => entry);
  if (entries.length === 0 || entries.length > mostAtOnce) {
    throw new S3Error(400, "MalformedXML", "The XML you provided was not well-formed.");
  }
  const quiet = textsOf(request, "Quiet")[0] === "true";
  const done: { readonly Key: string; readonly VersionId: string | undefined }[] = [];
  const errors: object[] = [];
  for (const entry of entries) {
    const [Key = ""] = textsOf(entry, "Key");
    const [VersionId] = textsOf(entry, "VersionId");
    try {
      const trouble = faults.meet("DeleteObjects", Key, bucket.name);
      if (trouble?.kind === "error") throw new S3Error(trouble.status, trouble.code, `Injected: ${trouble.code}`);
      deleteObject(bucket, Key, VersionId);
      done.push({ Key, VersionId });
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      errors.push({ Key, VersionId, Code: error.code, Message: error.message });
    }
  }
  const xml = xmlDocument("DeleteResult", { Deleted: quiet ? [] : done, Error: errors as { readonly Key: string }[] });
  return { status: 200, xml };
}

function refuseLocked(bucket: Bucket, key: string, id: string): void {
  if (bucket.mfaDelete) throw new S3Error(403, "AccessDenied", "Mfa Authentication must be used for this request");
  const version = bucket.versions.find(key, id);
  if (version?.legalHold || (version?.lock && version.lock.until > new Date())) {
    throw new S3Error(403, "AccessDenied", "Access Denied because object protected by object lock.");
  }
}

function showCurrent(bucket: Bucket, key: string): void {
  const current = bucket.versions.latest(key)?.object;
  if (current) bucket.objects.set(key, current);
  else bucket.objects.delete(key);
}
