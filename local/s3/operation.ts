/** The operations of S3 that are served, by AWS's names. */
export type Operation =
  | "HeadBucket"
  | "ListObjectsV2"
  | "ListMultipartUploads"
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
  readonly bucket: string;
  /** Blank of a bucket's operations. */
  readonly key: string;
  readonly query: URLSearchParams;
}

/** Reads what a request asks for, path-style; undefined for what is not served. */
export function parseRequest(method: string, url: string, headers: NodeJS.Dict<string | string[]>): Parsed | undefined {
  const { pathname, searchParams: query } = new URL(url, "http://127.0.0.1");
  const [bucket = "", ...rest] = pathname.slice(1).split("/").map(decodeURIComponent);
  const key = rest.join("/");
  const operation = key === "" ? ofBucket(method, query) : ofObject(method, query, "x-amz-copy-source" in headers);
  return operation && bucket !== "" ? { operation, bucket, key, query } : undefined;
}

function ofBucket(method: string, query: URLSearchParams): Operation | undefined {
  if (method === "HEAD") return "HeadBucket";
  if (method !== "GET") return undefined;
  if (query.has("uploads")) return "ListMultipartUploads";
  return query.get("list-type") === "2" ? "ListObjectsV2" : undefined;
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
