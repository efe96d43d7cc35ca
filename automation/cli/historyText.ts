import Table from "cli-table3";
import type { PastRun } from "../history.ts";

const whoColumns = 16;

/** Runs for a person, newest first, within 80 columns. */
export function historyText(environment: string, runs: readonly PastRun[]): string {
  if (runs.length === 0) return `No run of ${environment} was made from this folder.`;
  const table = new Table({
    head: ["Started (UTC)", "Command", "Who", "Release", "Result", "Took"],
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 1 },
    chars: withoutLines,
  });
  for (const run of runs) {
    const started = run.started.slice(0, 16).replace("T", " ");
    table.push([started, run.command, whoOf(run.caller), releasesOf(run), run.result, durationOf(run.seconds)]);
  }
  const [newest] = runs;
  const failure = newest?.failure === undefined ? [] : [`The newest failed: ${newest.failure} (${newest.code})`];
  return [table.toString(), ...failure].join("\n");
}

const withoutLines = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "" },
  ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
  ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: " " },
};

/** The last part of an ARN: a user's name, or the name of a role's session. */
function whoOf(arn: string): string {
  const name = arn.split(/[/:]/).at(-1) ?? "";
  return name.length > whoColumns ? `${name.slice(0, whoColumns - 1)}…` : name;
}

function releasesOf({ from, to }: PastRun): string {
  if (to === undefined) return "";
  return from === undefined || from === to ? `v${to}` : `v${from} → v${to}`;
}

function durationOf(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${Math.round(seconds)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
