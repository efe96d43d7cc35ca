import {
  type BucketVersioningStatus,
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import type { Call } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import type { ResourceHandler } from "../handler.ts";
import { isObject, type Properties, text } from "../values.ts";
import { s3 } from "./s3-bucket.ts";

export const handler: ResourceHandler = {
  inputs: ["bucket", "expectedBucketOwner", "mfa", "versioningConfiguration"],
  replaceOn: ["bucket", "expectedBucketOwner"],
  computed: [],
  zero: { expectedBucketOwner: "" },

  async create(call, inputs) {
    const bucket = text(inputs, "bucket") ?? "";
    const status = wantedStatus(inputs);
    // "Disabled" can only be said of a bucket that never was versioned: there is nothing to send.
    if (status !== "Disabled") await put(call, bucket, status, "creating");
    return bucket;
  },

  async read(call, id) {
    try {
      const found = await call.client(s3).send(new GetBucketVersioningCommand({ Bucket: id }));
      const mfa = found.MFADelete === undefined ? {} : { mfaDelete: found.MFADelete };
      const versioningConfiguration = { ...mfa, status: found.Status ?? "Disabled" };
      return { id, state: { bucket: id, versioningConfiguration } };
    } catch (error) {
      if (isAwsError(error, "NoSuchBucket")) return undefined;
      throw new Error(`reading S3 Bucket Versioning (${id}): ${textOf(error)}`);
    }
  },

  async update(call, id, inputs) {
    await put(call, id, wantedStatus(inputs), "updating");
  },

  async delete(call, id, state) {
    if (wantedStatus(state) === "Disabled") return;
    try {
      await put(call, id, "Suspended", "deleting");
    } catch (error) {
      if (!textOf(error).includes("NoSuchBucket")) throw error;
    }
  },
};

function wantedStatus(properties: Properties): string {
  const { versioningConfiguration: wanted } = properties;
  return (isObject(wanted) ? text(wanted, "status") : undefined) ?? "Disabled";
}

async function put(call: Call, Bucket: string, status: string, doing: string): Promise<void> {
  try {
    const VersioningConfiguration = { Status: status as BucketVersioningStatus };
    await call.client(s3).send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  } catch (error) {
    throw new Error(`${doing} S3 Bucket (${Bucket}) Versioning: ${textOf(error)}`);
  }
}
