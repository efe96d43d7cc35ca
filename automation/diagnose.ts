import { randomUUID } from "node:crypto";
import {
  type AlsoFailed,
  type Diagnosis,
  diagnose as fromEvents,
  type DiagnoseOptions as ModelOptions,
} from "../model/diagnosis/diagnose.ts";
import { type Hint, type HintContext, hintFor } from "../model/diagnosis/hint.ts";
import type { StackHistories } from "../model/diagnosis/stackEvent.ts";
import { PantherError } from "../model/error.ts";
import { stackConsoleUrl } from "../model/release/partition.ts";
import { callersRegion } from "./adopt/callersRegion.ts";
import { awsApis, type StackApi } from "./clients.ts";
import { areExpired, credentialsExpired } from "./credentials.ts";
import { findStack, unknownStack } from "./diagnosis/findStack.ts";
import { readHistories } from "./diagnosis/readHistories.ts";
import { readSavedEvents, saveEvents } from "./diagnosis/savedEvents.ts";
import { liveStack } from "./liveStack.ts";
import { roleTemplate } from "./roleTemplate.ts";
import { type Run, startRun, webRun } from "./run.ts";

/** What to diagnose. */
export type DiagnoseSubject =
  /** An environment of the project: its root stack, or its role's stack where that failed later. */
  | { readonly kind: "environment"; readonly environment: string; readonly projectDirectory: string }
  /** Any stack, by name or ARN; deleted ones, too. Without a region that of AWS's tools, or the ARN's. */
  | { readonly kind: "stack"; readonly stack: string; readonly region?: string }
  /** A file that was saved before. AWS is not asked. */
  | { readonly kind: "file"; readonly path: string };

export interface DiagnoseOptions {
  readonly subject: DiagnoseSubject;
  /** Where the events are to be saved, to send to somebody. */
  readonly saveTo?: string;
  readonly signal?: AbortSignal;
}

/** Why a stack's newest operation failed, what that means and what to do. */
export interface DiagnosisReport extends Omit<Diagnosis, "also"> {
  /** Null where nothing failed, or where the catalog of hints has none: AWS's reason is then all there is. */
  readonly hint: Hint | null;
  /** What failed besides, in the order of time. Its hints are as the cause's: of several names that are taken each has its command. */
  readonly also: readonly (AlsoFailed & { readonly hint: Hint | null })[];
  /** The events of the cause's stack in the AWS console; null where nothing failed. */
  readonly consoleUrl: string | null;
}

/**
 * Finds out why the newest operation of a stack failed, also in stacks that are deleted by now. Changes nothing.
 *
 * @throws PantherError `stack-unknown`, `events-unreadable`, `region-missing`, `credentials-expired`, and of an environment those of its file and
 *   account; the SDK's errors as they are.
 */
export async function diagnose({ subject, saveTo, signal }: DiagnoseOptions): Promise<DiagnosisReport> {
  const found = await eventsOf(subject, signal);
  if (saveTo !== undefined) await saveEvents(saveTo, found);
  const report = reportOf(found.root, found.stacks, found.options);
  if (report.hint?.code !== "missing-permission") return report;
  const roleVersion = await found.roleVersion?.();
  return roleVersion === undefined ? report : reportOf(found.root, found.stacks, { ...found.options, roleVersion });
}

/** The diagnosis of histories, with hint and link. */
export function reportOf(
  root: string,
  stacks: StackHistories,
  options: ModelOptions & HintContext = {},
): DiagnosisReport {
  const diagnosis = fromEvents(root, stacks, options);
  const { cause } = diagnosis;
  return {
    ...diagnosis,
    hint: (cause && hintFor(cause, options)) ?? null,
    also: diagnosis.also.map((one) => ({ ...one, hint: hintFor(one, options) ?? null })),
    consoleUrl: cause && stackConsoleUrl(regionOf(cause.stackArn || root), cause.stackArn || root),
  };
}

interface Found {
  readonly root: string;
  readonly stacks: StackHistories;
  readonly options?: ModelOptions & HintContext;
  /** Looks for the version of the role's template: takes calls that only a missing permission is worth. */
  readonly roleVersion?: () => Promise<string | undefined>;
}

