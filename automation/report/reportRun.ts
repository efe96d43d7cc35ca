import { PantherError } from "../../model/error.ts";
import { readJournal } from "../../model/report/journalLines.ts";
import type { RunReport } from "../../model/report/report.ts";
import { runReport } from "../../model/report/runReport.ts";
import { leaseHolder } from "../lease.ts";
import { findRun } from "./findRun.ts";

export interface ReportOptions {
  /** Name of the environment. */
  readonly environment: string;
  /** Folder of Pulumi.yaml, from which the run was made. */
  readonly projectDirectory: string;
  /** The run's ID, or the beginning of it; missing: the newest. */
  readonly run?: string;
}

/**
 * What a run did, from its journal alone: nothing is asked of AWS.
 * @throws PantherError `run-not-found`, `journal-unreadable`
 */
export async function reportRun({ environment, projectDirectory, run }: ReportOptions): Promise<RunReport> {
  const journal = readJournal(await findRun(projectDirectory, environment, run));
  const holder = await leaseHolder(projectDirectory, environment);
  const own = journal.lines.find((line) => line.type === "run-started");
  const report = runReport(journal, holder?.state === "live" && holder.run === own?.run);
  if (report) return report;
  throw new PantherError(
    "journal-unreadable",
    `The journal of that run of ${environment} has no beginning that can be read.`,
    "It was cut short, or written by another release of this tool. Name another run with --run.",
  );
}
