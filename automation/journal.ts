import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../model/environment/environment.ts";
import type { DriverEvent, Report } from "./events.ts";
import { packageVersion } from "./packageVersion.ts";
import { runFolder } from "./runFolder.ts";
import type { Timing } from "./timing.ts";

/** What a run has done, one JSON line an event: for people and reports, never for decisions. */
export interface Journal {
  readonly file: string;
  readonly take: Report;
}

/**
 * Opens the journal of a run. Each line is on the disk before the run goes on, so a killed run's journal holds all up to its
 * end. A journal that can't be written is a notice and no failure.
 */
export function openJournal(options: {
  readonly projectDirectory: string;
  readonly environment: Environment;
  readonly run: string;
  readonly timing: Timing;
  readonly onTrouble: (message: string) => void;
}): Journal {
  const { projectDirectory, environment, run, timing, onTrouble } = options;
  const folder = journalFolder(projectDirectory, environment.name);
  // Windows allows no colons in names.
  const file = join(folder, `${timing.now().toISOString().replaceAll(":", "-")}-${run}.jsonl`);
  const withoutValues = redaction(environment.parameters);
  let troubled = false;
  const write = (fields: object) => {
    if (troubled) return;
    try {
      appendFileSync(file, `${JSON.stringify({ time: timing.now().toISOString(), ...fields })}\n`, { mode: 0o600 });
    } catch (error) {
      troubled = true;
      onTrouble(`The journal ${file} can't be written: ${(error as Error).message}`);
    }
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // The first line will tell.
  }
  return {
    file,
    take(event) {
      const entry = entryOf(event, withoutValues);
      if (entry) write(entry);
    },
  };
}

export function journalFolder(projectDirectory: string, environment: string): string {
  return join(runFolder(projectDirectory, environment), "runs");
}

/**
 * What of an event is kept. A build's log is left out, also the end of it that a failure quotes: Panther's build decides
 * what is in it, and CloudWatch has it under its own access rules. So are a finding's words and what a check saw, which may quote a value.
 */
function entryOf(event: DriverEvent, withoutValues: (text: string) => string): object | undefined {
  switch (event.type) {
    case "build-log":
    case "source-log":
    case "stack-progress":
    case "bucket-progress":
      return undefined;
    case "run-started":
      return { ...event, pid: process.pid, versions: { panther: packageVersion(), node: process.versions.node } };
    case "planned": {
      const findings = event.plan.findings.map(({ severity, code, releases, accepted }) => {
        return { severity, code, releases, accepted };
      });
      return { ...event, plan: { ...event.plan, findings } };
    }
    case "preflighted": {
      const { type, answer } = event;
      const checks = answer.checks.map(({ observations: _, ...check }) => check);
      return { type, answer: { ...answer, checks } };
    }
    case "teardown-planned": {
      const findings = event.findings.map(({ severity, code, accepted }) => ({ severity, code, accepted }));
      return { ...event, findings };
    }
    case "finding": {
      const { type, severity, code, releases, accepted } = event;
      return { type, severity, code, releases, accepted };
    }
    case "failed": {
      const { type, code, message, fix, cause, hint, consoleUrl, standing } = event;
      const [line = ""] = message.split("\n", 1);
      const shown = cause && { cause: { ...cause, reason: withoutValues(cause.reason) } };
      const meaning = hint && {
        hint: { code: hint.code, text: withoutValues(hint.text), fix: withoutValues(hint.fix) },
      };
      const said = { message: withoutValues(line), fix: withoutValues(fix) };
      return { type, code, ...said, ...shown, ...meaning, consoleUrl, standing };
    }
    case "resource-event":
      return { ...event, ...(event.reason !== undefined && { reason: withoutValues(event.reason) }) };
    case "failure-found":
      return { ...event, cause: { ...event.cause, reason: withoutValues(event.cause.reason) } };
    case "notice":
      return { ...event, message: withoutValues(event.message) };
    default:
      return event;
  }
}

/** AWS's and Pulumi's words may quote a parameter's value; short ones, such as `true`, say nothing and are all over. */
function redaction(parameters: Environment["parameters"]): (text: string) => string {
  const values = Object.entries(parameters)
    .filter(([, value]) => value.length > 5)
    .sort(([, one], [, other]) => other.length - one.length);
  return (text) => values.reduce((result, [name, value]) => result.replaceAll(value, `[${name}]`), text);
}
