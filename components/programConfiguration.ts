import * as pulumi from "@pulumi/pulumi";
import {
  describeProblems,
  type Environment,
  type RawConfiguration,
  readEnvironment,
  secretValue,
} from "../model/environment/environment.ts";
import { type HopSettings, hopVariable, readHop } from "../model/environment/hop.ts";
import { rootParametersOf } from "../model/release/parameters/catalog.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { onboardSelf } from "../model/rules/firstDeploy.ts";
import { topologyFinding } from "../model/rules/topology.ts";
import { refusal } from "./refusal.ts";

/** What the Pulumi program works from. */
export interface ProgramConfiguration {
  readonly environment: Environment;
  /** The release to deploy: the driver's hop, else the one that the environment wants. */
  readonly release: ReleaseVersion;
  /** Parameters to send, those with secret values marked secret one by one. */
  readonly parameters: Readonly<Record<string, pulumi.Input<string>>>;
  /** Names of the parameters that a first deploy may set besides the minimal ones. */
  readonly firstDeployParameters: readonly string[];
  /** Whether the driver has checked the parameters against the release's own template. */
  readonly checkedAgainstTemplate: boolean;
}

/**
 * Reads the stack's configuration.
 * @throws pulumi.RunError that lists every problem, before any resource is registered.
 */
export function programConfiguration(
  stackName: string,
  variables: Readonly<Record<string, string | undefined>>,
): ProgramConfiguration {
  const config = new pulumi.Config();
  const raw = rawConfiguration(config, secretKeys(variables));
  const read = readEnvironment(stackName, raw);
  if (read.kind === "problems") {
    throw refusal(`The configuration of environment ${stackName} is not valid:\n${describeProblems(read.problems)}`);
  }
  const { environment } = read;
  const unserved = topologyFinding(environment);
  if (unserved) throw refusal(`${unserved.message} ${unserved.fix}`);
  const hop = readHop(variables[hopVariable]);
  const release = hop?.release ?? environment.version;
  const wanted = { ...environment.parameters, ...secretsOf(config, environment.secretParameterNames) };
  return {
    environment,
    release,
    parameters: hop ? parametersOfHop(wanted, hop) : wanted,
    firstDeployParameters: hop?.parameters ?? [...requiredParameters(release), ...environment.firstDeployParameters],
    checkedAgainstTemplate: hop !== undefined,
  };
}

function parametersOfHop(
  wanted: Readonly<Record<string, pulumi.Input<string>>>,
  { phase, parameters }: HopSettings,
): Record<string, pulumi.Input<string>> {
  const sent = Object.fromEntries(Object.entries(wanted).filter(([name]) => parameters.includes(name)));
  // Unless the environment names it for the first deploy, which puts it among the hop's parameters.
  return phase === "first" && !parameters.includes(onboardSelf) ? { ...sent, [onboardSelf]: "false" } : sent;
}

/** As far as the documentation tells; the driver reads it off the template. */
function requiredParameters(release: ReleaseVersion): readonly string[] {
  return rootParametersOf(release).flatMap(({ name, required }) => (required ? [name] : []));
}

function rawConfiguration(config: pulumi.Config, secrets: ReadonlySet<string>): RawConfiguration {
  const prefix = `${config.name}:`;
  // allConfig() and not get(): it names every key, so that one that this project doesn't know is seen too.
  const all = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(
    all.map(([key, text]) => {
      const value = jsonOr(text);
      // Decrypted values go no further than this; the model sees that they are secret, and their names.
      return [key.slice(prefix.length), secrets.has(key) ? markedSecret(value) : value];
    }),
  );
}

/** The language host names the keys with secrets in them by this variable; the SDK has no public function for it. */
function secretKeys(variables: Readonly<Record<string, string | undefined>>): ReadonlySet<string> {
  return new Set(JSON.parse(variables.PULUMI_CONFIG_SECRET_KEYS ?? "[]") as readonly string[]);
}

/** Pulumi hands objects and lists over as JSON, and everything else as it stands in the file. */
function jsonOr(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function markedSecret(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return secretValue;
  // Stays a list, so that the model refuses one where names are wanted.
  if (Array.isArray(value)) return value.map(() => secretValue);
  return Object.fromEntries(Object.keys(value).map((name) => [name, secretValue]));
}

function secretsOf(config: pulumi.Config, names: readonly string[]): Record<string, pulumi.Output<string>> {
  if (names.length === 0) return {};
  const values = config.requireSecretObject<Record<string, string>>("secretParameters");
  // Each one apart: Pulumi knows of the whole object that it is secret, not of its leaves.
  return Object.fromEntries(names.map((name) => [name, values.apply((all) => String(all[name]))]));
}
