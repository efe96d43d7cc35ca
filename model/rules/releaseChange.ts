import semver from "semver";
import { versionOfTemplateUrl } from "../release/templateUrl.ts";
import { compareVersions, minorOf, type ReleaseVersion, tagOf } from "../release/version.ts";

/**
 * What is wrong with going from one root template to another in a single update: a minor left out, or an older release.
 * Nothing is, where a URL names no release: what a private template holds can't be told from it.
 * Source: Panther documentation, "Before you upgrade".
 */
export function rootChangeProblem(fromUrl: string, toUrl: string): string | undefined {
  const [from, to] = [versionOfTemplateUrl(fromUrl), versionOfTemplateUrl(toUrl)];
  if (!from || !to) return undefined;
  if (compareVersions(to, from) < 0) return `${tagOf(to)} is older than ${tagOf(from)}, and Panther can't go back`;
  return skippedMinors(from, to);
}

/**
 * The same for the deployment role, which comes first: refused there, nothing has moved yet. It may go back, for a role
 * that is ahead of the root stack is what a failed upgrade leaves.
 */
export function roleChangeProblem(fromUrl: string, toUrl: string): string | undefined {
  const [from, to] = [versionOfTemplateUrl(fromUrl), versionOfTemplateUrl(toUrl)];
  return from && to ? skippedMinors(from, to) : undefined;
}

function skippedMinors(from: ReleaseVersion, to: ReleaseVersion): string | undefined {
  const skips = semver.major(to) !== semver.major(from) || semver.minor(to) > semver.minor(from) + 1;
  return skips ? `${tagOf(from)} to ${tagOf(to)} leaves out minors after ${minorOf(from)}` : undefined;
}
