import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../model/environment/environment.ts";
import { isMapping } from "../model/environment/problems.ts";
import { rawOfStackFile } from "../model/environment/stackFile.ts";
import { type Place, placementProblems, placesOf, placesOfRaw, realPlaces } from "../model/rules/placement.ts";
import { filesFolder } from "./ownFile.ts";
import { refusal } from "./refusal.ts";

/**
 * Refuses an environment that stands in the same account and region as another one of the project.
 * @throws pulumi.RunError
 */
export async function refuseCollisions(environment: Environment): Promise<void> {
  const found = await collisions(environment, pulumi.getProject(), filesFolder());
  if (found.length > 0) throw refusal(found.join("\n"));
}

/**
 * What is wrong with the place of an environment beside those of the other files: one Panther per account and region.
 * A file that can't be read is no reason to stop this environment.
 * @param folder That of the `Pulumi.<environment>.yaml` files.
 */
export async function collisions(
  environment: Environment,
  project: string,
  folder: string,
): Promise<readonly string[]> {
  const own = placesOf(environment);
  const others = filesBeside(environment.name, folder);
  // A preview pays for reading YAML only where an account and its region stand in another file at all.
  const likely = others.filter(({ text }) =>
    own.some(({ accountId, region }) => text.includes(accountId) && text.includes(region)),
  );
  if (likely.length === 0) return [];
  const { parse } = await import("yaml");
  const places = likely.flatMap(({ name, text }): readonly Place[] => {
    try {
      const content: unknown = parse(text);
      return isMapping(content) ? placesOfRaw(name, rawOfStackFile(project, content)) : [];
    } catch {
      return [];
    }
  });
  return placementProblems(realPlaces([...own, ...places]))
    .filter(({ environments }) => environments.includes(environment.name))
    .map(({ message, fix }) => `${message} ${fix}`);
}

function filesBeside(environment: string, folder: string): readonly { readonly name: string; readonly text: string }[] {
  try {
    return readdirSync(folder).flatMap((file) => {
      const name = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1];
      if (name === undefined || name === environment) return [];
      return [{ name, text: readFileSync(join(folder, file), "utf8") }];
    });
  } catch {
    // The program may run where its files are not, as in Pulumi's own deployments with configuration kept elsewhere.
    return [];
  }
}