async function eventsOf(subject: DiagnoseSubject, signal: AbortSignal | undefined): Promise<Found> {
  switch (subject.kind) {
    case "file":
      return await readSavedEvents(subject.path);
    case "stack": {
      const named = subject.stack.startsWith("arn:") ? regionOf(subject.stack) : subject.region;
      const region = named ?? (await callersRegion());
      return await historiesOf(awsApis({ region, runId: randomUUID() }).stacks, subject.stack, signal);
    }
    case "environment":
      return await eventsOfEnvironment(subject, signal);
  }
}

/** Of a split the web side's, where that failed later than the backend's newest operation began. */
async function eventsOfEnvironment(
  subject: Extract<DiagnoseSubject, { kind: "environment" }>,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const run = await startRun({ ...subject, ...(signal && { signal }) });
  const web = webRun(run);
  const ofWeb = web && (await eventsOfSide(web, signal).catch(undefinedIfUnknown));
  if (!ofWeb || fromEvents(ofWeb.root, ofWeb.stacks).result !== "failed") return await eventsOfSide(run, signal);
  const own = await eventsOfSide(run, signal).catch(undefinedIfUnknown);
  return own && startOf(own) > startOf(ofWeb) ? own : ofWeb;
}

/** The newer one of root stack and role: the role goes first, and where it fails the root is not touched. */
async function eventsOfSide(run: Run, signal: AbortSignal | undefined): Promise<Found> {
  const { environment, aws } = run;
  const { rootStackName, deploymentRole, parameters } = environment;
  const options = { announced: parameters.OnboardSelf === "false" ? ["Onboard"] : [], release: environment.version };
  const role =
    deploymentRole.kind === "existing" ? undefined : await foundIn(aws.stacks, deploymentRole.stackName, signal);
  const failedRole = role && fromEvents(role.root, role.stacks).result === "failed" ? role : undefined;
  try {
    const roleVersion = () => roleVersionOf(run).catch(() => undefined);
    const root = { ...(await historiesOf(aws.stacks, rootStackName, signal)), options, roleVersion };
    return failedRole && startOf(failedRole) > startOf(root) ? failedRole : root;
  } catch (error) {
    if (failedRole && isUnknown(error)) return failedRole;
    throw error;
  }
}

/** Undefined where somebody else manages the role, or where no published template equals it. */
async function roleVersionOf(run: Run): Promise<string | undefined> {
  const { deploymentRole } = run.environment;
  if (deploymentRole.kind === "existing") return undefined;
  const role = await roleTemplate(run, await liveStack(run.aws.stacks, deploymentRole.stackName), undefined);
  return role.kind === "published" ? role.version : undefined;
}

async function historiesOf(stacks: StackApi, nameOrArn: string, signal: AbortSignal | undefined): Promise<Found> {
  try {
    const root = await findStack(stacks, nameOrArn);
    return { root, stacks: await readHistories(stacks, root, signal) };
  } catch (error) {
    if (areExpired(error)) throw credentialsExpired(error);
    // CloudFormation has no code of its own for a stack that does not exist.
    if (error instanceof Error && error.name === "ValidationError") throw unknownStack(nameOrArn, error);
    throw error;
  }
}

/** Undefined where there is no such stack, and was none. */
async function foundIn(stacks: StackApi, name: string, signal: AbortSignal | undefined): Promise<Found | undefined> {
  return await historiesOf(stacks, name, signal).catch(undefinedIfUnknown);
}

function undefinedIfUnknown(error: unknown): undefined {
  if (isUnknown(error)) return undefined;
  throw error;
}

function isUnknown(error: unknown): boolean {
  return error instanceof PantherError && error.code === "stack-unknown";
}

/** When the newest operation began; blank where that is not known. */
function startOf({ root, stacks }: Found): string {
  return fromEvents(root, stacks).operation?.started ?? "";
}

/** ARNs have it in their fourth part. */
function regionOf(stackArn: string): string {
  return stackArn.split(":")[3] ?? "";
}
