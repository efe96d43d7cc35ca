import { noSuchKey, noSuchUpload, S3Error } from "./errors.ts";
import type { StoredObject } from "./storedObject.ts";
import { Versions } from "./versions.ts";

export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly initiated: Date;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Map<number, StoredObject>;
}

export interface BucketOptions {
  readonly region: string;
  /** Access keys of the partition that it lies in; left out: any. */
  readonly accessKeys?: readonly string[];
  /** Content of more bytes is thrown away once it was read; left out: all is kept. */
  readonly keepUpTo?: number;
  /** Check what is uploaded against the hashes that come with it; left out: true. Else they are taken at their word. */
  readonly verify?: boolean;
  /** `opaque`: as with a KMS key, where an ETag says nothing of the content. */
  readonly etags?: "md5" | "opaque";
  /** Account that it belongs to; left out: any that a caller expects. */
  readonly owner?: string;
  readonly versioning?: "Enabled" | "Suspended";
  /** Deletions of versions take the root user's second factor, which nobody has here. */
  readonly mfaDelete?: boolean;
  readonly objectLock?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

type Optional = "accessKeys" | "owner" | "versioning" | "mfaDelete" | "objectLock" | "tags";

export interface Bucket extends Required<Omit<BucketOptions, Optional>>, Pick<BucketOptions, Optional> {
  readonly name: string;
  /** What is current. */
  readonly objects: Map<string, StoredObject>;
  /** All versions, where there is versioning. */
  readonly versions: Versions;
  readonly uploads: Map<string, Upload>;
  /** What it was given as it came: `policy`, and `lifecycle` and `notification` as XML. */
  readonly documents: Map<BucketDocument, string>;
}

export type BucketDocument = "policy" | "lifecycle" | "notification" | "lifecycle-sizes";

/** Buckets. What is in them is open to whoever runs the server. */
export class Store {
  readonly buckets = new Map<string, Bucket>();

  createBucket(
    name: string,
    { region, keepUpTo = Number.POSITIVE_INFINITY, verify = true, etags = "md5", ...rest }: BucketOptions,
  ): Bucket {
    const known = { name, region, keepUpTo, verify, etags, ...rest };
    const content = { objects: new Map(), versions: new Versions(), uploads: new Map(), documents: new Map() };
    const bucket: Bucket = { ...known, ...content };
    this.buckets.set(name, bucket);
    return bucket;
  }

  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) throw new S3Error(404, "NoSuchBucket", `The specified bucket does not exist: ${name}`);
    return bucket;
  }
}

/** Writes an object. */
export function keep(bucket: Bucket, key: string, object: StoredObject): void {
  bucket.objects.set(key, object);
  if (bucket.versioning !== undefined) keepVersion(bucket, key, object);
}

/** @param object undefined: a delete marker */
export function keepVersion(bucket: Bucket, key: string, object: StoredObject | undefined): void {
  const suspended = bucket.versioning === "Suspended";
  if (suspended) bucket.versions.remove(key, "null");
  const modified = object?.modified ?? new Date();
  bucket.versions.add({ key, modified, object, ...(suspended && { id: "null" }) });
}

export function objectIn(bucket: Bucket, key: string): StoredObject {
  const object = bucket.objects.get(key);
  if (!object) throw noSuchKey(key);
  return object;
}

export function uploadIn(bucket: Bucket, id: string): Upload {
  const upload = bucket.uploads.get(id);
  if (!upload) throw noSuchUpload();
  return upload;
}
