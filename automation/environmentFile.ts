import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import {
  describeProblems,
  type Environment,
  type RawConfiguration,
  readEnvironment,
  secretValue,
} from "../model/environment/environment.ts";
import { PantherError } from "../model/error.ts";

/**
 * Reads an environment's wishes from `stacks/Pulumi.<name>.yaml` and the defaults in `Pulumi.yaml`, without decrypting
 * anything.
 * @throws PantherError `environment-missing`, `environment-unreadable` or `configuration-invalid`.
 */
export async function loadEnvironment(projectDirectory: string, name: string): Promise<Environment> {
  const project = await readYaml(join(projectDirectory, "Pulumi.yaml"), name);
  const stack = await readYaml(join(projectDirectory, "stacks", `Pulumi.${name}.yaml`), name);
  const namespace = `${String(project.name)}:`;
  const raw: Record<string, unknown> = defaultsOf(project);
  for (const [key, value] of Object.entries(recordOf(stack.config))) {
    if (key.startsWith(namespace)) raw[key.slice(namespace.length)] = withoutSecrets(value);
  }
  return checked(name, raw);
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

function defaultsOf(project: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const declared = Object.entries(recordOf(project.config)).map(
    ([key, value]) => [key, recordOf(value).default] as const,
  );
  return Object.fromEntries(declared.filter(([, value]) => value !== undefined));
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if ("secure" in value) return secretValue;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}

async function readYaml(path: string, environment: string): Promise<Record<string, unknown>> {
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
  try {
    return recordOf(parse(text));
  } catch (error) {
    throw new PantherError(
      "environment-unreadable",
      `${path} is not valid YAML: ${(error as Error).message}`,
      "Correct it.",
      {
        cause: error,
      },
    );
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
