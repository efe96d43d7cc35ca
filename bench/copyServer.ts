// A process of its own for the measurement of copies: a lean S3 with a release of 1,000 objects and an empty bucket for each tool.
import { makeRelease, makeRole } from "../local/s3/madeRelease.ts";
import { startLeanS3 } from "../local/s3/server.ts";
import { buckets, copyLatency, releaseSizes, releaseTag, sourceRegion, targetRegion } from "./copySetting.ts";

const s3 = await startLeanS3({ latency: copyLatency });
const source = s3.store.createBucket(buckets.source, { region: sourceRegion });
makeRelease(source, { tag: releaseTag, sizes: releaseSizes(), nested: 12 });
makeRole(s3.store.createBucket(buckets.role, { region: sourceRegion }), releaseTag);
// What arrives is not looked at: this measures who sends it.
const sink = { keepUpTo: 500_000, verify: false, etags: "opaque" } as const;
s3.store.createBucket(buckets.target, { ...sink, region: targetRegion });
s3.store.createBucket(buckets.ofCli, { ...sink, region: sourceRegion });
process.stdout.write(`${s3.endpoint}\n`);
process.once("SIGTERM", () => process.exit());
