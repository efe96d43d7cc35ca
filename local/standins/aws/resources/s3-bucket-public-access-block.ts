import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { Call } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import type { ResourceHandler } from "../handler.ts";
import { type Properties, text } from "../values.ts";
import { s3 } from "./s3-bucket.ts";

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

export const handler: ResourceHandler = {
  inputs: ["bucket", "skipDestroy", ...flags],
  replaceOn: ["bucket"],
  computed: [],
  defaults: Object.fromEntries(flags.map((flag) => [flag, false])),

  async create(call, inputs) {
    const bucket = text(inputs, "bucket") ?? "";
    await put(call, bucket, inputs);
    return bucket;
  },

  async read(call, id) {
    try {
      const { PublicAccessBlockConfiguration: found } = await call
        .client(s3)
        .send(new GetPublicAccessBlockCommand({ Bucket: id }));
      return {
        id,
        state: {
          bucket: id,
          blockPublicAcls: found?.BlockPublicAcls ?? false,
          blockPublicPolicy: found?.BlockPublicPolicy ?? false,
          ignorePublicAcls: found?.IgnorePublicAcls ?? false,
          restrictPublicBuckets: found?.RestrictPublicBuckets ?? false,
        },
      };
    } catch (error) {
      if (isAwsError(error, "NoSuchBucket", "NoSuchPublicAccessBlockConfiguration")) return undefined;
      throw new Error(`reading S3 Bucket Public Access Block (${id}): ${textOf(error)}`);
    }
  },

  async update(call, id, inputs) {
    await put(call, id, inputs);
  },

  async delete(call, id, state) {
    if (state.skipDestroy === true) return;
    try {
      await call.client(s3).send(new DeletePublicAccessBlockCommand({ Bucket: id }));
    } catch (error) {
      if (isAwsError(error, "NoSuchBucket")) return;
      throw new Error(`deleting S3 Bucket Public Access Block (${id}): ${textOf(error)}`);
    }
  },
};

async function put(call: Call, Bucket: string, inputs: Properties): Promise<void> {
  try {
    await call.client(s3).send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: inputs.blockPublicAcls === true,
          BlockPublicPolicy: inputs.blockPublicPolicy === true,
          IgnorePublicAcls: inputs.ignorePublicAcls === true,
          RestrictPublicBuckets: inputs.restrictPublicBuckets === true,
        },
      }),
    );
  } catch (error) {
    throw new Error(`creating S3 Bucket (${Bucket}) Public Access Block: ${textOf(error)}`);
  }
}
