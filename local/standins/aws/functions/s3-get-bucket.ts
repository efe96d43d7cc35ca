import type { FunctionHandler } from "../handler.ts";
import { bucketExists, bucketFacts } from "../resources/s3-bucket.ts";
import { text } from "../values.ts";

export const handler: FunctionHandler = async (call, args) => {
  const bucket = text(args, "bucket") ?? "";
  if (!(await bucketExists(call, bucket))) throw new Error(`reading S3 Bucket (${bucket}): couldn't find resource`);
  return { ...bucketFacts(call, bucket), id: bucket, region: call.region, websiteDomain: "", websiteEndpoint: "" };
};
