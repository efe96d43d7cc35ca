import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { withoutForeignAws } from "../local/aws/environment.ts";
import { checkout, localFolder } from "../local/setup/places.mjs";
import { type AwsCli, awsCli } from "./awsCli.ts";
import { buckets, releaseTag, sourceRegion, targetRegion } from "./copySetting.ts";
import { atMost, type Figure, shown } from "./figure.ts";
import { firstLine } from "./firstLine.ts";
import { type Cost, type MeasuredCommand, measure } from "./processTree.ts";

/** What one round takes, in seconds but for the memory. */
interface Round {
  readonly copy: Cost;
  /** Without the start of the program. */
  readonly first: number;
  /** The same with nothing changed. */
  readonly second: number;
  /** `aws s3 cp --recursive` down and up; undefined where there is no AWS CLI. */
  readonly cli: number | undefined;
}

/**
 * What it takes to copy a release, against the AWS CLI with its default settings, on an S3 of which each request takes 30 ms
 * more. Each side's best round counts, so that what else this machine does is left out as far as it can be.
 */
export async function copyFigures(rounds: number, say: (text: string) => void): Promise<readonly Figure[]> {
  const cli = await awsCli();
  if (cli.kind === "missing") say(`copy: there is no AWS CLI to compare with: ${cli.reason}`);
  const measured: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const taken = await oneRound(cli);
    say(
      `copy, round ${round}: ${taken.first.toFixed(2)} s, again ${taken.second.toFixed(2)} s; with its start ${taken.copy.seconds.toFixed(2)} s; AWS CLI ${taken.cli?.toFixed(2) ?? "-"} s`,
    );
    measured.push(taken);
  }
  const best = (of: (round: Round) => number) => Math.min(...measured.map(of));
  const whole = best(({ copy }) => copy.seconds);
  const megabytes = Math.max(...measured.map(({ copy }) => copy.peakMebibytes)) * 1.048576;
  return [
    shown("copy of 1,000 objects, 1 GiB, 30 ms a request", whole, "s"),
    // Not a number where there is nothing to compare with: no promise is kept by that.
    atMost("the same against aws s3 cp down and up", whole / best(({ cli: seconds = Number.NaN }) => seconds), 0.5, ""),
    atMost("its memory at its peak", megabytes, 256, "MB"),
    atMost(
      "a second copy with nothing changed",
      best((r) => (r.second / r.first) * 100),
      5,
      "%",
    ),
  ];
}

async function oneRound(cli: AwsCli): Promise<Round> {
  const folder = await mkdtemp(join(localFolder(), "tmp", "bench-"));
  const server = spawn(process.execPath, ["--import=tsx", join(checkout, "bench/copyServer.ts")], {
    cwd: checkout,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const endpoint = await firstLine(server);
    const env = {
      ...withoutForeignAws(process.env),
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      AWS_REGION: sourceRegion,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
    const copy = await measure(process.execPath, copyCommand, { cwd: checkout, env });
    const again = await measure(process.execPath, copyCommand, { cwd: checkout, env });
    const seconds = cli.kind === "cli" ? await downAndUp(cli.python, folder, env) : undefined;
    return { copy, first: secondsOf(copy), second: secondsOf(again), cli: seconds };
  } finally {
    server.kill();
    await once(server, "close");
    await rm(folder, { recursive: true, force: true });
  }
}

// As the package's own script starts it.
const copyCommand = [
  ...["--optimize-for-size", "--max-semi-space-size=2", "--import=tsx", join(checkout, "automation/cli/main.ts")],
  ...["china", "copy", "--release", releaseTag, "--bucket", buckets.target, "--region", targetRegion],
  // A minute of Python, where it is installed, would say nothing of a copy.
  ...["--source-region", sourceRegion, "--no-lint", "--json"],
];

async function downAndUp(python: string, folder: string, env: NodeJS.ProcessEnv): Promise<number> {
  const copy = (from: string, to: string) =>
    measure(python, ["-m", "awscli", "s3", "cp", "--recursive", "--quiet", from, to], { cwd: folder, env });
  const down = await copy(`s3://${buckets.source}/`, folder);
  const up = await copy(folder, `s3://${buckets.ofCli}/`);
  return down.seconds + up.seconds;
}

function secondsOf({ output }: MeasuredCommand): number {
  const line = output.split("\n").find((text) => text.includes('"copy-finished"')) ?? "{}";
  return (JSON.parse(line) as { readonly seconds: number }).seconds;
}
