import { failureOf } from "./failure.ts";
import type { Journal, JournalLine, LineOf } from "./journalLines.ts";
import { slowestSpans } from "./operations.ts";
import { findingsOf, parameterChangesOf, settingChangesOf } from "./planned.ts";
import { removedOf } from "./removed.ts";
import type { RunReport } from "./report.ts";
import { iso } from "./span.ts";
import { stepsOf } from "./steps.ts";

const slowestShown = 15;

/**
 * Puts a run's journal in order. Whatever is missing, of a run that was killed for example, is null or unfinished.
 * @param isLive whether the run still goes on; a journal can't tell that from one whose run was killed
 * @returns undefined for a journal without a beginning
 */
export function runReport({ lines, unreadable }: Journal, isLive: boolean): RunReport | undefined {
  const start = linesOf(lines, "run-started").at(0);
  if (!start) return undefined;
  const summary = linesOf(lines, "summary").at(-1);
  const plan = linesOf(lines, "planned").at(-1)?.plan;
  const steps = stepsOf(lines, new Map(summary?.builds.map(({ id, status }) => [id, status])));
  const all = [...steps.steps, ...steps.hops.flatMap((hop) => hop.steps)];
  const operations = [...all.flatMap((step) => step.operations), ...steps.operations];
  const end = lines.reduce((latest, { at }) => Math.max(latest, at), start.at);
  const { run, command, environment, accountId, region, caller, host, reason = null, versions = {} } = start;
  return {
    ...{ run, command, environment, accountId, region, caller, host, reason, versions },
    started: iso(start.at),
    ended: iso(end),
    seconds: (end - start.at) / 1000,
    result: summary?.result ?? (isLive ? "running" : "killed"),
    ...releasesOf(summary, steps.hops),
    failure: failureOf(lines),
    stacks: stacksOf(lines),
    ...steps,
    slowest: slowestSpans(operations, slowestShown),
    parameters: plan ? parameterChangesOf(plan) : [],
    settings: plan ? settingChangesOf(plan) : [],
    checks: linesOf(lines, "preflighted").at(-1)?.answer.checks ?? [],
    removed: removedOf(lines),
    findings: findingsOf(plan, linesOf(lines, "finding")),
    manualSteps: plan?.manualSteps ?? [],
    notices: linesOf(lines, "notice").map(({ at, message }) => ({ time: iso(at), message })),
    unreadableLines: unreadable,
  };
}

/** A killed run has no summary: how far it was to go is in its hops. */
function releasesOf(summary: LineOf<"summary"> | undefined, hops: RunReport["hops"]): Pick<RunReport, "from" | "to"> {
  if (summary) return { from: summary.from ?? null, to: summary.to ?? null };
  return { from: hops.at(0)?.from ?? null, to: hops.at(-1)?.to ?? null };
}

function stacksOf(lines: readonly JournalLine[]): Readonly<Record<string, string>> | null {
  const recovered = linesOf(lines, "recovered").at(-1);
  const standing = linesOf(lines, "failed").at(-1)?.standing;
  return recovered?.stacks ?? standing?.stacks ?? null;
}

function linesOf<T extends JournalLine["type"]>(lines: readonly JournalLine[], type: T): readonly LineOf<T>[] {
  return lines.filter((line): line is LineOf<T> => line.type === type);
}
