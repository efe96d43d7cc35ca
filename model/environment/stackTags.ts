import { type ReleaseVersion, readVersion } from "../release/version.ts";
import type { SideName } from "./sides.ts";

/**
 * Name of the Pulumi stack's tag that says which release runs, by what the driver has seen in AWS; with a split in China the
 * web app has one of its own. Policies see a stack's tags, but not what stood before.
 */
export function runningTagOf(side: SideName | undefined): string {
  return side === "web" ? "panther:web-running" : "panther:running";
}

/** What the tag says. */
export type RunningRelease =
  /** Nothing stands: what comes is a first deploy. */
  | { readonly kind: "none" }
  | { readonly kind: "release"; readonly release: ReleaseVersion }
  /** There is no such tag, or nobody can read it. */
  | { readonly kind: "not-told" };

const nothing = "none";

/** The tag's value: a release such as `v1.38.5`, or `none`. */
export function writeRunning(release: ReleaseVersion | undefined): string {
  return release === undefined ? nothing : `v${release}`;
}

export function readRunning(text: string | undefined): RunningRelease {
  if (text === nothing) return { kind: "none" };
  const read = readVersion(text ?? "");
  return read.kind === "version" ? { kind: "release", release: read.release } : { kind: "not-told" };
}
