import { readFile, writeFile } from "node:fs/promises";
import * as v from "valibot";
import type { StackEvent, StackHistories } from "../../model/diagnosis/stackEvent.ts";
import { PantherError } from "../../model/error.ts";

/** Histories as they are saved to send to somebody. */
export interface SavedEvents {
  /** ARN of the root stack. */
  readonly root: string;
  /** From stack ARN to its events, newest first. */
  readonly stacks: StackHistories;
}

const text = v.exactOptional(v.nullish(v.pipe(v.string())));
const event = v.object({
  StackId: text,
  StackName: text,
  EventId: text,
  LogicalResourceId: text,
  PhysicalResourceId: text,
  ResourceType: text,
  ResourceStatus: text,
  ResourceStatusReason: text,
  Timestamp: v.exactOptional(
    v.nullish(
      v.pipe(
        v.string(),
        v.transform((value) => new Date(value)),
        v.date("no time in ISO 8601"),
      ),
    ),
  ),
  ClientRequestToken: text,
  HookType: text,
  HookStatus: text,
  HookStatusReason: text,
  OperationType: text,
});
const file = v.object({ root: v.pipe(v.string(), v.startsWith("arn:")), stacks: v.record(v.string(), v.array(event)) });

/**
 * Writes histories for somebody else to look at. Only what a diagnosis needs: the properties that an event holds may have
 * values that are nobody's business.
 */
export async function saveEvents(path: string, { root, stacks }: SavedEvents): Promise<void> {
  const kept = [...stacks].map(([arn, events]) => [arn, events.map((one) => v.parse(event, plain(one)))] as const);
  await writeFile(path, `${JSON.stringify({ root, stacks: Object.fromEntries(kept) }, undefined, 2)}\n`, {
    mode: 0o600,
  });
}

/** Reads saved histories. @throws PantherError `events-unreadable` */
export async function readSavedEvents(path: string): Promise<SavedEvents> {
  const content = await readFile(path, "utf8").catch((error: Error) => {
    throw unreadable(path, error.message, error);
  });
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    throw unreadable(path, `it is not JSON (${(error as Error).message})`, error);
  }
  const read = v.safeParse(file, json);
  if (!read.success) {
    const [issue] = read.issues;
    throw unreadable(path, `${v.getDotPath(issue) ?? "it"}: ${issue.message}`);
  }
  const stacks = Object.entries(read.output.stacks).map(([arn, events]) => [arn, events.map(withoutNulls)] as const);
  return { root: read.output.root, stacks: new Map(stacks) };
}

/** As JSON has it: a date is text there. */
function plain(one: StackEvent): unknown {
  return JSON.parse(JSON.stringify(one));
}

function withoutNulls(one: v.InferOutput<typeof event>): StackEvent {
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value !== null && value !== undefined));
}

function unreadable(path: string, why: string, cause?: unknown): PantherError {
  return new PantherError(
    "events-unreadable",
    `${path} can't be read as saved events: ${why}.`,
    'It is a JSON object: "root", a stack ARN, and "stacks", from stack ARN to its events in the form of DescribeStackEvents, newest first. panther diagnose --save-events writes one.',
    { cause },
  );
}
