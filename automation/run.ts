import { randomUUID } from "node:crypto";
import type { Environment } from "../model/environment/environment.ts";
import type { SideName } from "../model/environment/sides.ts";
import { PantherError } from "../model/error.ts";
import type { ReleaseCatalog } from "../model/release/catalog.ts";
import { partitionOf } from "../model/release/partition.ts";
import { catalogOfEnvironment } from "./catalog.ts";
import { sidesOf } from "./china/sideClients.ts";
import type { AwsApis } from "./clients.ts";
import {
  areExpired,
  areMissing,
  areNotAccepted,
  type CredentialsUse,
  credentialsExpired,
  credentialsMissing,
  credentialsNotAccepted,
} from "./credentials.ts";
import { loadEnvironment } from "./environmentFile.ts";
import { onSide, type Report } from "./events.ts";
import type { Lease } from "./lease.ts";
import { budgetOf } from "./monitor/budgets.ts";
import type { CallBudget } from "./monitor/callBudget.ts";
import { realTiming, type Timing } from "./timing.ts";
import type { Origin } from "./userAgent.ts";

/** What every command of the driver takes. */
export interface RunOptions {
  /** Name of the environment: `stacks/Pulumi.<environment>.yaml`. */
  readonly environment: string;
  /** What that file would say, of a Panther that has none. */
  readonly described?: Environment;
  /** Folder of Pulumi.yaml. */
  readonly projectDirectory: string;
  /** Codes of findings that are accepted by name, such as `deletes-everything`. */
  readonly accept?: readonly string[];
  readonly report?: Report;
  readonly signal?: AbortSignal;
  readonly timing?: Timing;
  /** Why this is done, in a person's words: into Pulumi's update message, the user agent and the journal. */
  readonly reason?: string;
  /** How often CloudFormation may be asked for progress, of all environments of an account together; left out: 2; 0: never. */
  readonly callsPerSecond?: number;
  /** Where the journal is copied to at the end: `s3://bucket/prefix`. */
  readonly journalTo?: string;
}

/** One run of one command; of a split in China, its backend side, which knows the other one. */
export interface Run {
  readonly id: string;
  readonly projectDirectory: string;
  readonly environment: Environment;
  readonly aws: AwsApis;
  /** The side outside China; missing where there is no split, and in that side's own run. */
  readonly web?: WebSide;
  /** In the web side's own run: the other one. */
  readonly backend?: Pick<Run, "environment" | "aws">;
  /** Missing where there is no split. */
  readonly side?: SideName;
  /** What an upgrade may go to. */
  readonly catalog: ReleaseCatalog;
  /** Codes of findings that are accepted by name. */
  readonly accept: readonly string[];
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly timing: Timing;
  /** Calls for looking at progress; missing where nobody is to look. */
  readonly budget?: CallBudget;
  /** ARN of who runs it. */
  readonly caller: string;
  readonly reason?: string;
  /** Missing in a run that only looks. */
  readonly lease?: Lease;
  /**
   * Called right before anything is changed. Ends the run when it was interrupted: an abort between two steps must not
   * start the next one. From then on an error is a failure and no refusal.
   */
  readonly aboutToChange: () => void;
}

/** What the web side has of its own: account, region, root stack. */
export type WebSide = Required<Pick<Run, "environment" | "aws" | "caller">> & Pick<Run, "budget">;

/** A run on the web side of a split; undefined where there is none. What it reports says so. */
export function webRun({ web, ...run }: Run): Run | undefined {
  if (!web) return undefined;
  const { budget: _, ...shared } = run;
  const backend = { environment: run.environment, aws: run.aws };
  return { ...shared, ...web, backend, side: "web", report: (event) => run.report(onSide("web", event)) };
}

/** What tells AWS of a run. */
export function originOf({ id, reason }: Run): Origin {
  return { runId: id, ...(reason !== undefined && { reason }) };
}

/**
 * Reads the environment and makes sure that the credentials are for its account; of a split in China, for both accounts.
 * @throws PantherError `wrong-account`, `credentials-expired`, `credentials-missing`, `credentials-not-accepted`, those of {@link catalogOfEnvironment}, and those of {@link loadEnvironment}.
 */
export async function startRun(options: RunOptions, onChange: () => void = () => undefined): Promise<Run> {
  const environment = options.described ?? (await loadEnvironment(options.projectDirectory, options.environment));
  const id = randomUUID();
  const reason = options.reason === undefined ? {} : { reason: options.reason };
  const origin = { runId: id, ...reason };
  const signal = options.signal ?? new AbortController().signal;
  const { projectDirectory, callsPerSecond, report = () => undefined } = options;
  const timing = options.timing ?? realTiming();
  const budgetFor = (side: Environment) =>
    callsPerSecond !== 0 && { budget: progressBudget(side, timing, callsPerSecond) };
  const sides = sidesOf(environment, origin, signal);
  const { aws } = sides;
  const caller = await checkAccount(aws, environment, sides.web && "panther:china.profile");
  const web = sides.web && {
    ...sides.web,
    caller: await checkAccount(sides.web.aws, sides.web.environment, "panther:china.webProfile"),
    ...budgetFor(sides.web.environment),
  };
  const catalog = await catalogOfEnvironment({ environment, projectDirectory, objects: aws.objects, signal });
  return {
    id,
    projectDirectory,
    environment,
    aws,
    ...(web && { web, side: "backend" }),
    catalog,
    accept: options.accept ?? [],
    report: web ? (event) => report(onSide("backend", event)) : report,
    signal,
    timing,
    ...budgetFor(environment),
    caller,
    ...reason,
    aboutToChange: () => {
      signal.throwIfAborted();
      onChange();
    },
  };
}

/**
 * @returns the caller's ARN
 * @throws PantherError `wrong-account`, `credentials-expired`, `credentials-missing`, `credentials-not-accepted`
 */
export async function checkAccount(
  aws: Pick<AwsApis, "identity">,
  { name, expectedAccountId, region }: Pick<Environment, "name" | "expectedAccountId" | "region">,
  profileKey?: string,
): Promise<string> {
  const use = { name, expectedAccountId, region, ...(profileKey !== undefined && { profileKey }) };
  const { Account, Arn = "" } = await firstIdentity(aws, use);
  if (Account === expectedAccountId) return Arn;
  throw new PantherError(
    "wrong-account",
    `The AWS credentials are for account ${Account}, and environment ${name} is in ${expectedAccountId} in ${region}.`,
    `Use credentials of that account (${profileKey ?? "AWS_PROFILE, for example"}); nothing was changed.`,
  );
}

/**
 * Who calls, asked before anything else: an access key that AWS does not know need not be an ended session's then.
 * @throws PantherError `credentials-expired`, `credentials-missing`, `credentials-not-accepted`
 */
export async function firstIdentity({ identity }: Pick<AwsApis, "identity">, use: CredentialsUse) {
  return await identity.getCallerIdentity({}).catch((error: unknown) => {
    if (areNotAccepted(error)) throw credentialsNotAccepted(error, use);
    if (areExpired(error)) throw credentialsExpired(error);
    throw areMissing(error) ? credentialsMissing(error, use) : error;
  });
}

/** The calls with which an environment's account may be asked for progress. */
export function progressBudget(
  { expectedAccountId: accountId, region }: Environment,
  timing: Timing,
  callsPerSecond?: number,
): CallBudget {
  return budgetOf({ accountId, partition: partitionOf(region).name }, timing, callsPerSecond);
}
