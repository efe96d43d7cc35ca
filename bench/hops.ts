import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { parse, stringify } from "yaml";
import { withLocalAws } from "../local/aws/environment.ts";
import { startLocalAws } from "../local/aws/instance.ts";
import { checkout, localFolder } from "../local/setup/places.mjs";
import { pulumiEnvironment } from "../local/standins/environment.ts";
import { atMost, type Figure, shown } from "./figure.ts";
import { callBounds, costsOfHops, type HopCost, type JournalLine } from "./hopCosts.ts";
import { recordCalls } from "./recordCalls.ts";
import { type DriverCost, watchDriver } from "./watchDriver.ts";

const accountId = "111111111111";
const region = "us-east-1";
/** What a hop takes on AWS at the least: a root stack's update and a build, in seconds. */
const hopOnAws = 30 * 60;

/**
 * What the driver itself takes in an upgrade over three hops: time, memory, calls. Local AWS answers at once, and the driver
 * looks at what is under way only once a minute, so that what is counted does not depend on how long AWS takes.
 */
export async function hopFigures(say: (text: string) => void): Promise<readonly Figure[]> {
  const localDirectory = localFolder();
  const directory = await mkdtemp(join(localDirectory, "tmp", "bench-"));
  const aws = await startLocalAws({ directory: join(directory, "aws"), resourceSeconds: 0, buildSeconds: 0 });
  const recorder = await recordCalls(aws.endpoint);
  const env = {
    ...withLocalAws(process.env, recorder.endpoint, { accountId, region }),
    ...pulumiEnvironment(localDirectory),
    PULUMI_BACKEND_URL: `file://${join(directory, "state")}`,
  };
  try {
    await mkdir(join(directory, "state"));
    const project = await projectIn(directory);
    await drive(project, env, "deploy", "--release", "v1.36.0");
    const cost = await drive(project, env, "upgrade");
    const hops = costsOfHops(await newestJournal(project), recorder.calls, cost.pulumi);
    for (const { release, wallSeconds, pulumiSeconds, ownSeconds } of hops) {
      say(
        `hop to ${release}: ${[wallSeconds, pulumiSeconds, ownSeconds].map((s) => s.toFixed(2)).join(" / ")} s in all / in Pulumi / own`,
      );
    }
    return figuresOf(hops, cost);
  } finally {
    recorder.close();
    await aws.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function figuresOf(hops: readonly HopCost[], cost: DriverCost): readonly Figure[] {
  const total = (seconds: (hop: HopCost) => number) => hops.reduce((sum, hop) => sum + seconds(hop), 0);
  const own = total(({ ownSeconds }) => ownSeconds);
  const apis = [...new Set(hops.flatMap(({ calls }) => Object.keys(calls)))].sort();
  return [
    atMost("the driver's own time in a hop, against half an hour on AWS", (own / hops.length / hopOnAws) * 100, 3, "%"),
    shown("the driver's own time in a hop", own / hops.length, "s"),
    shown(
      "the same against a hop on local AWS, which takes no time",
      (own / total((hop) => hop.wallSeconds)) * 100,
      "%",
    ),
    shown("the driver's processor time, its start and plan among it, by hop", cost.cpuSeconds / hops.length, "s"),
    atMost("the driver's resident memory at its peak, Pulumi's apart", cost.peakMebibytes, 150, "MiB"),
    shown("the same at the end of the last hop", cost.atPulumi.at(-1) ?? 0, "MiB"),
    ...apis.map((api) =>
      atMost(
        `calls in a hop, without waiting: ${api}`,
        Math.max(...hops.map(({ calls }) => calls[api] ?? 0)),
        callBounds[api] ?? 0,
        "",
      ),
    ),
  ];
}

async function drive(
  project: string,
  env: NodeJS.ProcessEnv,
  command: string,
  ...args: readonly string[]
): Promise<DriverCost> {
  const main = join(checkout, "automation/cli/main.ts");
  const looks = ["--poll-seconds", "60", "--calls-per-second", "0"];
  // AWS creates no function of these releases any more, and the secret that the file names is nobody's.
  const accepted = ["--accept", "runtimes", "secrets"];
  const options = ["--yes", "--json", ...looks, "--project", project, ...args, ...accepted];
  // As the package's own script starts it.
  const nodeOptions = ["--optimize-for-size", "--max-semi-space-size=2", "--import=tsx"];
  const child = execa(process.execPath, [...nodeOptions, main, command, "bench", ...options], { cwd: checkout, env });
  const watch = watchDriver(child.pid ?? -1);
  try {
    await child;
  } finally {
    watch.stop();
  }
  return watch.stop();
}

async function newestJournal(project: string): Promise<readonly JournalLine[]> {
  const folder = join(project, ".panther", "bench", "runs");
  const newest = (await readdir(folder)).sort().at(-1) ?? "";
  const lines = (await readFile(join(folder, newest), "utf8")).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as JournalLine);
}

async function projectIn(directory: string): Promise<string> {
  const project = join(directory, "hops");
  await mkdir(join(project, "stacks"), { recursive: true });
  const settings: object = parse(await readFile(join(checkout, "Pulumi.yaml"), "utf8"));
  await writeFile(join(project, "Pulumi.yaml"), stringify({ ...settings, main: join(checkout, "index.ts") }));
  const parameters = {
    FirstUserEmail: "first.user@example.com",
    CompanyDisplayName: "Example Security",
    OnboardSelf: false,
    PulumiSecretArn: `arn:aws:secretsmanager:${region}:${accountId}:secret:panther-pulumi-token-AbCdEf`,
    PulumiSecretKeyArn: `arn:aws:kms:${region}:${accountId}:key/00000000-0000-4000-8000-000000000000`,
  };
  const config = {
    "panther:version": "v1.39.7",
    "panther:region": region,
    "panther:expectedAccountId": accountId,
    "panther:rootStackName": "panther-bench",
    "panther:parameters": parameters,
  };
  await writeFile(join(project, "stacks", "Pulumi.bench.yaml"), stringify({ config }));
  return project;
}
