import { hostname } from "node:os";
import * as v from "valibot";
import type { ProcessReference } from "../processes.ts";

const prefix = "panther-plan-";

/** Name of a run's change set; CloudFormation shows it, and CloudTrail. */
export function previewName(runId: string): string {
  return `${prefix}${runId}`;
}

export function isPreviewName(name: string): boolean {
  return name.startsWith(prefix);
}

const referenceSchema = v.object({ pid: v.number(), started: v.string(), host: v.string(), place: v.string() });

/** The description of a run's change set: it says to people what it is, and to later runs whose. */
export function previewDescription(process: ProcessReference): string {
  return `Made by panther on ${hostname()} to look at changes; it removes it again. ${JSON.stringify(process)}`;
}

/** The process that a change set's description names; undefined where it names none. */
export function processOf(description: string): ProcessReference | undefined {
  try {
    const read = v.safeParse(referenceSchema, JSON.parse(description.slice(description.indexOf("{"))));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
