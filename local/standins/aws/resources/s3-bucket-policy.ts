import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import type { Call } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import type { ResourceHandler } from "../handler.ts";
import { normalisedJson, normalisedPolicy } from "../json.ts";
import { type Properties, text } from "../values.ts";
import { s3 } from "./s3-bucket.ts";

export const handler: ResourceHandler = {
  inputs: ["bucket", "policy"],
  replaceOn: ["bucket"],
  computed: [],
  policies: ["policy"],

  async create(call, inputs) {
    const bucket = text(inputs, "bucket") ?? "";
    await put(call, bucket, inputs);
    return bucket;
  },

  async read(call, id, known) {
    try {
      const { Policy = "" } = await call.client(s3).send(new GetBucketPolicyCommand({ Bucket: id }));
      const mine = text(known, "policy") ?? "";
      // An equivalent policy is kept as the program wrote it.
      const policy = normalisedPolicy(mine) === normalisedPolicy(Policy) ? mine : normalisedJson(Policy);
      return { id, state: { bucket: id, policy } };
    } catch (error) {
      if (isAwsError(error, "NoSuchBucket", "NoSuchBucketPolicy")) return undefined;
      throw new Error(`reading S3 Bucket Policy (${id}): ${textOf(error)}`);
    }
  },

  async update(call, id, inputs) {
    await put(call, id, inputs);
  },

  async delete(call, id) {
    try {
      await call.client(s3).send(new DeleteBucketPolicyCommand({ Bucket: id }));
    } catch (error) {
      if (isAwsError(error, "NoSuchBucket", "NoSuchBucketPolicy")) return;
      throw new Error(`deleting S3 Bucket Policy (${id}): ${textOf(error)}`);
    }
  },
};

async function put(call: Call, Bucket: string, inputs: Properties): Promise<void> {
  try {
    const Policy = normalisedJson(text(inputs, "policy") ?? "");
    await call.client(s3).send(new PutBucketPolicyCommand({ Bucket, Policy }));
  } catch (error) {
    throw new Error(`putting S3 Bucket (${Bucket}) Policy: ${textOf(error)}`);
  }
}
