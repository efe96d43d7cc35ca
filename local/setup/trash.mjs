import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./places.mjs";

const trash = () => join(cacheFolder(), "trash");

/**
 * Puts a folder of the cache aside, to be deleted by `emptyTrash`: a hundred thousand files of Go's caches take a disk up to a
 * minute, which nobody should have to wait for.
 *
 * @param {string} folder
 */
export function discard(folder) {
  if (!existsSync(folder)) return;
  mkdirSync(trash(), { recursive: true });
  renameSync(folder, join(trash(), randomUUID()));
}

/** Deletes what was put aside, also by an earlier run that was stopped; goes on when this process ends. */
export function emptyTrash() {
  if (existsSync(trash())) spawn("rm", ["-rf", trash()], { detached: true, stdio: "ignore" }).unref();
}
