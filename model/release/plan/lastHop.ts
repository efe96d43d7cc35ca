import type { ReleaseVersion } from "../version.ts";

/** How far an upgrade is to go this time. Neither: all the way. */
export interface UpgradeLimit {
  /** Number of hops, from 1. */
  readonly hops?: number;
  /** A release on the way, or a minor such as `1.38`. */
  readonly until?: string;
}

export type LastHop =
  /** Missing where it is the way's own end. */
  | { readonly kind: "release"; readonly release?: ReleaseVersion }
  | { readonly kind: "refused" /** A clause. */; readonly reason: string };

/** After which release of a way an upgrade ends, by the nearer of its limits. */
export function lastHop(releases: readonly ReleaseVersion[], { hops, until }: UpgradeLimit): LastHop {
  const ends: number[] = [];
  if (hops !== undefined && !(Number.isInteger(hops) && hops >= 1)) {
    return { kind: "refused", reason: `${hops} is no number of hops` };
  }
  if (until !== undefined) {
    const index = releases.findIndex((release) => isNamed(release, until));
    if (index < 0 && releases.length > 0) return { kind: "refused", reason: `${until} is not on the way` };
    ends.push(index + 1);
  }
  if (hops !== undefined) ends.push(hops);
  const end = Math.min(...ends);
  const release = end < releases.length ? releases[end - 1] : undefined;
  return release === undefined ? { kind: "release" } : { kind: "release", release };
}

function isNamed(release: ReleaseVersion, text: string): boolean {
  const named = text.trim().replace(/^v/, "");
  const [major, minor] = release.split(".");
  return named === release || named === `${major}.${minor}`;
}
