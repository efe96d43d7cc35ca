import semver from "semver";
import { PantherError } from "../error.ts";

/** A Panther release as `major.minor.patch`, without the leading `v` that URLs carry. */
export type ReleaseVersion = string & { readonly __brand: "ReleaseVersion" };

/**
 * Reads a release version, with or without a leading `v`.
 * @throws PantherError `version-malformed` for anything that is not `major.minor.patch`.
 */
export function parseVersion(text: string): ReleaseVersion {
  const parsed = semver.parse(text.trim());
  if (!parsed || parsed.prerelease.length > 0 || parsed.build.length > 0) {
    throw new PantherError(
      "version-malformed",
      `"${text}" is no Panther release version.`,
      "Write it as major.minor.patch, with or without a leading v, for example v1.39.7.",
    );
  }
  return parsed.version as ReleaseVersion;
}

/** The version as Panther's buckets spell it: with a leading `v`. */
export function tagOf(version: ReleaseVersion): string {
  return `v${version}`;
}

/** `major.minor`, the unit that an upgrade must not skip. */
export function minorOf(version: ReleaseVersion): string {
  return `${semver.major(version)}.${semver.minor(version)}`;
}

/** Negative when `a` is older than `b`, 0 when equal: numbers are compared, not text (1.24.12 is newer than 1.24.7). */
export function compareVersions(a: ReleaseVersion, b: ReleaseVersion): number {
  return semver.compare(a, b);
}

/** The newest of some versions, or undefined of none. */
export function newestOf(versions: readonly ReleaseVersion[]): ReleaseVersion | undefined {
  return [...versions].sort(compareVersions).at(-1);
}
