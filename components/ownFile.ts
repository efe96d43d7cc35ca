import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** The folder of the environments' files. */
export function filesFolder(): string {
  return join(pulumi.getRootDirectory(), "stacks");
}

/** The text of the environment's own file; undefined where the program runs and its files do not. */
export function ownFileText(environment: string): string | undefined {
  try {
    return readFileSync(join(filesFolder(), `Pulumi.${environment}.yaml`), "utf8");
  } catch {
    return undefined;
  }
}
