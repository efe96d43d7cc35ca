import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { emulatorDirectory, emulatorPython, requirementsFile } from "../emulator/location.mjs";
import { ask, runCommand } from "./command.mjs";
import { SetupError } from "./failure.mjs";
import { cacheFolder, checkout, toolEnvironment } from "./places.mjs";
import { choosePython, distributionWheel, findPythons } from "./python.mjs";

const fix =
  "Most often the Python package index can't be reached (see `pip config list`), or it holds no wheel for this Python: name another one (3.10 to 3.13 are sure to work) with PANTHER_PYTHON.";

/** @returns {import("./steps.mjs").Step} */
export function emulatorStep() {
  return {
    name: "emulator",
    title: "AWS emulator",
    where: dirname(dirname(emulatorPython())),
    lock: join(cacheFolder(), "locks", "emulator"),
    scratch: join(cacheFolder(), "tmp"),
    fix,
    isDone: () => existsSync(emulatorPython()),
    run: makeEnvironment,
  };
}

/** @param {import("./steps.mjs").StepContext} context */
async function makeEnvironment({ say, log, temporary, signal }) {
  if (process.env.PANTHER_EMULATOR_PYTHON) {
    throw new SetupError(
      `PANTHER_EMULATOR_PYTHON names ${emulatorPython()}, which is not there`,
      "Correct or unset it.",
    );
  }
  const env = toolEnvironment(temporary);
  const { python, installer } = choosePython(await findPythons(env), {
    wheel: distributionWheel(),
    uv: (await ask("uv", ["--version"], { env, timeout: 5_000 })).ok,
  });
  const draft = join(temporary, "environment");
  const inside = join(draft, "bin", "python");
  const options = { cwd: checkout, env: { ...env, PIP_USER: "0" }, log, signal, onLine: say, fix };
  const withPip = installer.kind === "ensurepip" ? [] : ["--without-pip"];
  await runCommand(python.command, ["-m", "venv", ...withPip, draft], options);

  const packages = ["--require-hashes", "--only-binary", ":all:", "-r", requirementsFile];
  const quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"];
  switch (installer.kind) {
    case "ensurepip":
      await runCommand(inside, ["-m", "pip", "install", ...quiet, ...packages], options);
      break;
    case "other":
      await runCommand(installer.command, ["-m", "pip", "--python", inside, "install", ...quiet, ...packages], options);
      break;
    case "wheel":
      await runCommand(inside, [join(installer.file, "pip"), "install", ...quiet, ...packages], options);
      break;
    case "uv":
      await runCommand("uv", ["pip", "install", "--python", inside, ...packages], {
        ...options,
        env: { ...options.env, UV_CACHE_DIR: join(cacheFolder(), "uv") },
      });
      break;
  }
  // Their first lines name the draft's path; the interpreter itself finds its packages wherever the folder stands.
  for (const file of readdirSync(join(draft, "bin"))) {
    if (!/^python[0-9.]*$/.test(file)) rmSync(join(draft, "bin", file), { recursive: true });
  }
  // One may stand there whose base interpreter has been uninstalled.
  rmSync(emulatorDirectory(), { recursive: true, force: true });
  renameSync(draft, emulatorDirectory());
}
