import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { FunctionHandler } from "../handler.ts";
import { s3 } from "../resources/s3-bucket.ts";
import { text } from "../values.ts";

const defaultMaxKeys = 1000;

export const handler: FunctionHandler = async (call, args) => {
  const bucket = text(args, "bucket") ?? "";
  const prefix = text(args, "prefix");
  const maxKeys = Number(args.maxKeys ?? defaultMaxKeys);
  const { Contents = [] } = await call
    .client(s3)
    .send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: maxKeys, ...(prefix && { Prefix: prefix }) }));
  return {
    bucket,
    commonPrefixes: [],
    id: bucket,
    keys: Contents.flatMap(({ Key }) => Key ?? []),
    maxKeys,
    owners: [],
    ...(prefix && { prefix }),
    region: call.region,
    requestCharged: "",
  };
};
