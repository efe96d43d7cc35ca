// The policy pack as people use it: from the sources, bundled, and as Pulumi Cloud hands it out.
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { checkout } from "../../local/setup/places.mjs";

export const sourcePack = join(checkout, "policy");

export interface BundledPack {
  /** Built, then copied away from everything that Node could find beside it. */
  readonly directory: string;
  /** The same through what `pulumi policy publish` does with it and `pulumi` with what it gets: pack, unpack, npm install. */
  readonly installed: string;
  readonly remove: () => Promise<void>;
}

export async function bundledPack(): Promise<BundledPack> {
  // Not below the checkout: what is missing in the folder would be found there.
  const parent = await mkdtemp(join(tmpdir(), "panther-policy-"));
  const [built, directory, unpacked] = ["built", "copied", "unpacked"].map((name) => join(parent, name)) as [
    string,
    string,
    string,
  ];
  await execa("npm", ["run", "--silent", "policy:build", "--", built], { cwd: checkout });
  await cp(built, directory, { recursive: true });
  await rm(built, { recursive: true });
  await mkdir(unpacked);
  const { stdout } = await execa("npm", ["pack", "--json", "--pack-destination", parent], { cwd: directory });
  const [{ filename }] = JSON.parse(stdout);
  await execa("tar", ["-xzf", join(parent, filename), "-C", unpacked]);
  const installed = join(unpacked, "package");
  // A registry that is not there: nothing may be asked of it.
  await execa("npm", ["install", "--registry", "http://127.0.0.1:9", "--fetch-retries", "0"], { cwd: installed });
  return { directory, installed, remove: () => rm(parent, { recursive: true, force: true }) };
}

/** Of each violation its level and rule, as the CLI prints them, with the resource's name: `mandatory template-url root`. */
export function violationsIn(stdout: string): readonly string[] {
  const lines = stdout.matchAll(/^ +- \[(\w+)\](?: +\[[^\]]*\])* +([\w-]+) +\((.*)\)$/gm);
  return [...lines].map(([, level, rule, resource = ""]) => `${level} ${rule} ${resource.split(": ").at(-1)}`).sort();
}
