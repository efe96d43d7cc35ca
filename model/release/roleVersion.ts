import { minorOf, newestOf, type ReleaseVersion, tagOf } from "./version.ts";

/** Which version of the deployment role's template goes with a release. */
export type RoleChoice =
  /** Published in exactly the release's version. */
  | { readonly kind: "exact"; readonly version: ReleaseVersion }
  /** The highest published for the same minor (some minors have the role only as `.0`). */
  | { readonly kind: "same-minor"; readonly version: ReleaseVersion }
  /** Nobody has looked at what is published: this version would be the exact one. */
  | { readonly kind: "assumed"; readonly version: ReleaseVersion }
  /** The minor has none. */
  | { readonly kind: "missing" };

/**
 * Chooses the role template for a release.
 * @param published The versions of it that are published; undefined when that is not known, as offline.
 */
export function chooseRoleVersion(release: ReleaseVersion, published?: readonly ReleaseVersion[]): RoleChoice {
  if (!published) return { kind: "assumed", version: release };
  if (published.includes(release)) return { kind: "exact", version: release };
  const version = newestOf(published.filter((other) => minorOf(other) === minorOf(release)));
  return version ? { kind: "same-minor", version } : { kind: "missing" };
}

/** What to say where a minor has no role template. */
export function missingRole(release: ReleaseVersion) {
  return {
    code: "role-template-missing",
    message: `No deployment role template of ${minorOf(release)} is published, so none fits ${tagOf(release)}.`,
    fix: "Ask Panther for the role template of this minor, or manage the role yourself and set panther:deploymentRole to its ARN.",
  } as const;
}
