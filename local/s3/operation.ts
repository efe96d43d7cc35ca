/** The operations of S3 that are served, by AWS's names. */
export type Operation =
  | "ListBuckets"
  | BucketOperation
  | "GetObject"
  | "HeadObject"
  | "PutObject"
  | "CopyObject"
  | "DeleteObject"
  | "CreateMultipartUpload"
  | "UploadPart"
  | "CompleteMultipartUpload"
  | "AbortMultipartUpload";

export interface Parsed {
  readonly operation: Operation;
  /** Blank of what is asked of the whole account. */
  readonly bucket: string;
  /** Blank of a bucket's operations. */
  readonly key: string;
  readonly query: URLSearchParams;
  /** Whose the caller says the bucket is; undefined where nothing was said. */
  readonly expectedOwner: string | undefined;
}

/** What a bucket is asked for, by the method and the parameter that names it. */
const bucketOperations = {
  "GET uploads": "ListMultipartUploads",
  "GET versions": "ListObjectVersions",
  "GET tagging": "GetBucketTagging",
  "GET versioning": "GetBucketVersioning",
  "GET object-lock": "GetObjectLockConfiguration",
  "GET policy": "GetBucketPolicy",
  "PUT policy": "PutBucketPolicy",
  "GET lifecycle": "GetBucketLifecycleConfiguration",
  "PUT lifecycle": "PutBucketLifecycleConfiguration",
  "PUT notification": "PutBucketNotificationConfiguration",
  "POST delete": "DeleteObjects",
} as const;

type BucketOperation =
  | "HeadBucket"
  | "ListObjectsV2"
  | "DeleteBucket"
  | (typeof bucketOperations)[keyof typeof bucketOperations];

/** Reads what a request asks for, path-style; undefined for what is not served. */
export function parseRequest(method: string, url: string, headers: NodeJS.Dict<string | string[]>): Parsed | undefined {
  const { pathname, searchParams: query } = new URL(url, "http://127.0.0.1");
  const [bucket = "", ...rest] = pathname.slice(1).split("/").map(decodeURIComponent);
  const key = rest.join("/");
  const operation = operationOf(method, bucket, key, query, headers);
  const owner = headers["x-amz-expected-bucket-owner"];
  return operation && { operation, bucket, key, query, expectedOwner: owner === undefined ? owner : String(owner) };
}

function operationOf(
  method: string,
  bucket: string,
  key: string,
  query: URLSearchParams,
  headers: NodeJS.Dict<string | string[]>,
): Operation | undefined {
  if (bucket === "") return method === "GET" ? "ListBuckets" : undefined;
  return key === "" ? ofBucket(method, query) : ofObject(method, query, "x-amz-copy-source" in headers);
}

function ofBucket(method: string, query: URLSearchParams): Operation | undefined {
  for (const [asked, operation] of Object.entries(bucketOperations)) {
    const [itsMethod, parameter = ""] = asked.split(" ");
    if (itsMethod === method && query.has(parameter)) return operation;
  }
  if (method === "HEAD") return "HeadBucket";
  if (method === "DELETE") return "DeleteBucket";
  return method === "GET" && query.get("list-type") === "2" ? "ListObjectsV2" : undefined;
}

function ofObject(method: string, query: URLSearchParams, copies: boolean): Operation | undefined {
  const upload = query.has("uploadId");
  switch (method) {
    case "GET":
      return "GetObject";
    case "HEAD":
      return "HeadObject";
    case "PUT":
      if (upload) return "UploadPart";
      return copies ? "CopyObject" : "PutObject";
    case "POST":
      if (query.has("uploads")) return "CreateMultipartUpload";
      return upload ? "CompleteMultipartUpload" : undefined;
    case "DELETE":
      return upload ? "AbortMultipartUpload" : "DeleteObject";
    default:
      return undefined;
  }
}
