import semver from "semver";
import { offeredReleases, type Withdrawal, withdrawalOf, withdrawnReleases } from "./catalog.ts";
import { compareVersions, minorOf, type ReleaseVersion, tagOf } from "./version.ts";

/** One step of an upgrade: from one minor to the highest patch of the next. */
export interface Hop {
  readonly from: ReleaseVersion;
  readonly to: ReleaseVersion;
}

export type RefusalCode = "downgrade" | "withdrawn-release" | "unknown-release" | "major-change" | "missing-minor";

export type UpgradePath =
  | { readonly kind: "path"; readonly hops: readonly Hop[] }
  | {
      readonly kind: "refused";
      readonly code: RefusalCode;
      readonly message: string;
      readonly fix: string;
      /** What is possible instead: the nearest releases that can be reached; none when nothing newer can. */
      readonly possible: readonly ReleaseVersion[];
    };

interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  /** What to do besides choosing one of the possible releases, as a sentence. */
  readonly advice?: string;
}

/**
 * The hops from the running release to the wanted one: every minor between at its highest known patch, the last at
 * exactly the wanted patch. No hop when both are the same. The running release may be one that was withdrawn or that
 * the catalog doesn't know; the wanted one may not.
 * Source: Panther documentation, "Before you upgrade": minor releases should not be skipped.
 */
export function upgradePath(
  from: ReleaseVersion,
  to: ReleaseVersion,
  releases: readonly ReleaseVersion[],
  withdrawn: readonly Withdrawal[] = withdrawnReleases,
): UpgradePath {
  if (compareVersions(from, to) === 0) return { kind: "path", hops: [] };
  const offered = offeredReleases(releases, withdrawn);
  const refusal = targetRefusal(from, to, offered, withdrawn);
  if (refusal) return refused(refusal, from, to, offered);
  const stops = [...highestOfEachMinor(offered.filter((release) => isBetweenMinors(release, from, to))), to];
  const gaps = gapsBetween(from, stops);
  if (gaps.length > 0) return refused(missingMinors(gaps), from, to, offered);
  return { kind: "path", hops: stops.map((stop, index) => ({ from: stops[index - 1] ?? from, to: stop })) };
}

function targetRefusal(
  from: ReleaseVersion,
  to: ReleaseVersion,
  offered: readonly ReleaseVersion[],
  withdrawn: readonly Withdrawal[],
): Refusal | undefined {
  if (compareVersions(from, to) > 0) {
    const message = `${tagOf(from)} runs and ${tagOf(to)} is older; Panther can't go back to an older release.`;
    return { code: "downgrade", message, advice: `Stay on ${tagOf(from)}.` };
  }
  const withdrawal = withdrawalOf(to, withdrawn);
  if (withdrawal) return { code: "withdrawn-release", message: `${tagOf(to)} was withdrawn: ${withdrawal.reason}.` };
  if (!offered.includes(to)) {
    return {
      code: "unknown-release",
      message: `${tagOf(to)} is not in the release catalog.`,
      advice: `If Panther has published ${tagOf(to)}, give a catalog that lists it.`,
    };
  }
  if (semver.major(from) === semver.major(to)) return undefined;
  const message = `${tagOf(from)} to ${tagOf(to)} changes the major version, and nothing says which releases to go through.`;
  return { code: "major-change", message, advice: "Ask Panther how to get there." };
}

/** Minors, as ranges, that a walk through these stops would skip. */
function gapsBetween(from: ReleaseVersion, stops: readonly ReleaseVersion[]): readonly string[] {
  return stops.flatMap((stop, index) => {
    const [first, last] = [semver.minor(stops[index - 1] ?? from) + 1, semver.minor(stop) - 1];
    if (first > last) return [];
    const major = semver.major(stop);
    return first === last ? [`${major}.${first}`] : [`${major}.${first} to ${major}.${last}`];
  });
}

function missingMinors(gaps: readonly string[]): Refusal {
  const minors = gaps.join(", ");
  return {
    code: "missing-minor",
    message: `The catalog offers no release of ${minors}, and minors must not be skipped.`,
    advice: `Give a catalog that has releases of ${minors}.`,
  };
}

function refused(
  { code, message, advice }: Refusal,
  from: ReleaseVersion,
  to: ReleaseVersion,
  offered: readonly ReleaseVersion[],
): UpgradePath {
  const possible = nearest(to, reachable(from, offered));
  const choice =
    possible.length > 0
      ? `Possible from ${tagOf(from)}: ${possible.map(tagOf).join(" or ")}.`
      : `The catalog has nothing newer that can be reached from ${tagOf(from)}.`;
  return { kind: "refused", code, message, fix: advice ? `${advice} ${choice}` : choice, possible };
}

/** The highest patch of every minor that an upgrade can get to without skipping one, oldest first. */
function reachable(from: ReleaseVersion, offered: readonly ReleaseVersion[]): readonly ReleaseVersion[] {
  const newer = offered.filter((r) => compareVersions(r, from) > 0 && semver.major(r) === semver.major(from));
  const bests = highestOfEachMinor(newer);
  const hole = bests.findIndex((best, index) => gapsBetween(bests[index - 1] ?? from, [best]).length > 0);
  return hole < 0 ? bests : bests.slice(0, hole);
}

/** The two of some releases, oldest first, that lie nearest around a version. */
function nearest(to: ReleaseVersion, releases: readonly ReleaseVersion[]): readonly ReleaseVersion[] {
  const below = releases.findLast((release) => compareVersions(release, to) < 0);
  const above = releases.find((release) => compareVersions(release, to) > 0);
  return [below, above].filter((release) => release !== undefined);
}

function isBetweenMinors(release: ReleaseVersion, from: ReleaseVersion, to: ReleaseVersion): boolean {
  const minor = semver.minor(release);
  return semver.major(release) === semver.major(to) && minor > semver.minor(from) && minor < semver.minor(to);
}

/** Takes releases that are sorted, oldest first: of each minor the last one stays. */
function highestOfEachMinor(releases: readonly ReleaseVersion[]): readonly ReleaseVersion[] {
  return [...new Map(releases.map((release) => [minorOf(release), release])).values()];
}
