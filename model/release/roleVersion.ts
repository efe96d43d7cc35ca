import { PantherError } from "../error.ts";
import { minorOf, newestOf, type ReleaseVersion, tagOf } from "./version.ts";

/**
 * The version of the deployment role template for a release: exactly that version where it is published, else the
 * highest one published for the same minor (some minors have the role only as `.0`).
 * @throws PantherError `role-template-missing` when the minor has none.
 */
export function roleVersionFor(release: ReleaseVersion, published: readonly ReleaseVersion[]): ReleaseVersion {
  if (published.includes(release)) return release;
  const sameMinor = newestOf(published.filter((version) => minorOf(version) === minorOf(release)));
  if (sameMinor) return sameMinor;
  throw new PantherError(
    "role-template-missing",
    `No deployment role template of ${minorOf(release)} is published, so none fits ${tagOf(release)}.`,
    "Ask Panther for the role template of this minor, or manage the role yourself and set panther:deploymentRole to its ARN.",
  );
}
