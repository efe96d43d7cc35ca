import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type Call, tagList, tagMap } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import { type ResourceHandler, Started } from "../handler.ts";
import { partitionOf } from "../partitions.ts";
import { text } from "../values.ts";

export const s3 = { id: "S3", Client: S3Client };

export const handler: ResourceHandler = {
  inputs: ["bucket", "bucketPrefix", "forceDestroy", "objectLockEnabled", "tags"],
  replaceOn: ["bucket", "bucketPrefix", "objectLockEnabled"],
  computed: [
    "arn",
    "bucket",
    "bucketDomainName",
    "bucketPrefix",
    "bucketRegion",
    "bucketRegionalDomainName",
    "hostedZoneId",
    "objectLockEnabled",
  ],
  zero: { bucketPrefix: "" },
  defaults: { forceDestroy: false },
  autoName: { property: "bucket", maximum: 63, prefixProperty: "bucketPrefix", lowerCase: true },
  tagged: true,

  async create(call, inputs) {
    const bucket = text(inputs, "bucket") ?? `${text(inputs, "bucketPrefix") ?? ""}${Date.now()}`;
    const LocationConstraint = call.region as BucketLocationConstraint;
    try {
      await call.client(s3).send(
        new CreateBucketCommand({
          Bucket: bucket,
          ObjectLockEnabledForBucket: inputs.objectLockEnabled === true ? true : undefined,
          // us-east-1 is the one region that must not be named.
          ...(call.region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint } }),
        }),
      );
    } catch (error) {
      throw new Error(`creating S3 Bucket (${bucket}): ${textOf(error)}`);
    }
    try {
      await putTags(call, bucket);
    } catch (error) {
      throw new Started(bucket, textOf(error));
    }
    return bucket;
  },

  async read(call, id, known) {
    if (!(await bucketExists(call, id))) return undefined;
    const objectLockEnabled = known.objectLockEnabled === true;
    return { id, tags: await readTags(call, id), state: { ...bucketFacts(call, id), objectLockEnabled } };
  },

  async update(call, id) {
    await putTags(call, id);
  },

  async delete(call, id, state) {
    try {
      if (state.forceDestroy === true) await empty(call, id);
      await call.client(s3).send(new DeleteBucketCommand({ Bucket: id }));
    } catch (error) {
      if (isAwsError(error, "NoSuchBucket")) return;
      throw new Error(`deleting S3 Bucket (${id}): ${textOf(error)}`);
    }
  },
};

export async function bucketExists(call: Call, bucket: string): Promise<boolean> {
  try {
    await call.client(s3).send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    if (isAwsError(error, "NotFound", "NoSuchBucket")) return false;
    throw new Error(`reading S3 Bucket (${bucket}): ${textOf(error)}`);
  }
}

/** What follows from name and region alone. */
export function bucketFacts(call: Call, bucket: string) {
  const { partition, dnsSuffix } = partitionOf(call.region);
  return {
    arn: `arn:${partition}:s3:::${bucket}`,
    bucket,
    bucketDomainName: `${bucket}.s3.${dnsSuffix}`,
    bucketRegion: call.region,
    bucketRegionalDomainName: `${bucket}.s3.${call.region}.${dnsSuffix}`,
    hostedZoneId: "",
  };
}

async function readTags(call: Call, Bucket: string): Promise<Readonly<Record<string, string>>> {
  try {
    return tagMap((await call.client(s3).send(new GetBucketTaggingCommand({ Bucket }))).TagSet);
  } catch (error) {
    if (isAwsError(error, "NoSuchTagSet")) return {};
    throw error;
  }
}

async function putTags(call: Call, Bucket: string): Promise<void> {
  const TagSet = tagList(call.tags);
  if (TagSet.length > 0) await call.client(s3).send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  else if (Object.keys(await readTags(call, Bucket)).length > 0) {
    await call.client(s3).send(new DeleteBucketTaggingCommand({ Bucket }));
  }
}

async function empty(call: Call, Bucket: string): Promise<void> {
  const client = call.client(s3);
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
  }
}
