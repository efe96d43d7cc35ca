import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { StepDuration } from "../model/release/plan/durations.ts";
import { journalFolder } from "./journal.ts";
import { leaseHolder } from "./lease.ts";

/** One run, as its journal tells. */
export interface PastRun {
  /** The run's ID, as in its events. */
  readonly run: string;
  /** `deploy`, for example. */
  readonly command: string;
  /** ISO 8601. */
  readonly started: string;
  /** ARN of who ran it. */
  readonly caller: string;
  readonly host: string;
  /** What `--reason` said. */
  readonly reason?: string;
  /** The release that ran before, without the leading `v`; missing when nothing did, or when the run ended before that was known. */
  readonly from?: string;
  /** The release that was to run; missing when the run ended before that was known. */
  readonly to?: string;
  /** `running` goes on; `killed` has no end in its journal. */
  readonly result: "done" | "failed" | "refused" | "interrupted" | "running" | "killed";
  /** The failure's code. */
  readonly code?: string;
  /** The failure's message. */
  readonly failure?: string;
  /** From the first line of the journal to the last. */
  readonly seconds: number;
}

const optionalText = v.exactOptional(v.string());
const line = v.variant("type", [
  v.object({
    type: v.literal("run-started"),
    time: v.string(),
    run: v.string(),
    command: v.string(),
    caller: v.string(),
    host: v.string(),
    reason: optionalText,
  }),
  v.object({ type: v.literal("release-started"), time: v.string(), from: optionalText, to: v.string() }),
  v.object({
    type: v.literal("step-finished"),
    time: v.string(),
    step: v.string(),
    side: optionalText,
    release: v.string(),
    outcome: v.string(),
    seconds: v.number(),
  }),
  v.object({ type: v.literal("failed"), time: v.string(), code: v.string(), message: v.string() }),
  v.object({
    type: v.literal("summary"),
    time: v.string(),
    from: optionalText,
    to: optionalText,
    result: v.picklist(["done", "failed", "refused", "interrupted"]),
  }),
]);
type Line = v.InferOutput<typeof line>;

/** The runs of an environment that were made from this folder, newest first. */
export async function history(projectDirectory: string, environment: string): Promise<readonly PastRun[]> {
  const journals = await readJournals(projectDirectory, environment);
  const holder = await leaseHolder(projectDirectory, environment);
  const live = holder?.state === "live" ? holder.run : undefined;
  return journals.flatMap((lines) => pastRun(lines, live) ?? []).reverse();
}

/**
 * How long the steps of an environment's earlier runs took, oldest first. A step that found nothing to do says nothing
 * about the next one, nor does one that failed.
 */
export async function lastDurations(projectDirectory: string, environment: string): Promise<readonly StepDuration[]> {
  const lines = (await readJournals(projectDirectory, environment, newestTold)).flat();
  return lines.flatMap((one) => {
    if (one.type !== "step-finished" || !/^(created|updated|succeeded)$/.test(one.outcome)) return [];
    const { step, side, release, seconds } = one;
    return [{ step, ...(side !== undefined && { side }), release, seconds }];
  });
}

/** What a journal tells of its run; undefined for one without a beginning. */
export function pastRun(lines: readonly Line[], live: string | undefined): PastRun | undefined {
  const [start] = lines;
  if (start?.type !== "run-started") return undefined;
  const { run, command, time, caller, host, reason } = start;
  const summary = lines.findLast((one) => one.type === "summary");
  const failed = lines.findLast((one) => one.type === "failed");
  // A killed run has no summary: how far it was to go is in its releases.
  const releases = lines.filter((one) => one.type === "release-started");
  const from = summary ? summary.from : releases[0]?.from;
  const to = summary ? summary.to : releases.at(-1)?.to;
  const end = lines.at(-1)?.time ?? time;
  return {
    run,
    command,
    started: time,
    caller,
    host,
    ...(reason !== undefined && { reason }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    result: summary?.result ?? (run === live ? "running" : "killed"),
    ...(failed && { code: failed.code, failure: failed.message }),
    seconds: (new Date(end).getTime() - new Date(time).getTime()) / 1000,
  };
}

/** How many of the newest runs say how long things take. */
const newestTold = 10;

/** The journals of an environment, oldest first: their names begin with the time. */
async function readJournals(
  projectDirectory: string,
  environment: string,
  newest = Number.POSITIVE_INFINITY,
): Promise<readonly (readonly Line[])[]> {
  const folder = journalFolder(projectDirectory, environment);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith(".jsonl")).sort();
  const journals: (readonly Line[])[] = [];
  // One after the other: each has every event of CloudFormation, of which next to nothing is kept.
  for (const name of files.slice(-newest)) journals.push(linesOf(await readFile(join(folder, name), "utf8")));
  return journals;
}

/** The lines that tell a run's story; a kill may have cut the last one short. */
function linesOf(text: string): readonly Line[] {
  return text.split("\n").flatMap((raw) => {
    try {
      const parsed = v.safeParse(line, JSON.parse(raw));
      return parsed.success ? [parsed.output] : [];
    } catch {
      return [];
    }
  });
}
