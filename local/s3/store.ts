import type { Body } from "./body.ts";
import type { StoredChecksum } from "./checksums.ts";
import { noSuchKey, noSuchUpload, S3Error } from "./errors.ts";

export interface StoredObject {
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly modified: Date;
  /** Content type and user metadata, as headers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: StoredChecksum;
  readonly body: Body;
}

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
}

export interface Bucket extends Required<Omit<BucketOptions, "accessKeys">>, Pick<BucketOptions, "accessKeys"> {
  readonly name: string;
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
}

/** Buckets. What is in them is open to whoever runs the server. */
export class Store {
  readonly buckets = new Map<string, Bucket>();

  createBucket(
    name: string,
    { region, keepUpTo = Number.POSITIVE_INFINITY, verify = true, etags = "md5", ...rest }: BucketOptions,
  ): Bucket {
    const known = { name, region, keepUpTo, verify, etags, ...rest };
    const bucket: Bucket = { ...known, objects: new Map(), uploads: new Map() };
    this.buckets.set(name, bucket);
    return bucket;
  }

  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) throw new S3Error(404, "NoSuchBucket", `The specified bucket does not exist: ${name}`);
    return bucket;
  }
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
