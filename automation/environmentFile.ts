import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import {
  describeProblems,
  type Environment,
  type RawConfiguration,
  readEnvironment,
} from "../model/environment/environment.ts";
import { isMapping } from "../model/environment/problems.ts";
import { rawOfStackFile } from "../model/environment/stackFile.ts";
import { PantherError } from "../model/error.ts";
import { type Place, placementProblems, placesOf, placesOfRaw, realPlaces } from "../model/rules/placement.ts";

/**
 * Reads an environment's wishes from `stacks/Pulumi.<name>.yaml` and the defaults in `Pulumi.yaml`, without decrypting
 * anything.
 * @throws PantherError `environment-missing`, `environment-unreadable`, `configuration-invalid`, or
 *   `environments-collide` when another environment's file names the same account and region.
 */
export async function loadEnvironment(projectDirectory: string, name: string): Promise<Environment> {
  const project = await readProject(projectDirectory, name);
  const raw = rawConfiguration(project, await readYaml(stackFile(projectDirectory, name), name));
  const environment = checked(name, raw);
  await refuseCollisions(projectDirectory, environment);
  return environment;
}

/**
 * Refuses an environment in the account and region of another one of the project, whether it has a file yet or not.
 * @throws PantherError `environments-collide`
 */
export async function refuseCollisions(projectDirectory: string, environment: Environment): Promise<void> {
  const { name } = environment;
  const project = await readProject(projectDirectory, name);
  const [collision] = placementProblems(
    realPlaces([...placesOf(environment), ...(await otherPlaces(projectDirectory, project, name))]),
  ).filter(({ environments }) => environments.includes(name));
  if (!collision) return;
  throw new PantherError(
    "environments-collide",
    collision.message,
    `${collision.fix} Their files are ${collision.environments.map((other) => `stacks/Pulumi.${other}.yaml`).join(" and ")}; nothing was changed.`,
  );
}

/**
 * The project's environments by name, sorted: those with a file, but for examples, whose account is still that of AWS's
 * documentation. One whose file can't be read is among them.
 * @throws PantherError `environment-missing` or `environment-unreadable` about Pulumi.yaml.
 */
export async function listEnvironments(projectDirectory: string): Promise<readonly string[]> {
  const project = await readProject(projectDirectory, "<environment>");
  const names = await environmentNames(projectDirectory);
  const places = await Promise.all(names.map((name) => placesInFile(projectDirectory, project, name)));
  return names.filter((_, index) => {
    const own = places[index] ?? [];
    return own.length === 0 || realPlaces(own).length > 0;
  });
}

async function environmentNames(projectDirectory: string): Promise<readonly string[]> {
  const files = await readdir(join(projectDirectory, "stacks"));
  return files.flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []).sort();
}

/** What the other environments' files say of where they stand; one that can't be read is no reason to stop this one. */
async function otherPlaces(projectDirectory: string, project: Mapping, name: string): Promise<readonly Place[]> {
  const others = (await environmentNames(projectDirectory)).filter((other) => other !== name);
  const places = await Promise.all(others.map((other) => placesInFile(projectDirectory, project, other)));
  return places.flat();
}

async function placesInFile(projectDirectory: string, project: Mapping, name: string): Promise<readonly Place[]> {
  const stack = await readYaml(stackFile(projectDirectory, name), name).catch((): Mapping => ({}));
  return placesOfRaw(name, rawConfiguration(project, stack));
}

type Mapping = Readonly<Record<string, unknown>>;

/** The file of an environment. */
export function stackFile(projectDirectory: string, environment: string): string {
  return join(projectDirectory, "stacks", `Pulumi.${environment}.yaml`);
}

function readProject(projectDirectory: string, environment: string): Promise<Mapping> {
  return readYaml(join(projectDirectory, "Pulumi.yaml"), environment);
}

/** The values of one environment by their keys, with what Pulumi.yaml has for those that are left out. */
function rawConfiguration(project: Mapping, stack: Mapping): RawConfiguration {
  return { ...defaultsOf(project), ...rawOfStackFile(String(project.name), stack) };
}

function checked(name: string, raw: RawConfiguration): Environment {
  const read = readEnvironment(name, raw);
  if (read.kind === "environment") return read.environment;
  throw new PantherError(
    "configuration-invalid",
    `stacks/Pulumi.${name}.yaml is not valid:\n${describeProblems(read.problems)}`,
    "Correct the values named above; nothing was changed.",
  );
}

function defaultsOf(project: Mapping): Record<string, unknown> {
  const declared = Object.entries(recordOf(project.config)).map(
    ([key, value]) => [key, recordOf(value).default] as const,
  );
  return Object.fromEntries(declared.filter(([, value]) => value !== undefined));
}

async function readYaml(path: string, environment: string): Promise<Mapping> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new PantherError(
      "environment-missing",
      `There is no ${path}.`,
      `Environments are the files stacks/Pulumi.<environment>.yaml; check the name "${environment}", or create one with: pulumi stack init ${environment}`,
      { cause: error },
    );
  }
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw unreadable(path, `is not valid YAML: ${(error as Error).message}`, error);
  }
  // `pulumi stack init` may leave an empty file, which is a mapping with nothing in it.
  if (content === null || isMapping(content)) return content ?? {};
  throw unreadable(path, "is no mapping of names to values, as Pulumi's files are");
}

function unreadable(path: string, what: string, cause?: unknown): PantherError {
  const fix = "Correct it. Inside a text with a colon or a # YAML wants quotes around it.";
  return new PantherError("environment-unreadable", `${path} ${what}`, fix, { cause });
}

function recordOf(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}
