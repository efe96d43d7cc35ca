import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import type { BucketApis } from "./bucketApis.ts";

const day = 24 * 60 * 60;
/** A day's figure may come a day late. */
const daysBack = 3;
const mostQueries = 500;

/** S3 counts each storage class on its own. */
const storageTypes = [
  "StandardStorage",
  "IntelligentTieringFAStorage",
  "IntelligentTieringIAStorage",
  "IntelligentTieringAIAStorage",
  "StandardIAStorage",
  "OneZoneIAStorage",
  "GlacierInstantRetrievalStorage",
  "GlacierStorage",
  "DeepArchiveStorage",
];

/** Bytes by bucket's name, as CloudWatch had them last; a bucket of which it has nothing is missing. Never fails. */
export async function bucketBytes(
  { metrics }: Pick<BucketApis, "metrics">,
  names: readonly string[],
  now: Date,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const bytes = new Map<string, number>();
  const asked = names.flatMap((name) => storageTypes.map((type) => ({ name, type })));
  try {
    for (let from = 0; from < asked.length; from += mostQueries) {
      const part = asked.slice(from, from + mostQueries);
      const answer = await metrics.getMetricData(
        {
          StartTime: new Date(now.getTime() - daysBack * day * 1000),
          EndTime: now,
          ScanBy: "TimestampDescending",
          MetricDataQueries: part.map(({ name, type }, index) => query(`q${index}`, name, type)),
        },
        { abortSignal: signal },
      );
      for (const { Id = "", Values = [] } of answer.MetricDataResults ?? []) {
        const name = part[Number(Id.slice(1))]?.name;
        const [last] = Values;
        if (name !== undefined && last !== undefined) bytes.set(name, (bytes.get(name) ?? 0) + last);
      }
    }
  } catch {
    // A figure to look at: a plan is as good without it.
    signal.throwIfAborted();
  }
  return bytes;
}

function query(id: string, bucket: string, type: string): MetricDataQuery {
  const Dimensions = [
    { Name: "BucketName", Value: bucket },
    { Name: "StorageType", Value: type },
  ];
  const Metric = { Namespace: "AWS/S3", MetricName: "BucketSizeBytes", Dimensions };
  return { Id: id, MetricStat: { Metric, Period: day, Stat: "Average" } };
}
