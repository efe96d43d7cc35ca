import { randomUUID } from "node:crypto";
import {
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
import { findStack } from "./diagnosis/findStack.ts";
import { readHistories } from "./diagnosis/readHistories.ts";
import { readSavedEvents, saveEvents } from "./diagnosis/savedEvents.ts";
import { startRun } from "./run.ts";

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
export interface DiagnosisReport extends Diagnosis {
  /** Null where nothing failed, or where the catalog of hints has none: AWS's reason is then all there is. */
  readonly hint: Hint | null;
  /** The events of the cause's stack in the AWS console; null where nothing failed. */
  readonly consoleUrl: string | null;
}

/**
 * Finds out why the newest operation of a stack failed, also in stacks that are deleted by now. Changes nothing.
 *
 * @throws PantherError `stack-unknown`, `events-unreadable`, `region-missing`, and of an environment those of its file and
 *   account; the SDK's errors as they are.
 */
export async function diagnose({ subject, saveTo, signal }: DiagnoseOptions): Promise<DiagnosisReport> {
  const found = await eventsOf(subject, signal);
  if (saveTo !== undefined) await saveEvents(saveTo, found);
  return reportOf(found.root, found.stacks, found.options);
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
    consoleUrl: cause && stackConsoleUrl(regionOf(cause.stackArn || root), cause.stackArn || root),
  };
}

interface Found {
  readonly root: string;
  readonly stacks: StackHistories;
  readonly options?: ModelOptions & HintContext;
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

/** The newer one of root stack and role: the role goes first, and where it fails the root is not touched. */
async function eventsOfEnvironment(
  subject: Extract<DiagnoseSubject, { kind: "environment" }>,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const { environment, aws } = await startRun({ ...subject, ...(signal && { signal }) });
  const { rootStackName, deploymentRole, parameters } = environment;
  const options = { announced: parameters.OnboardSelf === "false" ? ["Onboard"] : [], release: environment.version };
  const role =
    deploymentRole.kind === "existing" ? undefined : await foundIn(aws.stacks, deploymentRole.stackName, signal);
  const failedRole = role && fromEvents(role.root, role.stacks).result === "failed" ? role : undefined;
  try {
    const root = { ...(await historiesOf(aws.stacks, rootStackName, signal)), options };
    return failedRole && startOf(failedRole) > startOf(root) ? failedRole : root;
  } catch (error) {
    if (failedRole && isUnknown(error)) return failedRole;
    throw error;
  }
}

async function historiesOf(stacks: StackApi, nameOrArn: string, signal: AbortSignal | undefined): Promise<Found> {
  const root = await findStack(stacks, nameOrArn);
  return { root, stacks: await readHistories(stacks, root, signal) };
}

/** Undefined where there is no such stack, and was none. */
async function foundIn(stacks: StackApi, name: string, signal: AbortSignal | undefined): Promise<Found | undefined> {
  return await historiesOf(stacks, name, signal).catch((error: unknown) => {
    if (isUnknown(error)) return undefined;
    throw error;
  });
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
