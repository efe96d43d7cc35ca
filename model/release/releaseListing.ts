import { type ReleaseCatalog, withdrawnReleases } from "./catalog.ts";
import { type ReleaseVersion, sortedVersions, versionsAmong } from "./version.ts";

/** What the keys of all release folders in a bucket begin with; assets lie beside them under bare hashes. */
export const releaseFolderPrefix = "v";

const rootTemplateKey = /^v(\d+\.\d+\.\d+)\/panther\.yml$/;

/**
 * The complete releases among a release bucket's keys, oldest first. A release's root template is published last, so
 * one whose folder has no `panther.yml` is not there yet.
 */
export function releasesAmong(keys: readonly string[]): readonly ReleaseVersion[] {
  return sortedVersions(versionsAmong(keys.flatMap((key) => rootTemplateKey.exec(key)?.[1] ?? [])));
}

/** The catalog that a release bucket makes by what lies in it. A bucket can't tell what was withdrawn: documents do. */
export function catalogOfListing(bucket: string, keys: readonly string[]): ReleaseCatalog {
  return { source: `s3://${bucket}`, releases: releasesAmong(keys), withdrawn: withdrawnReleases };
}
