import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CloudFormation, waitUntilStackUpdateComplete } from "@aws-sdk/client-cloudformation";
import { execa } from "execa";
import { parse, stringify } from "yaml";
import type { DriverEvent } from "../../automation/index.ts";
import { awsEnvironment, withoutForeignAws } from "../../local/aws/environment.ts";
import { checkout, localFolder } from "../../local/setup/places.mjs";
import { pulumiEnvironment } from "../../local/standins/environment.ts";
import { partitionOf } from "../../model/release/partition.ts";
import { checkOutput } from "./answerSchemas.ts";
import { bundle } from "./bundle.ts";
import { freshAccount, localAws } from "./localAws.ts";

/** A command that has ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An environment of its own on local AWS: own account, own project folder, own Pulumi state. */
export interface TestEnvironment {
  readonly accountId: string;
  readonly region: string;
  readonly env: Readonly<Record<string, string>>;
  readonly projectDirectory: string;
  /** What Node is told to run the command line with. */
  readonly commandLine: readonly string[];
  /** Runs `panther <command> test --json …` and reads its events. */
  panther(command: string, ...args: readonly string[]): Promise<Ended & { readonly events: readonly DriverEvent[] }>;
  /** As `panther`, but sends a signal once the first event of that type is there. */
  interrupt(
    signal: "SIGINT" | "SIGTERM",
    event: DriverEvent["type"],
    command: string,
    ...args: readonly string[]
  ): Promise<Ended & { readonly events: readonly DriverEvent[] }>;
  pulumi(...args: readonly string[]): Promise<Ended>;
  /** The same environment for a caller with these variables besides; undefined removes one. */
  as(variables: Readonly<Record<string, string | undefined>>): TestEnvironment;
  /** Rewrites the environment's file with these values on top of the usual ones; undefined removes one. */
  configure(values: Readonly<Record<string, unknown>>): Promise<void>;
  remove(): Promise<void>;
}

/** Whose an environment is, where not a fresh account's in us-east-1 without profiles. */
export interface TestPlace {
  readonly accountId: string;
  readonly region: string;
  /** Command line and program run from their sources, with the options that the project runs Node with. */
  readonly fromSources?: boolean;
  /** AWS configuration file with profiles. */
  readonly configFile?: string;
}

/** A place like any other, for what only the sources as they are started can show. */
export function fromSources(): TestPlace {
  return { accountId: freshAccount(), region: "us-east-1", fromSources: true };
}

export async function testEnvironment(
  values: Readonly<Record<string, unknown>> = {},
  place: TestPlace = { accountId: freshAccount(), region: "us-east-1" },
): Promise<TestEnvironment> {
  const localDirectory = localFolder();
  const { accountId, region } = place;
  const aws = await localAws();
  await mkdir(join(localDirectory, "tmp"), { recursive: true });
  const projectDirectory = await mkdtemp(join(localDirectory, "tmp", "environment-"));
  await mkdir(join(projectDirectory, "state"));
  await mkdir(join(projectDirectory, "stacks"));
  // The project's own, so that its typed configuration and its defaults are tested too.
  const project: object = parse(await readFile(join(checkout, "Pulumi.yaml"), "utf8"));
  const { program } = await bundle();
  const runtime = { name: "nodejs", options: { typescript: false } };
  await writeFile(
    join(projectDirectory, "Pulumi.yaml"),
    stringify(
      place.fromSources ? { ...project, main: join(checkout, "index.ts") } : { ...project, main: program, runtime },
    ),
  );
  const commandLine = place.fromSources ? sources : [(await bundle()).commandLine];
  const env = {
    ...pulumiEnvironment(localDirectory),
    ...awsEnvironment(aws.endpoint, place, place.configFile),
    PULUMI_BACKEND_URL: `file://${join(projectDirectory, "state")}`,
  };
  const configure = (more: Readonly<Record<string, unknown>>) => {
    const config = { ...usual(place), ...values, ...more };
    const entries = Object.entries(config).filter(([, value]) => value !== undefined);
    const namespaced = Object.fromEntries(entries.map(([key, value]) => [`panther:${key}`, value]));
    return writeFile(
      join(projectDirectory, "stacks", "Pulumi.test.yaml"),
      stringify({ config: namespaced, encryptionsalt }),
    );
  };
  await configure({});
  const environmentFor = (variables: Readonly<Record<string, string>>): TestEnvironment => ({
    accountId,
    region,
    env: variables,
    projectDirectory,
    commandLine,
    configure,
    panther: (command, ...args) => drive(commandLine, projectDirectory, variables, [command, ...args]),
    interrupt: (signal, type, command, ...args) =>
      drive(
        commandLine,
        projectDirectory,
        variables,
        [command, ...args],
        once(`"type":"${type}"`, (child) => child.kill(signal)),
      ),
    pulumi: (...args) =>
      run("pulumi", [...args, "--stack", "test", "--non-interactive", "--color", "never"], {
        cwd: projectDirectory,
        env: variables,
      }),
    as: (more) => environmentFor(defined({ ...variables, ...more })),
    remove: () => rm(projectDirectory, { recursive: true, force: true }),
  });
  return environmentFor(env);
}

