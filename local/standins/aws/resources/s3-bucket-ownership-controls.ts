import {
  DeleteBucketOwnershipControlsCommand,
  GetBucketOwnershipControlsCommand,
  type ObjectOwnership,
  PutBucketOwnershipControlsCommand,
} from "@aws-sdk/client-s3";
import type { Call } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import type { ResourceHandler } from "../handler.ts";
import { hasUnknown, isObject, type Properties, text } from "../values.ts";
import { s3 } from "./s3-bucket.ts";

const modes: readonly string[] = ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"];

export const handler: ResourceHandler = {
  inputs: ["bucket", "rule"],
  replaceOn: ["bucket"],
  computed: [],

  check(inputs) {
    if (hasUnknown(inputs.rule) || modes.includes(ownershipOf(inputs))) return [];
    const reason = `expected rule.0.object_ownership to be one of ${JSON.stringify(modes)}, got ${ownershipOf(inputs)}`;
    return [{ property: "rule.objectOwnership", reason }];
  },

  async create(call, inputs) {
    const bucket = text(inputs, "bucket") ?? "";
    await put(call, bucket, inputs, "creating");
    return bucket;
  },

  async read(call, id) {
    try {
      const found = await call.client(s3).send(new GetBucketOwnershipControlsCommand({ Bucket: id }));
      const [rule] = found.OwnershipControls?.Rules ?? [];
      return { id, state: { bucket: id, rule: { objectOwnership: rule?.ObjectOwnership } } };
    } catch (error) {
      if (isAwsError(error, ...gone)) return undefined;
      throw new Error(`reading S3 Bucket (${id}) Ownership Controls: ${textOf(error)}`);
    }
  },

  async update(call, id, inputs) {
    await put(call, id, inputs, "updating");
  },

  async delete(call, id) {
    try {
      await call.client(s3).send(new DeleteBucketOwnershipControlsCommand({ Bucket: id }));
    } catch (error) {
      if (isAwsError(error, ...gone)) return;
      throw new Error(`deleting S3 Bucket (${id}) Ownership Controls: ${textOf(error)}`);
    }
  },
};

const gone = ["NoSuchBucket", "OwnershipControlsNotFoundError"];

function ownershipOf({ rule }: Properties): string {
  return (isObject(rule) ? text(rule, "objectOwnership") : undefined) ?? "";
}

async function put(call: Call, Bucket: string, inputs: Properties, doing: string): Promise<void> {
  try {
    const Rules = [{ ObjectOwnership: ownershipOf(inputs) as ObjectOwnership }];
    await call.client(s3).send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } }));
  } catch (error) {
    throw new Error(`${doing} S3 Bucket (${Bucket}) Ownership Controls: ${textOf(error)}`);
  }
}
