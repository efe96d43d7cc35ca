// Local AWS from outside: start one, or find the one that runs.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isAlive, withLock } from "../setup/lock.mjs";
import { checkout } from "../setup/places.mjs";
import { endProcess } from "./endProcess.ts";
import { readInstance, removeInstance, runningInstance } from "./instanceFile.ts";

export interface LocalAws {
  /** http://127.0.0.1:PORT */
  readonly endpoint: string;
  readonly directory: string;
  /** Saves its state and ends it. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Where its state is kept; made when missing. */
  readonly directory: string;
  /** Default: the one of the last run on this directory if it is free, else any free one. */
  readonly port?: number;
  /** How long each resource operation takes at least. Default 0. */
  readonly resourceSeconds?: number;
  /** How long a build takes. Default 5. */
  readonly buildSeconds?: number;
  /** Seconds that an API key needs until it opens anything. Default 2. */
  readonly keySeconds?: number;
  /** Whether the vendor's buckets hold Panther's releases. Default true. */
  readonly publishReleases?: boolean;
  /** How much larger each function's code in a release is than it need be. Default 0. */
  readonly assetBytes?: number;
  /** Whether the policies of roles and users decide what their keys may do. Default false. */
  readonly enforceIam?: boolean;
  /** It ends when this process does. Default: it runs until it is stopped. */
  readonly owner?: number;
  /** It keeps nothing beyond its end, and so never stops to save. Default false. */
  readonly ephemeral?: boolean;
}

const serverFile = fileURLToPath(new URL("./server.ts", import.meta.url));
const startMilliseconds = 60_000;
/** The server itself waits 30 s for the emulator to save its state. */
const stopMilliseconds = 40_000;

/**
 * Starts local AWS in a process of its own, which outlives this one, or returns the one that runs on the directory already
 * (the other options don't change that one).
 *
 * @throws Error when it does not come up; says where its log is
 */
export async function startLocalAws(options: StartOptions): Promise<LocalAws> {
  const directory = resolve(options.directory);
  mkdirSync(directory, { recursive: true });
  return withLock(
    join(directory, "start.lock"),
    async () => (await findLocalAws(directory)) ?? launch({ ...options, directory }),
    { pause: 50 },
  );
}

/** The local AWS that runs on a directory, if one does. A stale instance file is removed. */
export async function findLocalAws(directory: string): Promise<LocalAws | undefined> {
  const path = resolve(directory);
  const running = await runningInstance(path);
  if (running) return handle(path, running.endpoint, running.pid);
  const stale = readInstance(path);
  // Alive but not answering: it is starting or stopping, or the system gave the number to another process.
  if (stale && !isAlive(stale.pid)) removeInstance(path);
  return undefined;
}

async function launch(options: StartOptions): Promise<LocalAws> {
  const log = join(options.directory, "local-aws.log");
  const out = openSync(log, "a");
  const child = spawn(process.execPath, ["--import", "tsx", serverFile, JSON.stringify(options)], {
    // Where node looks for tsx.
    cwd: checkout,
    detached: true,
    stdio: ["ignore", out, out],
  });
  child.unref();
  const deadline = Date.now() + startMilliseconds;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const running = await runningInstance(options.directory);
    if (running && running.pid === child.pid) return handle(options.directory, running.endpoint, running.pid);
    await sleep(30);
  }
  child.kill("SIGTERM");
  throw new Error(
    `Local AWS did not start${child.exitCode === null ? " within a minute" : ""}. Its log, ${log}, ends with:\n${tail(log)}`,
  );
}

function handle(directory: string, endpoint: string, pid: number): LocalAws {
  return { endpoint, directory, stop: () => stopProcess(directory, pid) };
}

async function stopProcess(directory: string, pid: number): Promise<void> {
  await endProcess(pid, stopMilliseconds);
  if (readInstance(directory)?.pid === pid) removeInstance(directory);
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n") : "(nothing)";
}
