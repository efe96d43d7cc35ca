import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ask } from "./command.mjs";
import { SetupError } from "./failure.mjs";

/** @typedef {{ readonly command: string, readonly minor: number, readonly venv: boolean, readonly ensurepip: boolean, readonly pip: readonly [number, number] | undefined }} Python */

/**
 * How pip gets at the new virtual environment.
 * @typedef {{ readonly kind: "ensurepip" } | { readonly kind: "other", readonly command: string }
 *   | { readonly kind: "wheel", readonly file: string } | { readonly kind: "uv" }} Installer
 */

const oldest = 10;
const commands = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
const wheelFolder = "/usr/share/python-wheels";
const patience = 15_000;

const question = `
import sys, importlib.util as u
has = lambda name: int(u.find_spec(name) is not None)
pip = "-"
if has("pip"):
    import pip as p
    pip = p.__version__
print(*sys.version_info[:2], has("venv"), has("ensurepip"), pip)
`;

/**
 * The interpreters on PATH that can make a virtual environment, those that bring pip first.
 *
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {Promise<readonly Python[]>}
 */
export async function findPythons(environment) {
  const asked = environment.PANTHER_PYTHON ? [environment.PANTHER_PYTHON] : commands;
  const answers = await Promise.all(
    asked.map(async (command) => {
      const answer = await ask(command, ["-c", question], { env: environment, timeout: patience });
      return answer.ok ? parsePython(command, answer.output) : undefined;
    }),
  );
  return answers.filter((python) => python !== undefined);
}

/**
 * @param {string} command
 * @param {string} output of the question above
 * @returns {Python | undefined}
 */
export function parsePython(command, output) {
  const [major, minor, venv, ensurepip, pip] = output.split(/\s+/);
  if (major !== "3" || minor === undefined) return undefined;
  const [pipMajor = Number.NaN, pipMinor = 0] = (pip ?? "").split(".").map(Number);
  return {
    command,
    minor: Number(minor),
    venv: venv === "1",
    ensurepip: ensurepip === "1",
    pip: Number.isNaN(pipMajor) ? undefined : [pipMajor, pipMinor],
  };
}

/**
 * Chooses an interpreter for the virtual environment and a way to install into it. Debian ships python3 without ensurepip and
 * without pip, so where the interpreter itself has neither, another one's pip, a pip wheel of the distribution or uv does it.
 *
 * @param {readonly Python[]} pythons
 * @param {{ readonly wheel: string | undefined, readonly uv: boolean }} others
 * @returns {{ readonly python: Python, readonly installer: Installer }}
 * @throws {SetupError} nothing fits
 */
export function choosePython(pythons, others) {
  const fit = pythons.filter((python) => python.minor >= oldest && python.venv);
  if (fit.length === 0)
    throw new SetupError(
      whyNone(pythons),
      "Install Python 3.10 or newer (Debian, Ubuntu: `apt-get install python3 python3-venv`; macOS: `brew install python`), or name one with PANTHER_PYTHON.",
    );
  const independent = fit.find((python) => reachesIn(python) || python.ensurepip);
  if (independent) {
    /** @type {Installer} */
    const installer = reachesIn(independent) ? { kind: "other", command: independent.command } : { kind: "ensurepip" };
    return { python: independent, installer };
  }
  const [python] = fit;
  const helper = pythons.find(reachesIn);
  /** @type {Installer | undefined} */
  const installer = helper
    ? { kind: "other", command: helper.command }
    : others.wheel
      ? { kind: "wheel", file: others.wheel }
      : others.uv
        ? { kind: "uv" }
        : undefined;
  if (!python || !installer) {
    throw new SetupError(
      `${fit.map((each) => each.command).join(", ")}: Python without pip and without ensurepip`,
      "Install pip for it (Debian, Ubuntu: `apt-get install python3-venv`; Alpine: `apk add py3-pip`), or name another Python with PANTHER_PYTHON.",
    );
  }
  return { python, installer };
}

/** @returns {string | undefined} the pip wheel that Debian's python3-pip-whl package brings */
export function distributionWheel(folder = wheelFolder) {
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder).find((file) => /^pip-.*\.whl$/.test(file));
  return name ? join(folder, name) : undefined;
}

/**
 * Whether this interpreter's pip can install into another environment: `pip --python`, since pip 22.3.
 *
 * @param {Python} python
 */
function reachesIn(python) {
  if (!python.pip) return false;
  const [major, minor] = python.pip;
  return major > 22 || (major === 22 && minor >= 3);
}

/** @param {readonly Python[]} pythons */
function whyNone(pythons) {
  const old = pythons
    .filter((python) => python.minor < oldest)
    .map((python) => `${python.command} is 3.${python.minor}`);
  const bare = pythons
    .filter((python) => python.minor >= oldest)
    .map((python) => `${python.command} has no venv module`);
  const found = [...old, ...bare].join(", ");
  return `no Python 3.${oldest} or newer that can make virtual environments on PATH${found ? ` (${found})` : ""}`;
}
