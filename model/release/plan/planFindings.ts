import type { Finding } from "../../finding.ts";
import { acceptableCodes } from "../parameters/finding.ts";
import { type ReleaseVersion, tagOf } from "../version.ts";

/** Something that speaks against a plan, or that a person should know; its message names the releases. */
export interface PlanFinding extends Finding {
  /** Releases on the way that it is about, without the leading `v`; none where it is about the whole. */
  readonly releases: readonly ReleaseVersion[];
  /** It is a warning that was accepted by name: no need to show it in full. */
  readonly accepted: boolean;
  /** `web`: it is about the web side of a split in China. */
  readonly side?: "web";
}

/** A finding, and the release that it came up with. */
export interface FoundAt {
  readonly release: ReleaseVersion | null;
  readonly finding: Finding;
}

/** Each finding once, errors first, with the releases that it is about. */
export function planFindings(found: readonly FoundAt[], accept: readonly string[]): readonly PlanFinding[] {
  const groups = new Map<string, { finding: Finding; readonly releases: ReleaseVersion[] }>();
  for (const { release, finding } of found) {
    const key = JSON.stringify([finding.severity, finding.code, finding.message]);
    const group = groups.get(key) ?? { finding, releases: [] };
    if (release !== null && !group.releases.includes(release)) group.releases.push(release);
    // A later release may have what an earlier one lacks, a parameter to choose with for example.
    group.finding = finding;
    groups.set(key, group);
  }
  const all = [...groups.values()].map(({ finding, releases }) => planFinding(finding, releases, accept));
  return [...all.filter(({ severity }) => severity === "error"), ...all.filter(({ severity }) => severity !== "error")];
}

export function planFinding(
  { severity, code, message, fix }: Finding,
  releases: readonly ReleaseVersion[],
  accept: readonly string[],
): PlanFinding {
  // An accepted error is a warning by now, and grave enough to be read each time.
  const grave = acceptableCodes.some((acceptable) => acceptable === code);
  const named = releases.length === 0 || releases.every((release) => message.includes(tagOf(release)));
  return {
    severity,
    code,
    message: named ? message : `${inWords(releases)}: ${message}`,
    fix,
    releases,
    accepted: severity === "warning" && !grave && accept.includes(code),
  };
}

/** Some releases in few words. */
export function inWords(releases: readonly ReleaseVersion[]): string {
  const tags = releases.map(tagOf);
  return tags.length > 3 ? `${tags.length} releases from ${tags[0]} to ${tags.at(-1)}` : tags.join(", ");
}
