import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { packageVersion } from "../../packageVersion.ts";

const folder = new URL("../../../model/release/china/", import.meta.url);

let computed: Promise<string> | undefined;

/**
 * Stands for how this program makes templates for China: one that was changed may make others of the same release, so that
 * what a copy by the old one has put into a bucket is looked at again.
 */
export function transformFingerprint(): Promise<string> {
  computed ??= fingerprint();
  return computed;
}

async function fingerprint(): Promise<string> {
  const names = (await readdir(fileURLToPath(folder))).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder))));
  const hash = createHash("sha256").update(packageVersion());
  for (const [index, text] of texts.entries()) hash.update(`\n${names[index]}\n`).update(text);
  return hash.digest("hex");
}
