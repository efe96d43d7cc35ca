import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parse } from "yaml";
import type { Environment } from "../../model/environment/environment.ts";
import { isMapping } from "../../model/environment/problems.ts";
import { PantherError } from "../../model/error.ts";
import { loadEnvironment, stackFile } from "../environmentFile.ts";
import { runFolder } from "../runFolder.ts";

/** What there is of an environment's file. */
export type StandingFile =
  | { readonly kind: "none" }
  /** No more than what `pulumi stack init` writes: how secrets are encrypted. */
  | { readonly kind: "settings"; readonly settings: Readonly<Record<string, unknown>>; readonly text: string }
  | { readonly kind: "environment"; readonly environment: Environment };

export interface FilePlace {
  /** Folder of Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly environment: string;
}

/** @throws PantherError `environment-name-invalid`, and those of {@link loadEnvironment} */
export async function standingFile(place: FilePlace): Promise<StandingFile> {
  const { projectDirectory, environment } = place;
  // Refuses a name that would lead to another folder.
  runFolder(projectDirectory, environment);
  const text = await textOf(stackFile(projectDirectory, environment));
  if (text === undefined) return { kind: "none" };
  const settings = settingsIn(text);
  if (settings) return { kind: "settings", settings, text };
  return { kind: "environment", environment: await loadEnvironment(projectDirectory, environment) };
}

/**
 * Writes an environment's file as a whole or not at all, and never over one that says something of the environment.
 * @throws PantherError `changed-meanwhile`
 */
export async function writeEnvironmentFile(place: FilePlace, standing: StandingFile, text: string): Promise<void> {
  const file = stackFile(place.projectDirectory, place.environment);
  const whole = `${file}.${randomUUID()}.tmp`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(whole, text, { flag: "wx" });
  try {
    if (standing.kind === "settings") {
      if ((await textOf(file)) !== standing.text) throw changedMeanwhile(file);
      await rename(whole, file);
    } else {
      // Unlike a rename, a link is refused where there is a file.
      await link(whole, file).catch((error: NodeJS.ErrnoException) => {
        throw error.code === "EEXIST" ? changedMeanwhile(file) : error;
      });
    }
  } finally {
    await rm(whole, { force: true });
  }
}

function settingsIn(text: string): Readonly<Record<string, unknown>> | undefined {
  let content: unknown;
  try {
    content = parse(text);
  } catch {
    // Whoever loads the environment says what is wrong.
    return undefined;
  }
  if (content === null) return {};
  if (!isMapping(content)) return undefined;
  const { config, ...settings } = content;
  const isEmpty = config === undefined || config === null || (isMapping(config) && Object.keys(config).length === 0);
  return isEmpty ? settings : undefined;
}

async function textOf(file: string): Promise<string | undefined> {
  return await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

function changedMeanwhile(file: string): PantherError {
  return new PantherError(
    "changed-meanwhile",
    `Somebody else has just written ${file}. It was left as it is.`,
    "Look at it, then run the same command again: a file that is there is used.",
  );
}
