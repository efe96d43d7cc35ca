import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { PantherError } from "../../../model/error.ts";
import { supportedRegions } from "../../../model/release/regions.ts";
import { releaseBucket, roleVersionsAmong } from "../../../model/release/templateUrl.ts";
import { fileOfKey } from "./folderKeys.ts";
import type { ReleaseSource } from "./releaseSource.ts";

const roleFolder = "panther-deployment-role";

/** A folder that a release was downloaded into, with keys as files; templates in it may name Panther's bucket of any region. */
export function folderSource(folder: string): ReleaseSource {
  return {
    name: folder,
    bucket: "",
    buckets: supportedRegions.filter(({ scope }) => scope === "full").map(({ name }) => releaseBucket(name)),
    stat: async ({ key }) => {
      const found = await present(folder, stat(fileOfKey(folder, key)));
      return found?.isFile() ? { size: found.size } : undefined;
    },
    open: async ({ key }, { offset }) => {
      const file = fileOfKey(folder, key);
      return (await present(folder, stat(file))) && createReadStream(file, { start: offset });
    },
    roleVersions: async () => {
      const names = (await present(folder, readdir(join(folder, roleFolder)))) ?? [];
      return roleVersionsAmong(names.map((name) => `${roleFolder}/${name}/template.yml`));
    },
  };
}

async function present<T>(folder: string, looking: Promise<T>): Promise<T | undefined> {
  try {
    return await looking;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new PantherError(
      "folder-unreadable",
      `${folder} can't be read: ${message}`,
      "Name the folder of a download.",
      { cause: error },
    );
  }
}
