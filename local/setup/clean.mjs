#!/usr/bin/env node
// npm run clean                 removes the run-time folder and the cache folder
// npm run clean -- --local      the run-time folder only: state of local AWS, Pulumi's state, logs
// npm run clean -- --cache      the cache folder only: other checkouts use it too
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./command.mjs";
import { isAlive } from "./lock.mjs";
import { cacheFolder, checkout, isOwnFolder, localFolder } from "./places.mjs";
import { megabytes, sizeOf } from "./sizes.mjs";

const patience = 15_000;
const args = process.argv.slice(2);
const unknown = args.find((arg) => !["--local", "--cache"].includes(arg));

if (unknown) {
  process.stderr.write(`clean: don't know ${unknown}; there are --local and --cache (without either: both)\n`);
  process.exitCode = 2;
} else {
  const both = args.length === 0;
  const folders = [
    ...(both || args.includes("--local")
      ? [{ folder: localFolder(), ours: localFolder() === join(checkout, ".local") || isOwnFolder(localFolder()) }]
      : []),
    ...(both || args.includes("--cache") ? [{ folder: cacheFolder(), ours: isOwnFolder(cacheFolder()) }] : []),
  ];
  await stopLocalAws();
  for (const each of folders) remove(each);
}

/** @param {{ readonly folder: string, readonly ours: boolean }} target */
function remove({ folder, ours }) {
  if (!existsSync(folder)) {
    console.log(`not there: ${folder}`);
  } else if (ours) {
    const size = sizeOf(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    console.log(`removed:   ${folder} (${megabytes(size)})`);
  } else {
    // A variable may point to a folder that held other things before.
    process.stderr.write(
      `left:      ${folder} was not empty when set-up first used it, so it may hold more than set-up's: remove it by hand\n`,
    );
    process.exitCode = 1;
  }
}

/** Local AWS keeps its state in these folders and runs from them: removed under it, it would go on half alive. */
async function stopLocalAws() {
  const file = join(localFolder(), "aws", "instance.json");
  if (!existsSync(file)) return;
  const { pid } = JSON.parse(readFileSync(file, "utf8"));
  if (typeof pid !== "number" || !isAlive(pid) || !(await isLocalAws(pid))) return;
  process.kill(pid, "SIGTERM");
  for (const end = Date.now() + patience; isAlive(pid); await sleep(100)) {
    if (Date.now() < end) continue;
    process.kill(pid, "SIGKILL");
    break;
  }
  console.log(`stopped:   local AWS (process ${pid})`);
}

/**
 * The number may belong to another program by now.
 *
 * @param {number} pid
 */
async function isLocalAws(pid) {
  const record = `/proc/${pid}/cmdline`;
  const line = existsSync(record)
    ? readFileSync(record, "utf8").replaceAll("\0", " ")
    : (await ask("ps", ["-o", "command=", "-p", String(pid)], { timeout: 5_000 })).output;
  return line.includes(join("local", "aws", "server.ts"));
}
