// A process of its own for the measurement of teardowns: a lean S3 with a full bucket for each tool.
import { startLeanS3 } from "../local/s3/server.ts";
import { accountId, buckets, fillBucket, ownTags, region, teardownLatency, versions } from "./teardownSetting.ts";

const s3 = await startLeanS3({ latency: teardownLatency });
for (const name of Object.values(buckets)) {
  const bucket = s3.store.createBucket(name, { region, owner: accountId, tags: ownTags, versioning: "Enabled" });
  fillBucket(bucket, versions);
}
process.stdout.write(`${s3.endpoint}\n`);
process.once("SIGTERM", () => process.exit());
