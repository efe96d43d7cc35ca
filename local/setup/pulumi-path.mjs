import { closeSync, existsSync, openSync, readSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ask } from "./command.mjs";
import { localFolder } from "./places.mjs";

/** @typedef {{ readonly file: string, readonly version: string | undefined, readonly isBinary: boolean }} Found */

/**
 * Every `pulumi` on PATH but our own copy.
 *
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {string} temporary
 * @returns {Promise<readonly Found[]>}
 */
export async function findOnPath(environment, temporary) {
  const files = (environment.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder && folder !== join(localFolder(), "bin"))
    .map((folder) => join(folder, "pulumi"))
    .filter((file) => existsSync(file))
    .map((file) => realpathSync(file));
  return Promise.all([...new Set(files)].map((file) => lookAt(file, environment, temporary)));
}

/**
 * @param {string} file
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {string} temporary
 * @returns {Promise<Found>}
 */
async function lookAt(file, environment, temporary) {
  const env = { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_HOME: join(temporary, "home") };
  const answer = await ask(file, ["version"], { cwd: temporary, env, timeout: 10_000 });
  const version = /^v?(\d+\.\d+\.\d+\S*)$/m.exec(answer.output)?.[1];
  return { file, version: answer.ok ? version : undefined, isBinary: !isScript(file) };
}

/**
 * Version managers put scripts on PATH, which can't be copied to another place.
 *
 * @param {string} file
 */
function isScript(file) {
  const start = Buffer.alloc(2);
  try {
    const descriptor = openSync(file, "r");
    readSync(descriptor, start, 0, 2, 0);
    closeSync(descriptor);
  } catch {
    // Executable but not readable: it can't be copied either.
    return true;
  }
  return start.toString() === "#!";
}
