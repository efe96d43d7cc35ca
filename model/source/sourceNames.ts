import type { ReleaseVersion } from "../release/version.ts";
import { tagOf } from "../release/version.ts";
import type { SourceWork } from "./sourceWork.ts";

/** Tag of an instance that builds Panther; its value is the environment's name, and there is one instance for each. */
export const deployerTag = "panther:source-deployer";

/** What does the building: name of its folder on the instance. */
export const deployerHome = "/opt/panther-source";

/** Where the output of an environment's runs goes. Not below what a teardown of Panther looks for. */
export function sourceLogGroup(environment: string): string {
  return `/panther-deploy/source/${environment}`;
}

/** Systems Manager keeps this much of a comment. Source: its API reference, SendCommand, Comment. */
const longestComment = 100;

/** What a command says of itself to Systems Manager, so that a later run finds it. */
export function commentOf(work: SourceWork, release: ReleaseVersion, environment: string): string {
  return `panther source ${work} ${tagOf(release)} ${environment}`.slice(0, longestComment);
}

/** Whether a command on an instance is one of ours, whatever it does. */
export function isOurs(comment: string): boolean {
  return comment.startsWith("panther source ");
}
