import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { PantherError } from "../../../model/error.ts";
import { fileOfKey } from "./folderKeys.ts";
import { partBytes, type ReleaseTarget } from "./releaseTarget.ts";

/** What a file is called until it is whole. */
const unfinished = ".unfinished";

/** A folder with keys as files. A file has its name only once it is whole. */
export function folderTarget(folder: string): ReleaseTarget {
  const ask = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw error instanceof PantherError ? error : unwritable(folder, error as Error);
    }
  };
  const draftOf = async (key: string) => {
    const file = fileOfKey(folder, key);
    await mkdir(dirname(file), { recursive: true });
    return { file, draft: `${file}${unfinished}` };
  };
  return {
    name: folder,
    put: ({ key }, bytes) =>
      ask(async () => {
        const { file, draft } = await draftOf(key);
        await writeFile(draft, bytes);
        await rename(draft, file);
      }),
    begin: ({ key }) =>
      ask(async () => {
        const { file, draft } = await draftOf(key);
        const handle = await open(draft, "w");
        return {
          write: (number, bytes) =>
            ask(async () => {
              await handle.write(bytes, 0, bytes.length, (number - 1) * partBytes);
            }),
          complete: () =>
            ask(async () => {
              await handle.close();
              await rename(draft, file);
            }),
          abandon: async () => {
            await handle.close().catch(() => undefined);
            await rm(draft, { force: true }).catch(() => undefined);
          },
        };
      }),
  };
}

function unwritable(folder: string, cause: Error): PantherError {
  return new PantherError(
    "folder-unwritable",
    `${folder} can't be written to: ${cause.message}`,
    "Name another folder with --out, or make room. What is there is not downloaded again.",
    { cause },
  );
}
