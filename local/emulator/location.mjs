// Where the emulator's Python lives. Plain JavaScript on node's own modules only: the set-up runs it before anything is installed.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The release of MiniStack that `launcher.py` and its corrections are written against. */
export const ministackVersion = "1.5.33";

/** The pinned and hashed packages of the emulator's virtual environment. */
export const requirementsFile = fileURLToPath(new URL("./requirements.txt", import.meta.url));

/** The emulator's entry point. */
export const launcherFile = fileURLToPath(new URL("./launcher.py", import.meta.url));

/**
 * The one folder outside the checkout that the project writes to.
 *
 * @param {Readonly<Record<string, string | undefined>>} [environment]
 * @returns {string} absolute path; it need not exist
 */
export function cacheDirectory(environment = process.env) {
  const own = environment.PANTHER_CACHE_DIR;
  if (own) return own;
  const shared = environment.XDG_CACHE_HOME;
  // The XDG specification has relative values ignored.
  return join(shared && isAbsolute(shared) ? shared : join(homedir(), ".cache"), "panther-deploy");
}

/**
 * Folder of the virtual environment: named by emulator version and requirements, so that a change of either makes a new one.
 *
 * @param {Readonly<Record<string, string | undefined>>} [environment]
 * @returns {string} absolute path; it need not exist
 */
export function emulatorDirectory(environment = process.env) {
  const hash = createHash("sha256").update(readFileSync(requirementsFile)).digest("hex").slice(0, 12);
  return join(cacheDirectory(environment), `emulator-${ministackVersion}-${hash}`);
}

/**
 * The interpreter that runs the emulator: `PANTHER_EMULATOR_PYTHON` when set, else the one of the cached virtual environment.
 *
 * @param {Readonly<Record<string, string | undefined>>} [environment]
 * @returns {string} absolute path; it need not exist
 */
export function emulatorPython(environment = process.env) {
  return environment.PANTHER_EMULATOR_PYTHON || join(emulatorDirectory(environment), "bin", "python");
}
