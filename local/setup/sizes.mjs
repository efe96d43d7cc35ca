import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * @param {string} folder
 * @param {Set<number>} [seen]
 * @returns {number} bytes on disk, a file with several names counted once
 */
export function sizeOf(folder, seen = new Set()) {
  let total = 0;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      total += sizeOf(path, seen);
      continue;
    }
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found || (found.nlink > 1 && seen.has(found.ino))) continue;
    seen.add(found.ino);
    total += found.blocks * 512;
  }
  return total;
}

/** @param {string} folder */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Deleted meanwhile, as the trash is after a build.
    return [];
  }
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}
