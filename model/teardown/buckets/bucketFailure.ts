/** What AWS has said, and to which call. */
export interface Refusal {
  /** The call's name in IAM, such as `s3:DeleteBucket`. */
  readonly action: string;
  /** AWS's code, such as AccessDenied. */
  readonly code: string;
  readonly message: string;
}

export interface Explained {
  readonly why: string;
  readonly fix: string;
}

const again = "Then run the same command again: it goes on from there.";

/** What a call's failure means for a bucket, and what to do. */
export function explainRefusal(bucket: string, { action, code, message }: Refusal): Explained {
  const why = `${action} on bucket ${bucket} failed: ${code}: ${message}`;
  if (/Mfa Authentication/i.test(message)) return { why, fix: mfaFix(bucket) };
  switch (code) {
    case "AccessDenied":
    case "AllAccessDisabled":
      return {
        why,
        fix: `Look for who denies ${action}: the caller's policies, the bucket's policy, a policy of the organization. Newer deployment roles of Panther forbid it outright: use other credentials. ${again}`,
      };
    case "BucketHasAccessPointsAttached":
      return {
        why,
        fix: `Delete the bucket's access points (aws s3control list-access-points --bucket ${bucket}). ${again}`,
      };
    default:
      return { why, fix: `What was deleted stays deleted. ${again}` };
  }
}

/** How an object version is protected, as HeadObject tells it. */
export interface VersionLock {
  readonly key: string;
  readonly versionId: string;
  readonly mode?: string | undefined;
  readonly until?: Date | undefined;
  readonly legalHold?: boolean;
}

/** What keeps a version from being deleted; undefined where it is not a lock. */
export function explainLock(bucket: string, lock: VersionLock): Explained | undefined {
  const { key, versionId, mode, until, legalHold } = lock;
  const what = `s3://${bucket}/${key}, version ${versionId},`;
  if (legalHold) {
    return {
      why: `${what} is under a legal hold.`,
      fix: `Have whoever put it there lift it (aws s3api put-object-legal-hold --legal-hold Status=OFF), or leave the bucket. ${again}`,
    };
  }
  if (until === undefined) return undefined;
  const why = `${what} is locked in mode ${mode ?? "unknown"} until ${until.toISOString()}.`;
  const fix =
    mode === "COMPLIANCE"
      ? `Nobody can delete it before that, not even the root user. Leave the bucket until then. ${again}`
      : `Whoever has s3:BypassGovernanceRetention can shorten it (aws s3api put-object-retention --bypass-governance-retention); or wait until then. ${again}`;
  return { why, fix };
}

/** What to do about a bucket that deletes versions with a second factor alone. */
export function mfaFix(bucket: string): string {
  return `Only the account's root user can switch MFA delete off: aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled,MFADelete=Disabled --mfa "<serial number of the device> <code>". ${again}`;
}

/** Codes by which S3 says that a key is to be tried again no more. */
const finalCodes: readonly string[] = ["AccessDenied", "AllAccessDisabled", "MethodNotAllowed", "InvalidRequest"];
const goneCodes: readonly string[] = ["NoSuchKey", "NoSuchVersion"];

/** What one key's failure in a call for many means. */
export function keyOutcome(code: string | undefined): "gone" | "final" | "again" {
  if (code === undefined) return "again";
  if (goneCodes.includes(code)) return "gone";
  return finalCodes.includes(code) ? "final" : "again";
}
