import { parseVersion, type ReleaseVersion } from "../release/version.ts";

/**
 * Environment variable by which the driver tells the Pulumi program what the `up` under way is for, as JSON. The
 * environment's file keeps naming what is wanted in the end. It holds no parameter's value: whoever may look at a process
 * sees its environment.
 */
export const hopVariable = "PANTHER_HOP";

/** What one `up` of the driver is for. */
export interface HopSettings {
  readonly release: ReleaseVersion;
  /** The release that runs, by what the driver has seen in AWS: Pulumi's state may be behind it. Missing where none runs. */
  readonly running?: ReleaseVersion;
  /** `first`: what a first deploy may set, to be followed by the rest as an update. */
  readonly phase: "first" | "whole";
  /** Names of the parameters to be sent, of those that the environment sets: this release's template has no others. */
  readonly parameters: readonly string[];
}

export function writeHop(hop: HopSettings): string {
  return JSON.stringify(hop);
}

/** Undefined for a plain `pulumi up`. Nobody but the driver writes it, so that its form is not in doubt. */
export function readHop(text: string | undefined): HopSettings | undefined {
  if (!text) return undefined;
  const { release, running, ...rest } = JSON.parse(text) as Written;
  return { ...rest, release: parseVersion(release), ...(running !== undefined && { running: parseVersion(running) }) };
}

interface Written extends Omit<HopSettings, "release" | "running"> {
  readonly release: string;
  readonly running?: string;
}
