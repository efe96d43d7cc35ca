import semver from "semver";
import { compareVersions, minorOf, type ReleaseVersion, tagOf } from "../release/version.ts";

/**
 * What is wrong with taking the root stack from one release to another in a single update: a minor left out, or an older
 * release. Source: Panther documentation, "Before you upgrade".
 */
export function rootChangeProblem(from: ReleaseVersion, to: ReleaseVersion): string | undefined {
  if (compareVersions(to, from) < 0) return `${tagOf(to)} is older than ${tagOf(from)}, and Panther can't go back`;
  return roleChangeProblem(from, to);
}

/**
 * The same for the deployment role, which comes first: refused there, nothing has moved yet. It may go back, for a role
 * that is ahead of the root stack is what a failed upgrade leaves.
 */
export function roleChangeProblem(from: ReleaseVersion, to: ReleaseVersion): string | undefined {
  const skips = semver.major(to) !== semver.major(from) || semver.minor(to) > semver.minor(from) + 1;
  return skips ? `${tagOf(from)} to ${tagOf(to)} leaves out minors after ${minorOf(from)}` : undefined;
}
