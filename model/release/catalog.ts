import { parseVersion, type ReleaseVersion, sortedVersions } from "./version.ts";

/** A release that was published and taken back. It may run somewhere; nobody is sent to it any more. */
export interface Withdrawal {
  readonly version: ReleaseVersion;
  /** Why, or what is known of it, as a sentence without its full stop. */
  readonly reason: string;
}

/** The releases that an upgrade may go to. */
export interface ReleaseCatalog {
  /** Where the list comes from, for people: a document, a file, a URL, a bucket. */
  readonly source: string;
  /** Oldest first, each once. A minor may have several patches, and one of them may be withdrawn. */
  readonly releases: readonly ReleaseVersion[];
  readonly withdrawn: readonly Withdrawal[];
}

/**
 * The releases that Panther recommends upgrading to: the highest patch of each minor.
 * Source: Panther documentation, "Self-Hosted Deployments (Legacy)", section "Available versions of Panther", as of 2022-07-29.
 */
export const recommendedReleases: readonly ReleaseVersion[] = [
  "1.23.5",
  "1.24.12",
  "1.25.18",
  "1.26.9",
  "1.27.8",
  "1.28.7",
  "1.29.3",
  "1.30.5",
  "1.31.1",
  "1.32.7",
  "1.33.5",
  "1.34.18",
  "1.35.7",
  "1.36.0",
  "1.37.11",
  "1.38.5",
  "1.39.7",
].map(parseVersion);

/**
 * What Panther took off that list before a successor was there. Patches that a higher one merely replaced are not
 * withdrawn, nor are the minors below 1.23, which the list dropped on 2022-04-05; 1.34.18 went and came back.
 * Source: history of the same page. It gives no reasons.
 */
export const withdrawnReleases: readonly Withdrawal[] = [
  {
    version: parseVersion("1.27.3"),
    reason: "Panther listed it on 2022-01-27, took it off its list on 2022-01-31 and listed 1.27.5 on 2022-02-02",
  },
];

/** What Panther's documentation recommends: the catalog where no other is given. */
export const recommendedCatalog: ReleaseCatalog = {
  source: 'Panther documentation, "Available versions of Panther", as of 2022-07-29',
  releases: recommendedReleases,
  withdrawn: withdrawnReleases,
};

/** The withdrawal of a release, if it was withdrawn. */
export function withdrawalOf(version: ReleaseVersion, withdrawn: readonly Withdrawal[]): Withdrawal | undefined {
  return withdrawn.find((withdrawal) => withdrawal.version === version);
}

/** The releases of a catalog that were not withdrawn, oldest first. */
export function offeredReleases(
  releases: readonly ReleaseVersion[],
  withdrawn: readonly Withdrawal[],
): readonly ReleaseVersion[] {
  return sortedVersions(releases).filter((version) => !withdrawalOf(version, withdrawn));
}
