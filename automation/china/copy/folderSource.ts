import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { PantherError } from "../../../model/error.ts";
import { supportedRegions } from "../../../model/release/regions.ts";
import { releaseBucket, roleVersionsAmong, rootTemplateLocation } from "../../../model/release/templateUrl.ts";
import { type ReleaseVersion, tagOf } from "../../../model/release/version.ts";
import { fileOfKey } from "./folderKeys.ts";
import type { ReleaseSource } from "./releaseSource.ts";

const roleFolder = "panther-deployment-role";

/**
 * A folder that a release was downloaded into, with keys as files.
 * @param bucket The one that its templates name.
 */
export function folderSource(folder: string, bucket: string): ReleaseSource {
  return {
    name: folder,
    bucket,
    stat: async ({ key }) => {
      const found = await present(folder, stat(fileOfKey(folder, key)));
      return found?.isFile() ? { size: found.size } : undefined;
    },
    listed: async () => new Map(),
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

/**
 * The bucket of Panther's that the templates in a folder name.
 * @throws PantherError `folder-unreadable`, `release-not-published`, `copy-source-unknown`
 */
export async function bucketOfFolder(folder: string, release: ReleaseVersion): Promise<string> {
  const { key } = rootTemplateLocation(release, "");
  const text = await present(folder, readFile(fileOfKey(folder, key), "utf8"));
  if (text === undefined) {
    throw new PantherError(
      "release-not-published",
      `There is no ${key} in ${folder}.`,
      `A download is complete once it has this file: panther china download --release ${tagOf(release)} --out ${folder}`,
    );
  }
  const named = supportedRegions.map(({ name }) => releaseBucket(name)).filter((bucket) => text.includes(bucket));
  // One name may begin another: the longest is the one that stands there.
  const bucket = named.sort((one, other) => other.length - one.length)[0];
  if (bucket !== undefined) return bucket;
  throw new PantherError(
    "copy-source-unknown",
    `${key} in ${folder} names none of Panther's buckets, so it can't be told which of its references are the release's own.`,
    "Say where it comes from with --source-region.",
  );
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
