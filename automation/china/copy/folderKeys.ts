import { resolve, sep } from "node:path";
import { PantherError } from "../../../model/error.ts";

/**
 * The file that stands for a key in a folder.
 * @throws PantherError `copy-key-unsafe` for a key that would lead out of it.
 */
export function fileOfKey(folder: string, key: string): string {
  const root = resolve(folder);
  const file = resolve(root, key);
  if (file.startsWith(root + sep) && !key.endsWith("/")) return file;
  throw new PantherError(
    "copy-key-unsafe",
    `A template names the key "${key}", which is no file below ${folder}.`,
    "Look at the template: no release of Panther has such keys. Copy without a folder if it is right.",
  );
}
