import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * @param {string} folder
 * @returns {number} bytes on disk, a file with several names counted once
 */
export function sizeOf(folder) {
  /** @type {Set<number>} */
  const seen = new Set();
  let total = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const found = lstatSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false });
    if (!found || (found.nlink > 1 && seen.has(found.ino))) continue;
    seen.add(found.ino);
    total += found.blocks * 512;
  }
  return total;
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}
