import semver from "semver";
import { compareVersions, minorOf, newestOf, type ReleaseVersion, tagOf } from "./version.ts";

/** One step of an upgrade: from one minor to the highest patch of the next. */
export interface Hop {
  readonly from: ReleaseVersion;
  readonly to: ReleaseVersion;
}

export type UpgradePath =
  | { readonly kind: "path"; readonly hops: readonly Hop[] }
  | { readonly kind: "refused"; readonly code: string; readonly message: string; readonly fix: string };

/**
 * The hops from the running release to the wanted one: every minor between at its highest known patch, the last at
 * exactly the wanted patch. No hop when both are the same.
 * Source: Panther documentation, "Before you upgrade": minor releases should not be skipped.
 */
export function upgradePath(
  from: ReleaseVersion,
  to: ReleaseVersion,
  releases: readonly ReleaseVersion[],
): UpgradePath {
  if (compareVersions(from, to) === 0) return { kind: "path", hops: [] };
  if (compareVersions(from, to) > 0) {
    return refused(
      "downgrade",
      `${tagOf(from)} runs, ${tagOf(to)} is older.`,
      "Panther can't go back to an older release. Choose the running release or a newer one.",
    );
  }
  if (!releases.includes(to)) {
    const near = newestOf(releases.filter((release) => minorOf(release) === minorOf(to))) ?? newestOf(releases);
    return refused(
      "unknown-release",
      `${tagOf(to)} is not in the release catalog.`,
      near ? `Choose a release of the catalog, for example ${tagOf(near)}.` : "Give a catalog that has releases.",
    );
  }
  if (semver.major(from) !== semver.major(to)) {
    return refused("major-change", `${tagOf(from)} to ${tagOf(to)} changes the major version.`, "Ask Panther.");
  }
  return walk(from, to, releases);
}

function walk(from: ReleaseVersion, to: ReleaseVersion, releases: readonly ReleaseVersion[]): UpgradePath {
  const hops: Hop[] = [];
  let at = from;
  for (let minor = semver.minor(from) + 1; minor < semver.minor(to); minor++) {
    const next = newestOf(releases.filter((r) => semver.major(r) === semver.major(from) && semver.minor(r) === minor));
    if (!next) {
      return refused(
        "missing-minor",
        `No release of ${semver.major(from)}.${minor} is known, and minors must not be skipped.`,
        `Add a release of ${semver.major(from)}.${minor} to the catalog, or choose an older target.`,
      );
    }
    hops.push({ from: at, to: next });
    at = next;
  }
  hops.push({ from: at, to });
  return { kind: "path", hops };
}

function refused(code: string, message: string, fix: string): UpgradePath {
  return { kind: "refused", code, message, fix };
}
