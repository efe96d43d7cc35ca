import type { IncomingMessage } from "node:http";
import {
  deleteBucket,
  documentOf,
  listBuckets,
  objectLock,
  putDocument,
  refuseDenied,
  tagging,
  versioning,
} from "./configuration.ts";
import { deleteObject, deleteObjects } from "./deletions.ts";
import { S3Error } from "./errors.ts";
import type { Faults, Trouble } from "./faults.ts";
import type { Parsed } from "./operation.ts";
import { type Answer, listObjects, readObject } from "./reads.ts";
import { keptHeaders, receive } from "./receive.ts";
import { type Bucket, keep, objectIn, type Store, uploadIn } from "./store.ts";
import { listUploads, listVersions } from "./versionLists.ts";
import { headVersion } from "./versionReads.ts";
import { completeUpload, copyObject, createUpload, removeUpload, stored } from "./writes.ts";

export interface Context {
  readonly store: Store;
  readonly faults: Faults;
  readonly trouble: Trouble | undefined;
}

export async function answerTo(parsed: Parsed, request: IncomingMessage, context: Context): Promise<Answer> {
  const { store, trouble, faults } = context;
  const { operation, key, query } = parsed;
  const { headers } = request;
  const injected = () => {
    if (trouble?.kind === "error") throw new S3Error(trouble.status, trouble.code, `Injected: ${trouble.code}`);
  };
  if (operation === "ListBuckets") {
    injected();
    return listBuckets(store, query);
  }
  const bucket = store.bucket(parsed.bucket);
  checkCaller(bucket, request);
  injected();
  checkPlace(bucket, parsed, request);
  const id = query.get("uploadId") ?? "";
  const version = query.get("versionId") ?? undefined;
  switch (operation) {
    case "HeadBucket":
      return { status: 200, headers: { "x-amz-bucket-region": bucket.region } };
    case "DeleteBucket":
      return deleteBucket(store, bucket);
    case "ListObjectsV2":
      return listObjects(bucket, query);
    case "ListObjectVersions":
      return listVersions(bucket, query);
    case "ListMultipartUploads":
      return listUploads(bucket, query);
    case "GetBucketTagging":
      return tagging(bucket);
    case "GetBucketVersioning":
      return versioning(bucket);
    case "GetObjectLockConfiguration":
      return objectLock(bucket);
    case "GetBucketPolicy":
      return documentOf(bucket, "policy");
    case "GetBucketLifecycleConfiguration":
      return documentOf(bucket, "lifecycle");
    case "PutBucketPolicy":
      return putDocument(bucket, "policy", await textOf(request), headers);
    case "PutBucketLifecycleConfiguration":
      return putDocument(bucket, "lifecycle", await textOf(request), headers);
    case "PutBucketNotificationConfiguration":
      return putDocument(bucket, "notification", await textOf(request), headers);
    case "DeleteObjects":
      return deleteObjects(bucket, await textOf(request), faults);
    case "GetObject":
      return readObject(objectIn(bucket, key), headers, parsed);
    case "HeadObject":
      if (version !== undefined) return headVersion(bucket, key, version);
      return readObject(objectIn(bucket, key), headers, parsed);
    case "PutObject": {
      refuseDenied(bucket, "s3:PutObject");
      const object = await receive(request, bucket, trouble);
      keep(bucket, key, object);
      return stored(object);
    }
    case "CopyObject":
      return copyObject(store, bucket, key, String(headers["x-amz-copy-source"]));
    case "DeleteObject":
      return deleteObject(bucket, key, version);
    case "CreateMultipartUpload":
      return createUpload(bucket, key, keptHeaders(headers));
    case "UploadPart": {
      const { parts } = uploadIn(bucket, id);
      const part = await receive(request, bucket, trouble);
      parts.set(Number(query.get("partNumber")), part);
      return stored(part);
    }
    case "CompleteMultipartUpload":
      return completeUpload(bucket, id, await textOf(request));
    case "AbortMultipartUpload":
      return removeUpload(bucket, id);
  }
}

function checkCaller(bucket: Bucket, { headers }: IncomingMessage): void {
  const [, accessKey] = /Credential=([^/]+)\//.exec(String(headers.authorization)) ?? [];
  if (accessKey && bucket.accessKeys?.includes(accessKey) === false) {
    throw new S3Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
  }
}

function checkPlace(bucket: Bucket, { expectedOwner }: Parsed, { headers }: IncomingMessage): void {
  const [, region] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(String(headers.authorization)) ?? [];
  if (region !== undefined && region !== bucket.region) {
    const message = "The bucket you are attempting to access must be addressed using the specified endpoint.";
    throw new S3Error(301, "PermanentRedirect", message, { "x-amz-bucket-region": bucket.region });
  }
  if (expectedOwner !== undefined && bucket.owner !== undefined && bucket.owner !== expectedOwner) {
    throw new S3Error(403, "AccessDenied", "Access Denied");
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const body: Uint8Array[] = [];
  for await (const bytes of request) body.push(bytes);
  return Buffer.concat(body).toString();
}
