import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { S3 } from "@aws-sdk/client-s3";
import { planBuckets, usualThreshold } from "../automation/teardown/buckets/planBuckets.ts";
import { realTiming } from "../automation/timing.ts";
import { withoutForeignAws } from "../local/aws/environment.ts";
import { startLeanS3 } from "../local/s3/server.ts";
import { checkout, localFolder } from "../local/setup/places.mjs";
import { type AwsCli, awsCli } from "./awsCli.ts";
import { atMost, type Figure, shown } from "./figure.ts";
import { firstLine } from "./firstLine.ts";
import { type Cost, measure } from "./processTree.ts";
import { accountId, buckets, fillBucket, ownTags, region, teardownLatency, versions } from "./teardownSetting.ts";

interface Round {
  /** With the start of the program. */
  readonly own: Cost;
  /** In seconds; undefined where there is no AWS CLI. */
  readonly cli: number | undefined;
}

/**
 * What it takes to empty a versioned bucket, against the AWS CLI in batches of 1,000, on an S3 of which each request takes
 * 30 ms more; and what a plan lists. Each side's best round counts.
 */
export async function teardownFigures(rounds: number, say: (text: string) => void): Promise<readonly Figure[]> {
  const cli = await awsCli();
  if (cli.kind === "missing") say(`teardown: there is no AWS CLI to compare with: ${cli.reason}`);
  const measured: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const taken = await oneRound(cli);
    say(
      `teardown, round ${round}: ${taken.own.seconds.toFixed(2)} s, ${taken.own.peakMebibytes.toFixed(0)} MiB; AWS CLI ${taken.cli?.toFixed(2) ?? "-"} s`,
    );
    measured.push(taken);
  }
  const own = Math.min(...measured.map(({ own: { seconds } }) => seconds));
  // Not a number where there is nothing to compare with: no promise is kept by that.
  const ofCli = Math.min(...measured.map(({ cli: seconds = Number.NaN }) => seconds));
  const megabytes = Math.max(...measured.map(({ own: { peakMebibytes } }) => peakMebibytes)) * 1.048576;
  const plan = await planOfTwenty();
  return [
    shown("emptying of 50,000 versions, 30 ms a request", own, "s"),
    atMost("the same against the AWS CLI in batches of 1,000", own / ofCli, 0.333, ""),
    atMost("its memory at its peak", megabytes, 200, "MB"),
    shown("plan over 20 buckets", plan.seconds, "s"),
    atMost("listings in it beyond the threshold", plan.beyond, 0, ""),
  ];
}

async function oneRound(cli: AwsCli): Promise<Round> {
  const folder = await mkdtemp(join(localFolder(), "tmp", "bench-"));
  const server = spawn(process.execPath, ["--import=tsx", join(checkout, "bench/teardownServer.ts")], {
    cwd: checkout,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const env = {
      ...withoutForeignAws(process.env),
      AWS_ENDPOINT_URL: await firstLine(server),
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      AWS_REGION: region,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
    const own = await measure(process.execPath, driver, { cwd: checkout, env });
    const seconds = cli.kind === "cli" ? await emptyWithCli(cli.python, folder, env) : undefined;
    return { own, cli: seconds };
  } finally {
    server.kill();
    await once(server, "close");
    await rm(folder, { recursive: true, force: true });
  }
}

// With the options of the package's own script.
const driver = [
  ...["--optimize-for-size", "--max-semi-space-size=2", "--import=tsx"],
  join(checkout, "bench/teardownDriver.ts"),
];

/** As a person would do it who is in a hurry: everything is listed once, and then deleted batch by batch. */
async function emptyWithCli(python: string, cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  const bucket = ["--bucket", buckets.ofCli, "--output", "json"];
  const s3api = (...args: readonly string[]) => measure(python, ["-m", "awscli", "s3api", ...args], { cwd, env });
  const query = "[Versions, DeleteMarkers][][].{Key: Key, VersionId: VersionId}";
  const listing = await s3api("list-object-versions", ...bucket, "--query", query);
  const all = JSON.parse(listing.output) as readonly object[];
  if (all.length !== versions) throw new Error(`The AWS CLI has listed ${all.length} versions.`);
  let { seconds } = listing;
  for (let from = 0; from < all.length; from += 1000) {
    const batch = join(cwd, "batch.json");
    await writeFile(batch, JSON.stringify({ Objects: all.slice(from, from + 1000), Quiet: true }));
    seconds += (await s3api("delete-objects", ...bucket, "--delete", `file://${batch}`)).seconds;
  }
  return seconds;
}

/** Twenty buckets, from empty ones to one and a half times the threshold. */
async function planOfTwenty(): Promise<{ readonly seconds: number; readonly beyond: number }> {
  const listings = new Map<string, number>();
  const s3 = await startLeanS3({
    latency: teardownLatency,
    onRequest: ({ operation, bucket }) => {
      if (operation.startsWith("List") && bucket !== "") listings.set(bucket, (listings.get(bucket) ?? 0) + 1);
    },
  });
  const sizes = new Map(
    Array.from({ length: 20 }, (_, index) => [`bench-plan-${index}`, Math.round((index / 19) * 1.5 * usualThreshold)]),
  );
  for (const [name, size] of sizes) {
    const tags = { region, owner: accountId, tags: ownTags, versioning: "Enabled" } as const;
    fillBucket(s3.store.createBucket(name, tags), size);
  }
  const client = new S3({
    region,
    endpoint: s3.endpoint,
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
  });
  try {
    const started = process.hrtime.bigint();
    const looks = await planBuckets({
      apis: { buckets: client, metrics: { getMetricData: async () => ({ $metadata: {} }) } },
      accountId,
      region,
      threshold: usualThreshold,
      keepData: false,
      timing: realTiming(),
      signal: new AbortController().signal,
    });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    if (looks.length !== sizes.size) throw new Error(`The plan has ${looks.length} buckets.`);
    return {
      seconds,
      beyond: [...sizes].reduce((sum, [name, size]) => sum + beyond(listings.get(name) ?? 0, size), 0),
    };
  } finally {
    client.destroy();
    await s3.stop();
  }
}

/** Calls more than what is in a bucket, up to the threshold, takes: below it uploads are listed, too. */
function beyond(calls: number, size: number): number {
  const ofVersions = Math.max(1, Math.ceil(Math.min(size, usualThreshold) / 1000));
  return Math.max(0, calls - ofVersions - (size < usualThreshold ? 1 : 0));
}
