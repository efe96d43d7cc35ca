import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { Lambda } from "@aws-sdk/client-lambda";
import { S3, type S3ClientConfig } from "@aws-sdk/client-s3";
import { zip } from "../releases/zip.ts";

/** What a client needs to reach an account of local AWS in a region; left out, the process's environment says it. */
export type Access = Pick<S3ClientConfig, "credentials" | "endpoint" | "profile" | "region">;

/** What Panther has written; counts are over all buckets. No buckets: there is no Panther. */
export interface Use {
  readonly buckets: readonly string[];
  /** Versions with content. */
  readonly versions: number;
  readonly deleteMarkers: number;
  readonly uploads: number;
  /** Log groups of functions that have written. */
  readonly logGroups: readonly string[];
}

/** Calls at once: local AWS is one process. */
const parallel = 16;

/**
 * Lets the Panther of an account and region have been in use for a while: objects in its data buckets, of each third one an
 * older version and of each fifth one a delete marker; an unfinished upload per bucket; a log by every function, which will
 * write once more when its stack is deleted; and a version of the layer that the layer manager makes.
 *
 * @param objects how many in each bucket
 */
export async function useOfPanther(access: Access, objects: number): Promise<Use> {
  const s3 = new S3({ ...access, forcePathStyle: true });
  const buckets = await bucketsOfPanther(s3);
  if (buckets.length === 0) return { buckets, versions: 0, deleteMarkers: 0, uploads: 0, logGroups: [] };
  const written = await Promise.all(buckets.map((bucket) => fill(s3, bucket, objects)));
  const logGroups = await writeLogs(new CloudWatchLogs(access));
  await new Lambda(access).publishLayerVersion({ LayerName: "panther-engine-globals", Content: { ZipFile: layer } });
  return {
    buckets,
    versions: sum(written.map(({ versions }) => versions)),
    deleteMarkers: sum(written.map(({ deleteMarkers }) => deleteMarkers)),
    uploads: buckets.length,
    logGroups,
  };
}

async function bucketsOfPanther(s3: S3): Promise<readonly string[]> {
  const { Buckets = [] } = await s3.listBuckets({});
  const names = Buckets.flatMap(({ Name }) => Name ?? []);
  const tagged = await Promise.all(names.map(async (name) => ((await isPanthers(s3, name)) ? [name] : [])));
  return tagged.flat();
}

async function isPanthers(s3: S3, Bucket: string): Promise<boolean> {
  // S3 has an error where a bucket has no tags, or is in another region.
  const { TagSet = [] } = await s3.getBucketTagging({ Bucket }).catch(() => ({ TagSet: [] }));
  const value = (key: string) => TagSet.find(({ Key }) => Key === key)?.Value;
  return value("Application") === "Panther" && value("Stack") === "panther-bootstrap";
}

async function fill(s3: S3, Bucket: string, objects: number) {
  let versions = 0;
  let deleteMarkers = 0;
  await inParallel(objects, async (index) => {
    const Key = `logs/aws_cloudtrail/year=2022/month=07/${String(index).padStart(8, "0")}.json.gz`;
    const times = index % 3 === 0 ? 2 : 1;
    for (let time = 0; time < times; time++) await s3.putObject({ Bucket, Key, Body: `${index} ${time}\n` });
    if (index % 5 === 0) await s3.deleteObject({ Bucket, Key });
    versions += times;
    deleteMarkers += index % 5 === 0 ? 1 : 0;
  });
  await s3.createMultipartUpload({ Bucket, Key: "logs/unfinished.json.gz" });
  return { versions, deleteMarkers };
}

async function writeLogs(logs: CloudWatchLogs): Promise<readonly string[]> {
  const groups: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.describeLogGroups({ logGroupNamePrefix: "/aws/lambda/panther-", nextToken });
    groups.push(...(page.logGroups ?? []).flatMap(({ logGroupName }) => logGroupName ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  await inParallel(groups.length, async (index) => {
    const stream = { logGroupName: groups[index], logStreamName: "2022/07/29/[$LATEST]0123456789abcdef" };
    // Somebody may have asked for the same before.
    await logs.createLogStream(stream).catch((error: Error) => {
      if (error.name !== "ResourceAlreadyExistsException") throw error;
    });
    await logs.putLogEvents({ ...stream, logEvents: [{ timestamp: Date.now(), message: "START RequestId: 1" }] });
  });
  return groups;
}

async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(parallel, count) }, worker));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const layer = zip([{ name: "python/globals.py", body: new TextEncoder().encode("GLOBALS = []\n") }]);
