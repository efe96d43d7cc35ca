import { constants } from "node:fs";
import { copyFile, mkdir, rename } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { PantherError } from "../../model/error.ts";
import { fileOfKey } from "./copy/folderKeys.ts";
import { folderTarget } from "./copy/folderTarget.ts";

export interface WrittenRelease {
  /** Key of the template that everything is reached from. */
  readonly root: string;
  readonly templates: ReadonlyMap<string, string>;
  /** Objects that are taken over as they are. */
  readonly assets: readonly { readonly key: string }[];
}

/**
 * Writes releases into a folder with keys as files. Root templates come last: one that is there is there with all that it
 * needs.
 * @throws PantherError `folder-unwritable`
 */
export async function writeFolder(
  from: string,
  out: string,
  releases: readonly WrittenRelease[],
  signal: AbortSignal,
): Promise<void> {
  if (resolve(from) === resolve(out)) {
    throw new PantherError(
      "folder-unwritable",
      `${out} is the folder that is read.`,
      "Name another folder with --out: what was downloaded stays as it is.",
    );
  }
  const target = folderTarget(out);
  const write = (key: string, text: string) => target.put({ key }, new TextEncoder().encode(text), signal);
  for (const { root, templates, assets } of releases) {
    for (const { key } of assets) {
      signal.throwIfAborted();
      await takeOver(fileOfKey(from, key), fileOfKey(out, key), out);
    }
    for (const [key, text] of templates) if (key !== root) await write(key, text);
  }
  for (const { root, templates } of releases) await write(root, templates.get(root) ?? "");
}

/** A file has its name only once it is whole. */
async function takeOver(file: string, to: string, out: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    const draft = `${to}.unfinished`;
    await copyFile(file, draft, constants.COPYFILE_FICLONE);
    await rename(draft, to);
  } catch (error) {
    throw new PantherError(
      "folder-unwritable",
      `${out} can't be written to: ${(error as Error).message}`,
      "Name another folder with --out, or make room.",
      { cause: error },
    );
  }
}
