import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { isMapping } from "../model/environment/problems.ts";
import { stackFile } from "./environmentFile.ts";

/**
 * What encrypts the secrets of an environment, as its file says; nothing where it is Pulumi's default. `stack init` has to
 * be told: without it, it takes `secretsprovider` and `encryptedkey` out of a file that has them.
 */
export async function encryptionOf({
  projectDirectory,
  environment,
}: {
  /** Folder of Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly environment: string;
}): Promise<{ readonly secretsProvider?: string }> {
  const content: unknown = parse(await readFile(stackFile(projectDirectory, environment), "utf8"));
  const provider = isMapping(content) ? content.secretsprovider : undefined;
  return typeof provider === "string" ? { secretsProvider: provider } : {};
}
