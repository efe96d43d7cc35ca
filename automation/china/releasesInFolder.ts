import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PantherError } from "../../model/error.ts";
import { releaseBucketOf } from "../../model/release/china/releaseBucketOf.ts";
import { fileOfKey } from "./copy/folderKeys.ts";

/** A template in a folder from which others are reached. */
export interface FolderRoot {
  readonly key: string;
  readonly text: string;
  /** The bucket that it was published in; blank for one that names no object of it, as the deployment role's. */
  readonly bucket: string;
}

/**
 * The root templates and those of the deployment role in a folder whose files are a bucket's keys, by their keys.
 * @throws PantherError `folder-unreadable`, `folder-without-release`, `source-bucket-unknown`
 */
export async function releasesInFolder(folder: string, sourceBucket?: string): Promise<readonly FolderRoot[]> {
  const roles = (await namesIn(join(folder, "panther-deployment-role"))).map(
    (name) => `panther-deployment-role/${name}/template.yml`,
  );
  const roots = (await namesIn(folder))
    .filter((name) => /^v\d+\.\d+\.\d+$/.test(name))
    .map((name) => `${name}/panther.yml`);
  const found = await Promise.all([...roots, ...roles].sort().map((key) => readRoot(folder, key, sourceBucket)));
  const present = found.filter((root) => root !== undefined);
  if (present.length > 0) return present;
  throw new PantherError(
    "folder-without-release",
    `There is no v<version>/panther.yml and no template of the deployment role in ${folder}.`,
    "Name the folder of a download: panther china download --help. Its root template comes last.",
  );
}

async function readRoot(
  folder: string,
  key: string,
  sourceBucket: string | undefined,
): Promise<FolderRoot | undefined> {
  const text = await readFile(fileOfKey(folder, key), "utf8").catch(onlyWhereAbsent(folder));
  if (text === undefined) return undefined;
  const bucket = sourceBucket ?? releaseBucketOf(text);
  if (bucket !== undefined || !key.startsWith("v")) return { key, text, bucket: bucket ?? "" };
  throw new PantherError(
    "source-bucket-unknown",
    `It can't be told from ${key} which bucket it was published in.`,
    "Name the bucket with --source-bucket.",
  );
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(onlyWhereAbsent(folder))) ?? [];
}

function onlyWhereAbsent(folder: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw new PantherError("folder-unreadable", `${folder} can't be read: ${error.message}`, "Name another folder.", {
      cause: error,
    });
  };
}
