import { roleUpdateActions } from "./actions/roleUpdates.ts";
import type { StackWork } from "./callerActions.ts";
import { type NeededActions, type ReleaseActions, releaseActions } from "./neededActions.ts";
import type { ReleasePlace, ReleaseResource } from "./releaseResources.ts";

/** The deployment role's stack as it stands. */
export interface StandingRoleStack {
  /** Logical IDs of what is in it. */
  readonly holds: ReadonlySet<string>;
  readonly tagsChange: boolean;
}

/**
 * What CloudFormation calls with the caller's permissions for what is in the deployment role's stack.
 * @param resources of the role's template that is to be there
 * @param standing undefined where there is no such stack yet
 */
export function roleStackActions(
  resources: readonly ReleaseResource[],
  place: ReleasePlace & { readonly stackName: string; readonly tags: Readonly<Record<string, string>> },
  work: StackWork,
  standing?: StandingRoleStack,
): ReleaseActions {
  if (work === "keep") return { needed: [], unknownTypes: [] };
  const inStack = { ...place, rootStackName: place.stackName };
  const stands = ({ path: [logicalId = ""] }: ReleaseResource) => standing?.holds.has(logicalId) ?? false;
  const made = releaseActions(
    resources.filter((resource) => !stands(resource)),
    inStack,
  );
  const { tags: _, ...untagged } = inStack;
  const updated = releaseActions(resources.filter(stands), untagged, roleUpdateActions);
  const roles = resources.filter((resource) => stands(resource) && resource.type === "AWS::IAM::Role");
  const retagged = standing?.tagsChange ? releaseActions(roles, untagged, taggingOfRoles).needed : [];
  return {
    needed: [...withoutPassing(made.needed), ...updated.needed, ...retagged],
    unknownTypes: [...new Set([...made.unknownTypes, ...updated.unknownTypes])].sort(),
  };
}

const taggingOfRoles = { "AWS::IAM::Role": { always: ["iam:TagRole"], resource: "iam::{account}:role/{name}" } };

/** To make a role is not to hand it to a service. */
function withoutPassing(all: readonly NeededActions[]): readonly NeededActions[] {
  return all.map(({ actions, resources }) => ({
    actions: actions.filter((action) => action !== "iam:PassRole"),
    resources,
  }));
}
