// `npm run demo:china`: a Panther that is split over AWS China, both sides on local AWS.
import { join } from "node:path";
import { APIGateway } from "@aws-sdk/client-api-gateway";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { Command } from "commander";
import { outputStyle, printer } from "../../automation/cli/printers.ts";
import { signalOfProcess } from "../../automation/cli/signalOfProcess.ts";
import { deploy, type RunOptions, type RunSummary, realTiming, upgrade } from "../../automation/index.ts";
import { PantherError } from "../../model/error.ts";
import { enterLocalAws } from "../aws/environment.ts";
import { findLocalAws, startLocalAws } from "../aws/instance.ts";
import { chinaProfile, profilesFile, webProfile } from "../aws/profiles.ts";
import { checkout, localFolder } from "../setup/places.mjs";
import { pulumiEnvironment } from "../standins/environment.ts";
import { acceptedFindings } from "./acceptedFindings.ts";
import { type Demo, demoStands, destroyDemo, emptyBucket } from "./destroy.ts";
import { pollsText, pollWebApp } from "./pollWebApp.ts";
import { expectNoChanges } from "./preview.ts";
import { callsPerSecond, tearDown } from "./tearDown.ts";

/** The demo's environment: stacks/Pulumi.demo-china.yaml. */
const environment = "demo-china";
const releaseBucket = "panther-demo-releases";
const firstRelease = "1.36.0";

/** Long enough to be seen, short enough to be watched. */
const settings = { resourceSeconds: 0.1, buildSeconds: 3, assetBytes: 100_000 };

const standing: Demo = {
  environment,
  projectDirectory: checkout,
  places: [chinaProfile, webProfile].map(({ name, region }) => ({ region, profile: name })),
};

interface DemoOptions {
  readonly json?: boolean;
  readonly destroy?: boolean;
}

async function demo(options: DemoOptions, signal: AbortSignal): Promise<number> {
  const localDirectory = localFolder();
  const directory = join(localDirectory, "aws");
  // One that somebody has started is theirs: it goes on afterwards.
  const theirs = await findLocalAws(directory);
  const timing = options.destroy ? {} : settings;
  const aws = theirs ?? (await startLocalAws({ directory, ...timing, owner: process.pid }));
  try {
    enterLocalAws(process.env, aws.endpoint, chinaProfile, profilesFile(directory));
    // Each side has a profile, so that keys in the environment would only be a way to the wrong one.
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) delete process.env[name];
    Object.assign(process.env, pulumiEnvironment(localDirectory));
    return options.destroy ? await destroyOnly(options, signal) : await show(options, aws.endpoint, signal);
  } finally {
    if (!theirs) await aws.stop();
  }
}

async function destroyOnly(options: DemoOptions, signal: AbortSignal): Promise<number> {
  const choices = { deleteReleaseBucket: true, deleteSecretNow: true, signal };
  if ((await demoStands(standing)) && !(await tearDown(environment, options, choices))) return 1;
  const left = await destroy();
  const say = (text: string) => void (options.json ? process.stderr : process.stdout).write(text);
  if (left.length === 0) say("The demo's environment is gone; nothing is left in its accounts.\n");
  else process.stderr.write(`Left behind:\n${left.map((thing) => `  ${thing}\n`).join("")}`);
  return left.length === 0 ? 0 : 1;
}

async function destroy(): Promise<readonly string[]> {
  // Pulumi deletes no bucket that holds anything, and this one holds the releases.
  const s3 = new S3({ region: chinaProfile.region, profile: chinaProfile.name });
  const { Buckets = [] } = await s3.listBuckets({});
  if (Buckets.some(({ Name }) => Name === releaseBucket)) await emptyBucket(s3, releaseBucket);
  const left = await destroyDemo(standing);
  await removeSecret();
  await removeKeys();
  return left;
}

/** It would wait for a month, and keep its name from the next demo. */
async function removeSecret(): Promise<void> {
  const secrets = new SecretsManager({ region: webProfile.region, profile: webProfile.name });
  const found = await secrets.describeSecret({ SecretId: "panther/china" }).catch(() => undefined);
  if (found) await secrets.deleteSecret({ SecretId: "panther/china", ForceDeleteWithoutRecovery: true });
}

/** The driver's, which are in nobody's state. */
async function removeKeys(): Promise<void> {
  const gateway = new APIGateway({ region: chinaProfile.region, profile: chinaProfile.name });
  const { items = [] } = await gateway.getApiKeys({ limit: 500 });
  for (const { id, tags } of items) {
    if (id && tags?.["panther:environment"] === environment) await gateway.deleteApiKey({ apiKey: id });
  }
}

async function show(options: DemoOptions, endpoint: string, signal: AbortSignal): Promise<number> {
  const { stdout } = process;
  const say = (text: string) => void (options.json ? process.stderr : stdout).write(text);
  if (await demoStands(standing)) {
    say("An earlier demo still stands: removing it first.\n");
    await destroy();
  }
  say(`Panther on both sides of AWS China's border, on local AWS: first v${firstRelease}, then two hops further.
Backend: ${chinaProfile.region}, account ${chinaProfile.accountId}. Web app: ${webProfile.region}, account ${webProfile.accountId}.\n`);
  const output = printer(outputStyle(options, stdout), stdout);
  const run: RunOptions = {
    environment,
    projectDirectory: checkout,
    timing: realTiming(500),
    callsPerSecond,
    report: output.report,
    signal,
    accept: acceptedFindings,
  };
  const asking = new AbortController();
  let last: RunSummary;
  let polls = Promise.resolve<Awaited<ReturnType<typeof pollWebApp>>>(new Map());
  try {
    last = await deploy({ ...run, release: firstRelease });
    if (last.result === "done") {
      polls = pollWebApp(endpoint, webProfile, asking.signal);
      last = await upgrade(run);
    }
  } finally {
    asking.abort();
    output.close();
  }
  const answers = await polls;
  if (last.result === "done") {
    say(
      `\nWhile both sides moved and the key changed twice, the web app ${pollsText(answers)}.\nA preview afterwards: `,
    );
    await expectNoChanges(environment, checkout);
    say("no change.\n");
  }
  if (options.json) stdout.write(`${JSON.stringify(last)}\n`);
  else if (last.result === "done") stdout.write(whatNext);
  const refused = [...answers.keys()].some((status) => status !== 200);
  return last.result === "done" && !refused ? 0 : 1;
}

const whatNext = `
It stands until the next demo. Look at it:
  eval "$(npm run -s local -- env --profile ${chinaProfile.name})"     starts local AWS, sets this shell up
  npm run -s panther -- status ${environment}
  npm run -s panther -- china check ${environment}
  npm run -s panther -- china rotate-key ${environment}
  npm run -s local -- bridge --mode recordal-missing     then check again
  npm run demo:china -- --destroy     removes it
`;

const program = new Command("demo:china")
  .description("Deploys a Panther that is split over AWS China on local AWS, and upgrades it over two hops.")
  .option("--json", "print one JSON event a line; the last one sums up")
  .option("--destroy", "remove what the demo deployed");
program.parse();
process.exitCode = await demo(program.opts<DemoOptions>(), signalOfProcess()).catch((error: unknown) => {
  if (!(error instanceof PantherError)) throw error;
  process.stderr.write(`demo:china: ${error.message}\n  ${error.fix}\n`);
  return 1;
});
