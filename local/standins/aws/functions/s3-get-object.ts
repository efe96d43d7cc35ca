import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { FunctionHandler } from "../handler.ts";
import { s3 } from "../resources/s3-bucket.ts";
import { text } from "../values.ts";

const readable = /^text\/|^application\/(json|ld\+json|x-httpd-php|xhtml\+xml|x-csh|x-sh|xml|atom\+xml|x-sql|yaml)\b/;

export const handler: FunctionHandler = async (call, args) => {
  const [bucket = "", key = ""] = [text(args, "bucket"), text(args, "key")];
  const downloadBody = text(args, "downloadBody");
  const found = await call
    .client(s3)
    .send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    .catch((error: Error) => {
      throw new Error(`reading S3 Bucket (${bucket}) Object (${key}): ${error.message}`);
    });
  const bytes = Buffer.from((await found.Body?.transformToByteArray()) ?? []);
  const { ContentType: contentType = "" } = found;
  return {
    arn: `arn:aws:s3:::${bucket}/${key}`,
    body: downloadBody !== "false" && readable.test(contentType) ? bytes.toString() : "",
    bodyBase64: downloadBody === "true" ? bytes.toString("base64") : "",
    bucket,
    contentLength: bytes.length,
    contentType,
    ...(downloadBody !== undefined && { downloadBody }),
    etag: (found.ETag ?? "").replaceAll('"', ""),
    id: `${bucket}/${key}`,
    key,
    lastModified: found.LastModified?.toUTCString() ?? "",
    metadata: found.Metadata ?? {},
    region: call.region,
    tags: {},
    versionId: found.VersionId ?? "",
  };
};
