import { randomUUID } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { stat } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, Interrupted } from "./failure.mjs";

const beat = 5_000;
const presumedDead = 60_000;

/**
 * @typedef {object} LockOptions
 * @property {(owner: string) => void} [onWait] called when somebody else holds the lock
 * @property {AbortSignal} [signal]
 * @property {number} [pause] milliseconds between two tries
 */

/**
 * Runs an action while holding a lock that other processes respect. The lock of a dead process is taken over.
 *
 * A lock is a folder with one file, named uniquely for its holder. It is made elsewhere and renamed into place, which the system
 * refuses while the place holds a folder that is not empty. To take over is to delete the dead holder's file: since no other
 * holder's file ever has that name, two that try it at once can't hurt a third one's fresh lock.
 *
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} action
 * @param {LockOptions} [options]
 * @returns {Promise<T>}
 */
export async function withLock(folder, action, options = {}) {
  mkdirSync(dirname(folder), { recursive: true });
  const name = `${process.pid}-${randomUUID()}`;
  const mine = join(folder, name);
  let told = "";
  while (!tryAcquire(folder, name)) {
    if (options.signal?.aborted) throw new Interrupted();
    const holder = await findHolder(folder);
    if (holder === undefined) continue;
    if (holder.dead) {
      rmSync(join(folder, holder.name), { force: true });
      continue;
    }
    if (holder.name !== told) options.onWait?.(holder.description);
    told = holder.name;
    await sleep(options.pause ?? 250);
  }
  const heart = setInterval(() => {
    try {
      utimesSync(mine, new Date(), new Date());
    } catch {
      // Somebody removed the cache under us: the action fails by itself.
    }
  }, beat);
  heart.unref();
  try {
    return await action();
  } finally {
    clearInterval(heart);
    release(folder, mine);
  }
}

/**
 * @param {string} folder
 * @param {string} name
 */
function tryAcquire(folder, name) {
  const draft = `${folder}.${name}`;
  mkdirSync(draft);
  writeFileSync(join(draft, name), JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    renameSync(draft, folder);
    return true;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (["ENOTEMPTY", "EEXIST"].includes(codeOf(error) ?? "")) return false;
    throw error;
  }
}

/** @param {string} folder @param {string} mine */
function release(folder, mine) {
  try {
    unlinkSync(mine);
    rmdirSync(folder);
  } catch {
    // Taken over, or the next holder is already in.
  }
}

/**
 * @param {string} folder
 * @returns {Promise<{ readonly name: string, readonly description: string, readonly dead: boolean } | undefined>}
 */
async function findHolder(folder) {
  try {
    const name = readdirSync(folder)[0];
    if (name === undefined) return undefined;
    const file = join(folder, name);
    const { pid, host } = JSON.parse(readFileSync(file, "utf8"));
    const silent = Date.now() - (await stat(file)).mtimeMs > presumedDead;
    // A process id means nothing on another host or in another container: there only the heartbeat tells.
    const dead = silent || (host === hostname() && !isAlive(pid));
    return { name, description: host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`, dead };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * @param {number} pid
 * @returns {boolean}
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
