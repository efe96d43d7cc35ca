// What an account of local AWS holds that a teardown is about, and things in it that are somebody else's.
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { S3 } from "@aws-sdk/client-s3";
import type { TestEnvironment } from "../../support/panther.ts";

const otherRegion = "eu-west-1";
const pantherTags = [
  { Key: "Application", Value: "Panther" },
  { Key: "Stack", Value: "panther-bootstrap" },
];

function clientOf({ env, accountId }: TestEnvironment, region: string) {
  const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
  return { region, endpoint: env.AWS_ENDPOINT_URL ?? "", credentials };
}

export function s3Of(environment: TestEnvironment, region = environment.region): S3 {
  return new S3({ ...clientOf(environment, region), forcePathStyle: true, followRegionRedirects: true });
}

export function logsOf(environment: TestEnvironment): CloudWatchLogs {
  return new CloudWatchLogs(clientOf(environment, environment.region));
}

/** Everything in every bucket of the account, as `bucket key version`, sorted; and each bucket. */
export async function everyVersion(environment: TestEnvironment): Promise<readonly string[]> {
  const s3 = s3Of(environment);
  const { Buckets = [] } = await s3.listBuckets({});
  const held = await Promise.all(
    Buckets.map(async ({ Name = "" }) => {
      const found: string[] = [Name];
      let marker: { KeyMarker?: string; VersionIdMarker?: string } = {};
      for (;;) {
        const page = await s3.listObjectVersions({ Bucket: Name, ...marker });
        for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
          found.push(`${Name} ${Key} ${VersionId}`);
        }
        if (!page.IsTruncated) return found;
        marker = {
          ...(page.NextKeyMarker && { KeyMarker: page.NextKeyMarker }),
          ...(page.NextVersionIdMarker && { VersionIdMarker: page.NextVersionIdMarker }),
        };
      }
    }),
  );
  return held.flat().sort();
}

export async function everyLogGroup(environment: TestEnvironment): Promise<readonly string[]> {
  const { logGroups = [] } = await logsOf(environment).describeLogGroups({});
  return logGroups.flatMap(({ logGroupName }) => logGroupName ?? []).sort();
}

/** Deletes all that is in a bucket, as an expiration rule comes to do. */
export async function letExpire(environment: TestEnvironment, bucket: string): Promise<void> {
  const s3 = s3Of(environment);
  const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket: bucket });
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
    await s3.deleteObject({ Bucket: bucket, Key, ...(VersionId && { VersionId }) });
  }
}

export interface Foreign {
  readonly buckets: readonly string[];
  readonly logGroups: readonly string[];
}

/** Buckets without the tags, with one of them, or in another region; log groups of services whose names begin alike. */
export async function somebodyElses(environment: TestEnvironment): Promise<Foreign> {
  const { accountId } = environment;
  const here = s3Of(environment);
  const there = s3Of(environment, otherRegion);
  const buckets: readonly (readonly [string, S3, readonly (typeof pantherTags)[number][]])[] = [
    [`panther-untagged-${accountId}`, here, []],
    [`panther-one-tag-${accountId}`, here, pantherTags.slice(0, 1)],
    [`panther-other-region-${accountId}`, there, pantherTags],
  ];
  for (const [Bucket, s3, TagSet] of buckets) {
    const elsewhere = s3 === there ? { CreateBucketConfiguration: { LocationConstraint: otherRegion } as const } : {};
    await s3.createBucket({ Bucket, ...elsewhere });
    if (TagSet.length > 0) await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [...TagSet] } });
    await s3.putObject({ Bucket, Key: "kept.txt", Body: "kept" });
  }
  const logGroups = ["/aws/codebuild/panther-site", "/aws/lambda/pant", "/aws/lambda/panther-billing"];
  for (const logGroupName of logGroups) await logsOf(environment).createLogGroup({ logGroupName });
  return { buckets: buckets.map(([name]) => name), logGroups };
}
