import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { emulatorStep } from "./emulator.mjs";
import { packagesStep } from "./packages.mjs";
import { cacheFolder, localFolder, makeOwnFolder } from "./places.mjs";
import { pulumiStep } from "./pulumi.mjs";
import { standInsStep } from "./standins.mjs";
import { runSteps } from "./steps.mjs";
import { emptyTrash } from "./trash.mjs";
import { createView } from "./view.mjs";

const oldestNode = [20, 19];

/** Everything that `npm run demo` and `npm test` need, in an order in which each comes after those it needs. */
export function allSteps() {
  return [packagesStep(), emulatorStep(), pulumiStep(), standInsStep()];
}

/**
 * Brings what is missing, shows progress and explains failures on stderr.
 *
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit code: 0, 1 for a failure, 130 when interrupted
 */
export async function setUp(signal) {
  const complaint = complainAboutPlatform();
  if (complaint) {
    process.stderr.write(`${complaint}\n`);
    return 1;
  }
  makeOwnFolder(cacheFolder());
  makeOwnFolder(localFolder());
  mkdirSync(join(localFolder(), "tmp"), { recursive: true });
  const outcome = await runSteps(allSteps(), { view: createView(), logs: join(localFolder(), "logs"), signal });
  emptyTrash();
  switch (outcome.kind) {
    case "done":
      return 0;
    case "interrupted":
      process.stderr.write("Interrupted. What was finished is kept; the same command goes on from there.\n");
      return 130;
    case "failed":
      for (const failure of outcome.failures) process.stderr.write(`\n${explain(failure)}`);
      for (const step of outcome.blocked) process.stderr.write(`\nNot tried for that reason: ${step.title}.\n`);
      return 1;
  }
}

/**
 * @param {import("./steps.mjs").Failure} failure
 * @returns {string} which, why, what to do
 */
export function explain({ step, error, log }) {
  const tail =
    error.tail.length > 0
      ? `\nWhat it said:\n${error.tail.map((line) => `  | ${line}`).join("\n")}\nAll of them: ${log}`
      : "";
  return `Set-up failed at: ${step.title}\nWhy: ${error.message}\nWhat to do: ${error.fix}${tail}\n`;
}

function complainAboutPlatform() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = oldestNode;
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    return `This takes Node ${oldestNode.join(".")} or newer; this is ${process.versions.node} (${process.execPath}). Install one from https://nodejs.org or with your version manager.`;
  }
  if (process.platform === "win32") return "This takes Linux or macOS; on Windows, run it inside WSL.";
  return undefined;
}
