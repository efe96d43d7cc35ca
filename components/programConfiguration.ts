import * as pulumi from "@pulumi/pulumi";
import { describeProblems, type Environment, readEnvironment } from "../model/environment/environment.ts";
import { type HopSettings, hopVariable, readHop } from "../model/environment/hop.ts";
import { rootParametersOf } from "../model/release/parameters/catalog.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { onboardSelf } from "../model/rules/firstDeploy.ts";
import { rawConfiguration } from "./rawConfiguration.ts";
import { refusal } from "./refusal.ts";

/** What the Pulumi program works from. */
export interface ProgramConfiguration {
  readonly environment: Environment;
  /** The release to deploy: the driver's hop, else the one that the environment wants. */
  readonly release: ReleaseVersion;
  /** The release that runs, as the driver has seen it; missing in a plain `pulumi up`, and where none runs. */
  readonly running?: ReleaseVersion;
  /** Parameters to send, those with secret values marked secret one by one. */
  readonly parameters: Readonly<Record<string, pulumi.Input<string>>>;
  /** Names of the parameters that a first deploy may set besides the minimal ones. */
  readonly firstDeployParameters: readonly string[];
  /** Whether the driver has checked the parameters against the release's own template. */
  readonly checkedAgainstTemplate: boolean;
  /** With topology china: what the driver says of release bucket and web side; undefined in a plain `pulumi up`. */
  readonly chinaHop?: Pick<HopSettings, "stage" | "stays" | "web">;
}

/**
 * Reads the stack's configuration.
 * @param fileText The environment's file, where the program can see it.
 * @throws pulumi.RunError that lists every problem, before any resource is registered.
 */
export async function programConfiguration(
  stackName: string,
  variables: Readonly<Record<string, string | undefined>>,
  fileText?: string,
): Promise<ProgramConfiguration> {
  const config = new pulumi.Config();
  const raw = await rawConfiguration(config, variables, fileText);
  const read = readEnvironment(stackName, raw);
  if (read.kind === "problems") {
    throw refusal(`The configuration of environment ${stackName} is not valid:\n${describeProblems(read.problems)}`);
  }
  const { environment } = read;
  const hop = readHop(variables[hopVariable]);
  const release = hop?.release ?? environment.version;
  const wanted = { ...environment.parameters, ...secretsOf(config, environment.secretParameterNames) };
  return {
    environment,
    release,
    ...(hop?.running !== undefined && { running: hop.running }),
    parameters: hop ? parametersOfHop(wanted, hop) : wanted,
    firstDeployParameters: hop?.parameters ?? [...requiredParameters(release), ...environment.firstDeployParameters],
    checkedAgainstTemplate: hop !== undefined,
    ...(hop && environment.topology.kind === "china" && { chinaHop: hop }),
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

function secretsOf(config: pulumi.Config, names: readonly string[]): Record<string, pulumi.Output<string>> {
  if (names.length === 0) return {};
  const values = config.requireSecretObject<Record<string, string>>("secretParameters");
  // Each one apart: Pulumi knows of the whole object that it is secret, not of its leaves.
  return Object.fromEntries(names.map((name) => [name, values.apply((all) => String(all[name]))]));
}
