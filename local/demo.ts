import { join } from "node:path";
import { Command } from "commander";
import { outputStyle, printer } from "../automation/cli/printers.ts";
import { signalOfProcess } from "../automation/cli/signalOfProcess.ts";
import { deploy, type RunOptions, type RunSummary, realTiming, upgrade } from "../automation/index.ts";
import { PantherError } from "../model/error.ts";
import { enterLocalAws } from "./aws/environment.ts";
import { findLocalAws, startLocalAws } from "./aws/instance.ts";
import { acceptedFindings } from "./demo/acceptedFindings.ts";
import { demoStands, destroyDemo } from "./demo/destroy.ts";
import { officialEnvironment } from "./demo/official.ts";
import { expectNoChanges } from "./demo/preview.ts";
import { callsPerSecond, tearDown } from "./demo/tearDown.ts";
import { useOfPanther } from "./running/useOfPanther.ts";
import { checkout, localFolder } from "./setup/places.mjs";
import { pulumiEnvironment } from "./standins/environment.ts";

/** The demo's environment: stacks/Pulumi.demo.yaml. */
const environment = "demo";
const firstRelease = "1.36.0";
const account = { accountId: "111111111111", region: "us-east-1" };
const standing = { environment, places: [{ region: account.region }], projectDirectory: checkout };

/** Long enough to be seen, short enough to be watched. */
const resourceSeconds = 0.3;
const buildSeconds = 5;

/** Objects that Panther has in each of its buckets afterwards. */
const objectsInUse = 20;

interface DemoOptions {
  readonly json?: boolean;
  readonly destroy?: boolean;
  readonly official?: boolean;
}

async function demo(options: DemoOptions, signal: AbortSignal): Promise<number> {
  const localDirectory = localFolder();
  const directory = join(localDirectory, "aws");
  // One that somebody has started is theirs: it goes on afterwards.
  const theirs = await findLocalAws(directory);
  const aws =
    theirs ??
    (await startLocalAws({
      directory,
      resourceSeconds: options.destroy ? 0 : resourceSeconds,
      buildSeconds,
      owner: process.pid,
    }));
  try {
    const pulumi = options.official ? await officialEnvironment(localDirectory) : pulumiEnvironment(localDirectory);
    enterLocalAws(process.env, aws.endpoint, account);
    Object.assign(process.env, pulumi);
    return options.destroy ? await destroyOnly(options, signal) : await show(options, signal);
  } finally {
    if (!theirs) await aws.stop();
  }
}

async function destroyOnly(options: DemoOptions, signal: AbortSignal): Promise<number> {
  const { stdout } = process;
  if ((await demoStands(standing)) && !(await tearDown(environment, options, { signal }))) return 1;
  const left = await destroyDemo(standing);
  const say = (text: string) => void (options.json ? process.stderr : stdout).write(text);
  if (left.length === 0) say("The demo's environment is gone; nothing is left in its account.\n");
  else process.stderr.write(`Left behind:\n${left.map((thing) => `  ${thing}\n`).join("")}`);
  return left.length === 0 ? 0 : 1;
}

async function show(options: DemoOptions, signal: AbortSignal): Promise<number> {
  const { stdout } = process;
  const say = (text: string) => void (options.json ? process.stderr : stdout).write(text);
  if (await demoStands(standing)) {
    say("An earlier demo still stands: removing it first.\n");
    await destroyDemo(standing);
  }
  say(`Panther on local AWS: first v${firstRelease}, then hop by hop to what stacks/Pulumi.demo.yaml wants.\n`);
  const output = printer(outputStyle(options, stdout), stdout);
  const timing = realTiming(500);
  const run: RunOptions = {
    environment,
    projectDirectory: checkout,
    timing,
    callsPerSecond,
    report: output.report,
    signal,
    accept: acceptedFindings,
  };
  const summaries: RunSummary[] = [];
  try {
    summaries.push(await deploy({ ...run, release: firstRelease }));
    if (summaries.at(-1)?.result === "done") summaries.push(await upgrade(run));
  } finally {
    output.close();
  }
  const summary = whole(summaries);
  if (summary.result === "done") {
    say("\nA preview afterwards: ");
    await expectNoChanges(environment, checkout);
    say("no change.\n");
    // What a teardown has to do with: an empty Panther leaves little behind.
    const { buckets, versions } = await useOfPanther({}, objectsInUse);
    say(`Since then Panther has been in use: ${versions} versions of objects in ${buckets.length} buckets.\n`);
  }
  if (options.json) stdout.write(`${JSON.stringify(summary)}\n`);
  else if (summary.result === "done") stdout.write(whatNext);
  return summary.result === "done" ? 0 : 1;
}

/** One summary of the deploy and the upgrade together. */
function whole(summaries: readonly RunSummary[]): RunSummary {
  const last = summaries.at(-1);
  return {
    type: "summary",
    environment,
    from: firstRelease,
    to: last?.to ?? firstRelease,
    hops: summaries.reduce((hops, summary) => hops + summary.hops, 0),
    builds: summaries.flatMap(({ builds }) => builds),
    result: last?.result ?? "failed",
  };
}

const whatNext = `
It stands until the next demo. Look at it:
  eval "$(npm run -s local -- env)"     starts local AWS, sets this shell up
  npm run -s panther -- status ${environment}
  pulumi preview -s ${environment}
  npm run demo -- --destroy             removes it
`;

const program = new Command("demo")
  .description("Deploys Panther v1.36.0 on local AWS and upgrades it hop by hop to v1.39.7.")
  .option("--json", "print one JSON event a line; the last one sums up")
  .option("--destroy", "remove what the demo deployed")
  .option("--official", "use the official language host and AWS plugin instead of the stand-ins");
program.parse();
process.exitCode = await demo(program.opts<DemoOptions>(), signalOfProcess()).catch((error: unknown) => {
  if (!(error instanceof PantherError)) throw error;
  process.stderr.write(`demo: ${error.message}\n  ${error.fix}\n`);
  return 1;
});
