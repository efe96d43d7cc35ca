import type { FixedName } from "../../model/preflight/fixedNames.ts";
import type { Existing } from "../../model/preflight/leftovers.ts";
import { pages } from "../pages.ts";
import { type Api, names } from "./leftoverSources.ts";

// What holds data, by its name: also what never had a tag, which the tagging API does not show.

export async function existingTables({ tables }: Api<"tables", "listTables">): Promise<readonly Existing[]> {
  const all: string[] = [];
  let from: string | undefined;
  do {
    const page = await tables.listTables(from === undefined ? {} : { ExclusiveStartTableName: from });
    all.push(...(page.TableNames ?? []));
    from = page.LastEvaluatedTableName;
  } while (from !== undefined);
  return names("AWS::DynamoDB::Table", all);
}

export async function existingTopics({ topics }: Api<"topics", "listTopics">): Promise<readonly Existing[]> {
  const all: (string | undefined)[] = [];
  for await (const page of pages((token) => topics.listTopics(token))) {
    all.push(...(page.Topics ?? []).map(({ TopicArn }) => TopicArn?.split(":").at(-1)));
  }
  return names("AWS::SNS::Topic", all);
}

/** SQS answers at most 1,000 for a beginning, and more only where a page's size is given. */
export async function existingQueues(
  { queues }: Api<"queues", "listQueues">,
  expected: readonly FixedName[],
): Promise<readonly Existing[]> {
  const type = "AWS::SQS::Queue";
  const others = expected.filter((one) => one.type === type && !one.name.startsWith("panther")).map(({ name }) => name);
  const found = await Promise.all(
    ["panther", "Panther", ...others].map(async (QueueNamePrefix) => {
      const all: (string | undefined)[] = [];
      for await (const page of pages((token) => queues.listQueues({ QueueNamePrefix, MaxResults: 1000, ...token }))) {
        all.push(...(page.QueueUrls ?? []).map((url) => url.split("/").at(-1)));
      }
      return all;
    }),
  );
  return names(type, [...new Set(found.flat())]);
}

/** An account's buckets of all regions are listed together; only a name that the release gives matters elsewhere, too. */
export async function existingBuckets(
  { buckets }: Api<"buckets", "listBuckets">,
  expected: readonly FixedName[],
  region: string,
): Promise<readonly Existing[]> {
  const type = "AWS::S3::Bucket";
  const all: (string | undefined)[] = [];
  let token: string | undefined;
  do {
    const page = await buckets.listBuckets({ MaxBuckets: 1000, ...(token && { ContinuationToken: token }) });
    const there = (page.Buckets ?? []).filter(
      ({ Name, BucketRegion = region }) =>
        BucketRegion === region || expected.some((one) => one.type === type && one.name === Name),
    );
    all.push(...there.map(({ Name }) => Name));
    token = page.ContinuationToken;
  } while (token);
  return names(type, all);
}
