#!/usr/bin/env node
// node local/setup/run.mjs                      brings what is missing
// node local/setup/run.mjs --status             shows what is there
// node local/setup/run.mjs -- <command> [...]   brings what is missing, then runs the command
import { existsSync } from "node:fs";
import { launch } from "./launch.mjs";
import { cacheFolder, localFolder } from "./places.mjs";
import { allSteps, setUp } from "./setup.mjs";
import { megabytes, sizeOf } from "./sizes.mjs";

const [first, ...rest] = process.argv.slice(2);
if (first === "--status") await showStatus();
else if (first === undefined || first === "--") process.exitCode = await setUpAndRun(rest);
else {
  process.stderr.write("usage: run.mjs [--status | -- <command> [arguments]]\n");
  process.exitCode = 2;
}

/** @param {readonly string[]} command @returns {Promise<number>} exit code */
async function setUpAndRun(command) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.on(signal, abort);
  const code = await setUp(controller.signal);
  for (const signal of signals) process.off(signal, abort);
  return code === 0 && command.length > 0 ? launch(command) : code;
}

async function showStatus() {
  for (const step of allSteps()) {
    const done = await step.isDone();
    console.log(`${step.title.padEnd(14)} ${done ? "there  " : "missing"} ${step.where}`);
  }
  for (const [title, folder] of /** @type {const} */ ([
    ["Cache", cacheFolder()],
    ["Run-time", localFolder()],
  ])) {
    const size = existsSync(folder) ? megabytes(sizeOf(folder)) : "";
    console.log(`${title.padEnd(14)} ${(size || "missing").padEnd(7)} ${folder}`);
  }
}
