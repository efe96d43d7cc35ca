import { randomUUID } from "node:crypto";
import type { Environment } from "../model/environment/environment.ts";
import { PantherError } from "../model/error.ts";
import { recommendedReleases } from "../model/release/catalog.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { conditionOf } from "../model/rules/stackStatus.ts";
import { type AwsApis, awsApis } from "./clients.ts";
import { loadEnvironment } from "./environmentFile.ts";
import type { BuildReport, Report, RunSummary } from "./events.ts";
import { type NestedStack, observeNestedStacks, observeStack, type StackState } from "./observe.ts";
import { type RunningVersion, runningVersion } from "./runningVersion.ts";
import { realTiming, type Timing } from "./timing.ts";

/** What every command of the driver takes. */
export interface RunOptions {
  /** Name of the environment: `stacks/Pulumi.<environment>.yaml`. */
  readonly environment: string;
  /** Folder of Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly report?: Report;
  readonly signal?: AbortSignal;
  readonly timing?: Timing;
}

/** One run of one command. */
export interface Run {
  readonly id: string;
  readonly projectDirectory: string;
  readonly environment: Environment;
  readonly aws: AwsApis;
  readonly releases: readonly ReleaseVersion[];
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly timing: Timing;
}

/** What stands in AWS. */
export interface Observation {
  readonly root: StackState;
  readonly nested: readonly NestedStack[];
  readonly running?: RunningVersion;
}

/**
 * Reads the environment and makes sure that the credentials are for its account.
 * @throws PantherError `wrong-account`, and those of {@link loadEnvironment}.
 */
export async function startRun(options: RunOptions): Promise<Run> {
  const environment = await loadEnvironment(options.projectDirectory, options.environment);
  const id = randomUUID();
  const aws = awsApis({ region: environment.region, runId: id });
  await checkAccount(aws, environment);
  return {
    id,
    projectDirectory: options.projectDirectory,
    environment,
    aws,
    releases: recommendedReleases,
    report: options.report ?? (() => undefined),
    signal: options.signal ?? new AbortController().signal,
    timing: options.timing ?? realTiming(),
  };
}

async function checkAccount(aws: AwsApis, { name, expectedAccountId }: Environment): Promise<void> {
  const { Account } = await aws.identity.getCallerIdentity({});
  if (Account === expectedAccountId) return;
  throw new PantherError(
    "wrong-account",
    `The AWS credentials are for account ${Account}, and environment ${name} is in ${expectedAccountId}.`,
    "Use credentials of that account (AWS_PROFILE, for example); nothing was changed.",
  );
}

/** Looks at the root stack, its nested stacks, and the release that runs. */
export async function observe(run: Run): Promise<Observation> {
  const { aws, environment } = run;
  const root = await observeStack(aws.stacks, environment.rootStackName);
  if (root.kind === "absent") return { root, nested: [] };
  // After a failed creation there is a template to read, and nothing that runs.
  if (conditionOf(root.status) === "never-created") return { root, nested: [] };
  const nested = await observeNestedStacks(aws.stacks, root.stackId);
  const running = await runningVersion({
    stacks: aws.stacks,
    objects: aws.objects,
    region: environment.region,
    rootStackId: root.stackId,
    nested,
    candidates: [...run.releases].reverse(),
  });
  return { root, nested, ...(running && { running }) };
}

/** Collects what a summary says. */
export class SummaryBuilder {
  readonly builds: BuildReport[] = [];
  hops = 0;
  readonly #environment: string;
  readonly #to: string;
  readonly #from: string | undefined;

  constructor(environment: string, from: string | undefined, to: string) {
    this.#environment = environment;
    this.#from = from;
    this.#to = to;
  }

  summary(result: RunSummary["result"]): RunSummary {
    return {
      type: "summary",
      environment: this.#environment,
      ...(this.#from && { from: this.#from }),
      to: this.#to,
      hops: this.hops,
      builds: this.builds,
      result,
    };
  }
}
