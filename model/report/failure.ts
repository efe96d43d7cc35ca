import type { JournalLine, LineOf } from "./journalLines.ts";
import type { CauseOfRun, FailureOfRun } from "./report.ts";

/** Why the run failed; of one that was killed, what had been found to have failed. Null where nothing had. */
export function failureOf(lines: readonly JournalLine[]): FailureOfRun | null {
  const failed = lines.findLast((line) => line.type === "failed");
  const found = lines.findLast((line) => line.type === "failure-found");
  if (!failed) return found && !hasSummary(lines) ? ofFound(found) : null;
  return {
    code: failed.code,
    message: failed.message,
    fix: failed.fix ?? null,
    cause: failed.cause ? causeOf(failed.cause) : null,
    hint: failed.hint ?? null,
    // It becomes a link: nothing but what a browser opens without running anything.
    consoleUrl: failed.consoleUrl?.startsWith("https://") ? failed.consoleUrl : null,
  };
}

/** A run that was done, or interrupted, in spite of it went on after that. */
function hasSummary(lines: readonly JournalLine[]): boolean {
  return lines.some(({ type }) => type === "summary");
}

function ofFound({ cause, hint }: LineOf<"failure-found">): FailureOfRun {
  return { code: null, message: null, fix: null, cause: causeOf(cause), hint: hint ?? null, consoleUrl: null };
}

function causeOf(cause: LineOf<"failure-found">["cause"]): CauseOfRun {
  const { path, stackArn, type, physicalId, status, reason, time } = cause;
  return { path, stackArn, type, physicalId, status, reason, time };
}
