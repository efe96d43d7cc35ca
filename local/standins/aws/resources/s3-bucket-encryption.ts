import {
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  type ServerSideEncryption,
} from "@aws-sdk/client-s3";
import type { Call } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import type { ResourceHandler } from "../handler.ts";
import { isObject, type Properties, text } from "../values.ts";
import { s3 } from "./s3-bucket.ts";

export const handler: ResourceHandler = {
  inputs: ["bucket", "expectedBucketOwner", "rules"],
  replaceOn: ["bucket", "expectedBucketOwner"],
  computed: [],
  zero: { expectedBucketOwner: "" },

  async create(call, inputs) {
    const bucket = text(inputs, "bucket") ?? "";
    await put(call, bucket, inputs, "creating");
    return bucket;
  },

  async read(call, id, known) {
    try {
      const { ServerSideEncryptionConfiguration: found } = await call
        .client(s3)
        .send(new GetBucketEncryptionCommand({ Bucket: id }));
      const rules = (found?.Rules ?? []).map((rule) => ({
        applyServerSideEncryptionByDefault: {
          kmsMasterKeyId: rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID ?? "",
          sseAlgorithm: rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? "",
        },
        bucketKeyEnabled: rule.BucketKeyEnabled ?? false,
      }));
      // Kept in the program's own form where it says the same: a rule has members that AWS fills in.
      const same = JSON.stringify(toRules(known)) === JSON.stringify(toRules({ rules }));
      return { id, state: { bucket: id, rules: same ? known.rules : rules } };
    } catch (error) {
      if (isAwsError(error, "NoSuchBucket", "ServerSideEncryptionConfigurationNotFoundError")) return undefined;
      throw new Error(`reading S3 Bucket Server-side Encryption Configuration (${id}): ${textOf(error)}`);
    }
  },

  async update(call, id, inputs) {
    await put(call, id, inputs, "updating");
  },

  async delete(call, id) {
    try {
      await call.client(s3).send(new DeleteBucketEncryptionCommand({ Bucket: id }));
    } catch (error) {
      if (isAwsError(error, "NoSuchBucket", "ServerSideEncryptionConfigurationNotFoundError")) return;
      throw new Error(`deleting S3 Bucket Server-side Encryption Configuration (${id}): ${textOf(error)}`);
    }
  },
};

function toRules(properties: Properties) {
  const rules = Array.isArray(properties.rules) ? properties.rules.filter(isObject) : [];
  return rules.map((rule) => {
    const byDefault = rule.applyServerSideEncryptionByDefault;
    return {
      ...(isObject(byDefault)
        ? {
            ApplyServerSideEncryptionByDefault: {
              SSEAlgorithm: text(byDefault, "sseAlgorithm") as ServerSideEncryption,
              KMSMasterKeyID: text(byDefault, "kmsMasterKeyId"),
            },
          }
        : {}),
      BucketKeyEnabled: rule.bucketKeyEnabled === true,
    };
  });
}

async function put(call: Call, Bucket: string, inputs: Properties, doing: string): Promise<void> {
  try {
    const ServerSideEncryptionConfiguration = { Rules: toRules(inputs) };
    await call.client(s3).send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
  } catch (error) {
    throw new Error(`${doing} S3 Bucket (${Bucket}) Server-side Encryption Configuration: ${textOf(error)}`);
  }
}
