import { offeredReleases, type ReleaseCatalog, withdrawalOf } from "./catalog.ts";
import { roleTemplateLocation, templateUrl } from "./templateUrl.ts";
import { minorOf, type ReleaseVersion, sortedVersions } from "./version.ts";

/** A release of a catalog, for people and scripts. */
export interface ReleaseRow {
  readonly version: ReleaseVersion;
  /** For example `1.39`. */
  readonly minor: string;
  /** Whether an upgrade through its minor stops at this patch: the highest that was not withdrawn. */
  readonly recommended: boolean;
  /** Why it was withdrawn; null when it was not. */
  readonly withdrawn: string | null;
  /** Of exactly this version; whether it is published shows in Panther's bucket alone. */
  readonly roleTemplateUrl: string;
}

/** A catalog's releases, those that were withdrawn among them, newest first. */
export function releaseRows({ releases, withdrawn }: ReleaseCatalog): readonly ReleaseRow[] {
  const highest = new Map(offeredReleases(releases, withdrawn).map((version) => [minorOf(version), version]));
  const all = sortedVersions([...releases, ...withdrawn.map(({ version }) => version)]);
  return all.toReversed().map((version) => ({
    version,
    minor: minorOf(version),
    recommended: highest.get(minorOf(version)) === version,
    withdrawn: withdrawalOf(version, withdrawn)?.reason ?? null,
    // Panther's bucket for it lies outside China, whatever region the environment is in.
    roleTemplateUrl: templateUrl(roleTemplateLocation(version), "us-east-1"),
  }));
}
