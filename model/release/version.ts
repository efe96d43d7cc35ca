import semver from "semver";
import { PantherError } from "../error.ts";

/** A Panther release as `major.minor.patch`, without the leading `v` that URLs carry. */
export type ReleaseVersion = string & { readonly __brand: "ReleaseVersion" };

/** What of a release an account runs: all of it, or the web app that stands outside China for a backend inside. */
export type Edition = "panther" | "china-web-proxy";

/** A version as Panther's web app shows it. Editions of one release are the same release. */
interface ShownVersion {
  readonly release: ReleaseVersion;
  readonly edition: Edition;
}

export type VersionReading =
  | ({ readonly kind: "version" } & ShownVersion)
  | { readonly kind: "refused" /** Completes the sentence "it …". */; readonly reason: string };

// Panther's China documentation: "the version shown in the general settings will have a -china-web-proxy suffix".
const proxySuffix = "china-web-proxy";

/**
 * Reads a version with or without a leading `v`, in the form `v.1.27.3` that Panther's list of versions once had, and
 * with the suffix of the China web proxy. The suffix is an edition: to semver it would be a prerelease and sort first.
 */
export function readVersion(text: string): VersionReading {
  const numbers = text.trim().replace(/^v\.?(?=\d)/, "");
  const parsed = semver.parse(numbers);
  if (!parsed) return { kind: "refused", reason: reasonAgainst(numbers) };
  const suffix = parsed.prerelease.join(".");
  if (parsed.build.length > 0) {
    return { kind: "refused", reason: `has build metadata ("+${parsed.build.join(".")}"), which no release has` };
  }
  if (suffix !== "" && suffix !== proxySuffix) {
    return { kind: "refused", reason: `has the suffix "-${suffix}"; the only one that Panther has is -${proxySuffix}` };
  }
  const release = `${parsed.major}.${parsed.minor}.${parsed.patch}` as ReleaseVersion;
  return { kind: "version", release, edition: suffix === "" ? "panther" : proxySuffix };
}

function reasonAgainst(text: string): string {
  if (text === "") return "is empty";
  if (/^\d+(\.\d+)?$/.test(text)) return "lacks numbers: a release has three, as in v1.39.7";
  if (/^\d+(\.\d+){3,}$/.test(text)) return "has more than three numbers";
  if (/^\d+(\.\d+){2}(?:[-+]|$)/.test(text)) {
    return /(^|\.)0\d/.test(text) ? "has a number with a leading zero" : "has a malformed suffix or too large a number";
  }
  if (/[\^~<>=*|]|\.x/i.test(text)) return "is a range, not one release";
  return "is not three numbers with dots between them";
}

/**
 * Reads a release version as {@link readVersion} does, whatever its edition.
 * @throws PantherError `version-malformed`, with the reason.
 */
export function parseVersion(text: string): ReleaseVersion {
  const read = readVersion(text);
  if (read.kind === "version") return read.release;
  throw new PantherError(
    "version-malformed",
    `"${text}" is no Panther release version: it ${read.reason}.`,
    "Write it as major.minor.patch, with or without a leading v, for example v1.39.7.",
  );
}

/** The versions among some texts; texts that are none are left out. */
export function versionsAmong(texts: readonly string[]): readonly ReleaseVersion[] {
  return texts.map(readVersion).flatMap((read) => (read.kind === "version" ? read.release : []));
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

/** Each version once, oldest first. */
export function sortedVersions(versions: readonly ReleaseVersion[]): readonly ReleaseVersion[] {
  return [...new Set(versions)].sort(compareVersions);
}
