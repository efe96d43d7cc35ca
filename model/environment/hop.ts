import { parseVersion, type ReleaseVersion } from "../release/version.ts";
import type { SideName } from "./sides.ts";

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
  /** `bucket`: the release bucket alone. Nothing stands in China yet, and the release is to be copied into it first. */
  readonly stage?: "bucket";
  /** With topology china: the side that stays as Pulumi has it, whatever the file says by now. One `up` moves one side. */
  readonly stays?: SideName;
  /** With topology china, and only then: what the web side is to be in this `up`; the rest above is the backend's. */
  readonly web?: WebHop;
}

/**
 * The web side in one `up`: not there, where it never stood; its role alone, where its root stack failed to be created; or at
 * a release, which may be the one that it has already.
 */
export type WebHop =
  | { readonly kind: "absent" }
  | { readonly kind: "role"; readonly release: ReleaseVersion }
  | ({ readonly kind: "release" } & Pick<HopSettings, "release" | "running" | "phase" | "parameters">);

export function writeHop(hop: HopSettings): string {
  return JSON.stringify(hop);
}

/** Undefined for a plain `pulumi up`. Nobody but the driver writes it, so that its form is not in doubt. */
export function readHop(text: string | undefined): HopSettings | undefined {
  if (!text) return undefined;
  const { web, ...hop } = JSON.parse(text) as Written<HopSettings>;
  if (web === undefined) return withVersions(hop);
  return { ...withVersions(hop), web: readWeb(web) };
}

function readWeb(web: NonNullable<Written<HopSettings>["web"]>): WebHop {
  if (web.kind === "absent") return web;
  return web.kind === "role" ? withVersions(web) : withVersions(web);
}

/** As JSON holds it: a release is any text. */
type Written<T> = Omit<T, "release" | "running" | "web"> & {
  readonly release: string;
  readonly running?: string;
  readonly web?:
    | { readonly kind: "absent" }
    | Written<Extract<WebHop, { readonly kind: "role" }>>
    | Written<Extract<WebHop, { readonly kind: "release" }>>;
};

function withVersions<T extends { readonly release: string; readonly running?: string }>({
  release,
  running,
  ...rest
}: T) {
  return { ...rest, release: parseVersion(release), ...(running !== undefined && { running: parseVersion(running) }) };
}
