import { compareVersions, minorOf, type ReleaseVersion, tagOf } from "../release/version.ts";
import { failure, type Observation, pass, unknown, warning } from "./outcome.ts";

/** The template that the role's stack has. */
export type RoleTemplateFound =
  | { readonly kind: "published"; readonly version: ReleaseVersion }
  | { readonly kind: "other" }
  | { readonly kind: "unknown"; readonly reason: string };

export function deployedRoleObservation(
  found: RoleTemplateFound,
  { wanted, running }: { readonly wanted: ReleaseVersion; readonly running?: ReleaseVersion },
): Observation {
  if (found.kind === "unknown") {
    return unknown(`The role's version can't be told: ${found.reason}.`, "panther deploy updates it in any case.");
  }
  if (found.kind === "other") {
    const message = "The role's stack has a template that is none of the published ones: somebody changed it.";
    return warning(message, "The next deploy or upgrade puts Panther's own in its place. See what was changed first.");
  }
  const { version } = found;
  const isBehind = (release: ReleaseVersion) =>
    minorOf(version) !== minorOf(release) && compareVersions(version, release) < 0;
  if (running && isBehind(running)) {
    const message = `The role is ${tagOf(version)}, behind the release that runs (${tagOf(running)}).`;
    return warning(message, "panther deploy brings the role to the release that runs.");
  }
  if (isBehind(wanted)) return pass(`The role is ${tagOf(version)}; it is updated before the root stack.`);
  return pass(`The role is ${tagOf(version)}.`);
}

/** @param trust its trust policy, as text */
export function existingRoleObservation(arn: string, trust: string | undefined): Observation {
  if (trust === undefined)
    return failure(`There is no role ${arn}.`, "Have it made, or correct panther:deploymentRole.");
  if (trust.includes("cloudformation.amazonaws.com"))
    return pass("The role is there, and CloudFormation may assume it.");
  const fix = "Add a statement with Service cloudformation.amazonaws.com and sts:AssumeRole to its trust policy.";
  return failure(`CloudFormation may not assume ${arn}.`, fix, { evidence: [trust] });
}
