import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { PantherError } from "../model/error.ts";
import { stackFile } from "./environmentFile.ts";

/**
 * What an environment's file says, as a short text that changes with it. Pulumi's own lines about encryption, which a first
 * deploy adds, are no part of it.
 */
export async function fileMark(projectDirectory: string, environment: string): Promise<string> {
  const { config = null } = (parse(await readFile(stackFile(projectDirectory, environment), "utf8")) ?? {}) as {
    readonly config?: unknown;
  };
  return createHash("sha256").update(JSON.stringify(config)).digest("hex");
}

/**
 * Pulumi's program reads the file anew at each `up`: what was planned and approved is what has to be in it still.
 * @throws PantherError `changed-meanwhile`
 */
export async function refuseIfFileChanged(
  {
    projectDirectory,
    environment,
  }: { readonly projectDirectory: string; readonly environment: { readonly name: string } },
  mark: string,
): Promise<void> {
  if ((await fileMark(projectDirectory, environment.name)) === mark) return;
  throw new PantherError(
    "changed-meanwhile",
    `stacks/Pulumi.${environment.name}.yaml was changed after the plan was made, so nobody has checked or approved what it says now.`,
    "Run the same command again: it plans with what the file says, and goes on from what stands.",
  );
}
