import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { allChecks } from "../automation/preflight/checks.ts";
import { preflight, sidesToCheck } from "../automation/preflight/preflight.ts";
import { runChecks } from "../automation/preflight/runChecks.ts";
import { startRun } from "../automation/run.ts";
import { enterLocalAws } from "../local/aws/environment.ts";
import { startLocalAws } from "../local/aws/instance.ts";
import { localFolder } from "../local/setup/places.mjs";
import { atMost, type Figure, shown } from "./figure.ts";
import { ownProject } from "./preview.ts";
import { slowEndpoint } from "./slowEndpoint.ts";

const latency = 30;

/**
 * A preflight on local AWS, each call 30 ms slower, against the same checks one after the other, each of which looks up for
 * itself what it needs. Of each the best round counts.
 */
export async function preflightFigures(rounds: number, say: (text: string) => void): Promise<readonly Figure[]> {
  const directory = await mkdtemp(join(localFolder(), "tmp", "bench-"));
  const aws = await startLocalAws({ directory: join(directory, "aws"), resourceSeconds: 0 });
  const slow = await slowEndpoint(aws.endpoint, latency);
  const before = { ...process.env };
  enterLocalAws(process.env, slow.endpoint, { accountId: "111111111111", region: "us-east-1" });
  try {
    const options = { environment: "bench", projectDirectory: await ownProject(directory) };
    const times = { together: [] as number[], alone: [] as number[] };
    let calls = 0;
    // Loading a dozen clients is no part of it.
    await preflight(options);
    for (let round = 1; round <= rounds; round++) {
      const first = slow.calls();
      times.together.push(await seconds(() => preflight(options)));
      calls = slow.calls() - first;
      times.alone.push(await seconds(() => oneByOne(options)));
      say(
        `round ${round}  together ${times.together.at(-1)?.toFixed(2)} s, ${calls} calls; alone ${times.alone.at(-1)?.toFixed(2)} s`,
      );
    }
    const together = Math.min(...times.together);
    return [
      shown("preflight: wall time", together, "s"),
      shown("preflight: calls", calls, ""),
      atMost("preflight: against its checks one after the other", together / Math.min(...times.alone), 0.25, "x"),
    ];
  } finally {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, before);
    slow.close();
    await aws.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function oneByOne(options: { readonly environment: string; readonly projectDirectory: string }): Promise<void> {
  const { signal } = new AbortController();
  for (const check of allChecks) {
    const run = await startRun({ ...options, callsPerSecond: 0 });
    for (const context of await sidesToCheck(run, 10, {})) await runChecks([check], context, { accept: [], signal });
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}