function defined(variables: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** CloudFormation as the environment's own account sees it. */
export function cloudFormationOf({ env, region, accountId }: TestEnvironment): CloudFormation {
  const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
  return new CloudFormation({ region, endpoint: env.AWS_ENDPOINT_URL ?? "", credentials });
}

/** Everything that CloudFormation did in the environment's account, as the last event of every stack by its name. */
export async function lastEvents(environment: TestEnvironment): Promise<Readonly<Record<string, string>>> {
  const cloudFormation = cloudFormationOf(environment);
  const { Stacks = [] } = await cloudFormation.describeStacks({});
  const entries = await Promise.all(
    Stacks.map(async ({ StackName = "", StackId }) => {
      const { StackEvents: [last] = [] } = await cloudFormation.describeStackEvents({ StackName: StackId });
      return [StackName, last?.EventId ?? ""] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** Another value for a parameter of the root stack, with everything else left as it is. */
export async function changeInConsole(environment: TestEnvironment, name: string, value: string): Promise<void> {
  const client = cloudFormationOf(environment);
  const stack = { StackName: "panther-test" };
  const { Stacks: [root] = [] } = await client.describeStacks(stack);
  const kept = (root?.Parameters ?? []).filter(({ ParameterKey }) => ParameterKey !== name);
  await client.updateStack({
    ...stack,
    UsePreviousTemplate: true,
    Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    Parameters: [
      ...kept.map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true })),
      { ParameterKey: name, ParameterValue: value },
    ],
  });
  await waitUntilStackUpdateComplete({ client, maxWaitTime: 120, minDelay: 0.2, maxDelay: 1 }, stack);
}

/** Runs functions of the library in this process, as the environment's caller. */
export async function asCallerOf<T>({ env }: Pick<TestEnvironment, "env">, work: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    return await work();
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** The salt of the passphrase that local AWS uses; without one `pulumi stack init` writes one into the file. */
const encryptionsalt = "v1:9MkOeX4kUsU=:v1:MZqgIaUGivMzmCgx:K+x2HlJ2rMpVtzEw3nUXWXRVXKQfog==";

function usual({ accountId, region }: TestPlace): Readonly<Record<string, unknown>> {
  const arn = (service: string, rest: string) =>
    `arn:${partitionOf(region).name}:${service}:${region}:${accountId}:${rest}`;
  return {
    version: "v1.39.7",
    region,
    expectedAccountId: accountId,
    rootStackName: "panther-test",
    // From the start, so that most tests need no second step for it.
    firstDeployParameters: ["CompanyDisplayName"],
    parameters: {
      FirstUserEmail: "first.user@example.com",
      CompanyDisplayName: "Example Security",
      OnboardSelf: false,
      PulumiSecretArn: arn("secretsmanager", "secret:panther-pulumi-token-AbCdEf"),
      PulumiSecretKeyArn: arn("kms", "key/00000000-0000-4000-8000-000000000000"),
    },
  };
}

/** Acts the first time that an output holds a text; a second signal would end the process at once. */
function once(text: string, act: (child: Parameters<Watch>[1]) => void): Watch {
  let acted = false;
  return (output, child) => {
    if (acted || !output.includes(text)) return;
    acted = true;
    act(child);
  };
}

type Watch = (output: string, child: { kill(signal: "SIGINT" | "SIGTERM"): void }) => void;

/** As the package's own script starts it. */
const sources = [
  ...["--optimize-for-size", "--max-semi-space-size=2", "--import=tsx"],
  join(checkout, "automation/cli/main.ts"),
];

async function drive(
  start: readonly string[],
  projectDirectory: string,
  env: Readonly<Record<string, string>>,
  [command = "", ...args]: readonly string[],
  watch?: Watch,
): Promise<Ended & { readonly events: readonly DriverEvent[] }> {
  const words = [
    ...command.split(" "),
    "test",
    ...(monitored.has(command) ? ["--yes", ...quickMonitor] : []),
    "--json",
    "--poll-seconds",
    "0.2",
    "--project",
    projectDirectory,
    ...args,
  ];
  const ended = await run(process.execPath, [...start, ...words], { cwd: checkout, env }, watch);
  checkOutput(command, ended.stdout);
  const lines = ended.stdout.split("\n").filter((line) => line.startsWith("{"));
  return { ...ended, events: lines.map((line) => JSON.parse(line) as DriverEvent) };
}

async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  watch?: Watch,
): Promise<Ended> {
  const child = execa(command, args, {
    cwd: options.cwd,
    env: { ...withoutForeignAws(process.env), ...options.env },
    extendEnv: false,
    reject: false,
    // A driver that was asked to end waits for what is under way in Pulumi.
    forceKillAfterDelay: false,
  });
  child.stdout.on("data", (chunk: Buffer) => watch?.(chunk.toString(), child));
  const { exitCode, stdout, stderr } = await child;
  return { code: exitCode ?? -1, stdout, stderr };
}

/** Commands that ask before they change anything, and look at CloudFormation meanwhile. */
export const monitored: ReadonlySet<string> = new Set(["deploy", "upgrade"]);
/**
 * Local AWS throttles nobody, and what it does takes seconds. The checks before it have tests of their own; releases of
 * today use runtimes that AWS no longer creates.
 */
export const quickMonitor = ["--calls-per-second", "50", "--no-preflight"];

/** The events of one type, in order. */
export function eventsOf<T extends DriverEvent["type"]>(
  events: readonly DriverEvent[],
  type: T,
): readonly Extract<DriverEvent, { type: T }>[] {
  return events.filter((event): event is Extract<DriverEvent, { type: T }> => event.type === type);
}
