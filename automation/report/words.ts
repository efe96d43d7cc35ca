import type { Outcome, RunReport, RunResult } from "../../model/report/report.ts";

/** "0.4 s", "12 s", "3 min 05 s", "1 h 02 min"; an em dash where nothing is known. */
export function duration(seconds: number | null): string {
  if (seconds === null) return "—";
  if (seconds < 9.95) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** "2026-11-21 12:00:05 UTC" */
export function moment(time: string): string {
  return `${time.slice(0, 19).replace("T", " ")} UTC`;
}

/** "12:00:05" */
export function timeOfDay(time: string): string {
  return time.slice(11, 19);
}

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
  "rolled-back": "rolled back",
  unfinished: "unfinished",
};

export const resultWords: Readonly<Record<RunResult, string>> = {
  done: "Done",
  failed: "Failed",
  refused: "Refused: nothing was changed",
  interrupted: "Interrupted",
  running: "Still running when this was written",
  killed: "Killed: the journal has no end",
};

export function releases({ from, to }: Pick<RunReport, "from" | "to">): string {
  if (to === null) return "unknown";
  if (from === null) return `v${to}`;
  return from === to ? `v${to} (parameters and tags only)` : `v${from} → v${to}`;
}

export function title({ command, environment }: RunReport): string {
  return `Run report: ${command} of ${environment}`;
}
