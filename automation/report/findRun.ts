import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PantherError } from "../../model/error.ts";
import { journalFolder } from "../journal.ts";

/** "2026-11-21T12-00-00.000Z-<run>.jsonl": sorted by name they are sorted by time. */
const journalName = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z-(?<run>.+)\.jsonl$/;

/**
 * The journal of a run, as text.
 * @param run its ID or the beginning of it; undefined: the newest
 * @throws PantherError `run-not-found` where there is none, or several begin like this
 */
export async function findRun(projectDirectory: string, environment: string, run?: string): Promise<string> {
  const folder = journalFolder(projectDirectory, environment);
  const names = (await namesIn(folder)).filter((name) => journalName.test(name)).sort();
  const fitting = run === undefined ? names.slice(-1) : names.filter((name) => runOf(name).startsWith(run));
  const [name, ...others] = fitting;
  if (name !== undefined && others.length === 0) return await readFile(join(folder, name), "utf8");
  const list = `See panther history ${environment} --json for the runs that there are.`;
  if (run === undefined) {
    throw new PantherError("run-not-found", `No run of ${environment} was made from ${projectDirectory}.`, elsewhere);
  }
  if (name === undefined) throw new PantherError("run-not-found", `No run of ${environment} is "${run}".`, list);
  throw new PantherError(
    "run-not-found",
    `${fitting.length} runs of ${environment} begin with "${run}": ${fitting.map(runOf).join(", ")}.`,
    "Give more of the ID.",
  );
}

const elsewhere =
  "Journals stay where the run was made: go there, or name that folder with --project. Check the environment's name, too.";

function runOf(name: string): string {
  return journalName.exec(name)?.groups?.run ?? "";
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
