import {
  allStacks,
  cloudFormation,
  inRegion,
  nestedStacks,
  onlyHere,
  type PermissionStatement,
  roleStack,
  rootStack,
} from "../statement.ts";

/** Looks at the environment's own stacks; which calls it takes differs. */
export function readStacks(...calls: readonly string[]): PermissionStatement {
  return {
    sid: "ReadStacks",
    why: "what runs, in which state, and what happened",
    actions: cloudFormation(...calls),
    resources: allStacks,
  };
}

export const listStacks: PermissionStatement = {
  sid: "ListStacks",
  why: "finds a stack that has been deleted, or that a change set left empty",
  actions: cloudFormation("ListStacks"),
  resources: ["*"],
  conditions: onlyHere,
};

export const explainFailure: PermissionStatement = {
  sid: "ExplainFailure",
  why: "what failed first, also in stacks that are deleted by now; without it from the stack's own events",
  actions: cloudFormation("DescribeEvents", "ListStacks"),
  resources: ["*"],
  conditions: onlyHere,
};

export const findLeftovers: PermissionStatement = {
  sid: "FindLeftovers",
  why: "an empty stack that somebody's change set left",
  actions: cloudFormation("ListChangeSets"),
  resources: [rootStack, roleStack],
};

export const stackOfRole: PermissionStatement = {
  sid: "FindRolesStack",
  why: "which stack made the deployment role, by the role's name",
  actions: cloudFormation("DescribeStackResources"),
  resources: ["*"],
  conditions: onlyHere,
};

export const changeStacks = (...calls: readonly string[]): PermissionStatement => ({
  sid: "ChangeStacks",
  why: "the root stack and the deployment role's, with their tags; CloudFormation does the rest with the deployment role",
  actions: cloudFormation(...calls, "TagResource", "UntagResource"),
  resources: [rootStack, roleStack],
});

export const protectStack: PermissionStatement = {
  sid: "ProtectStack",
  why: "termination protection: on after the first success, off before a teardown",
  actions: cloudFormation("UpdateTerminationProtection"),
  resources: [rootStack],
};

export const deleteStacks: PermissionStatement = {
  sid: "DeleteStacks",
  why: "a first creation that failed, or that a change set left empty; what ever worked is protected from termination",
  actions: cloudFormation("DeleteStack"),
  resources: allStacks,
};

export const recoverStacks: PermissionStatement = {
  sid: "RecoverStacks",
  why: "goes on with a rollback that is stuck",
  actions: cloudFormation("ContinueUpdateRollback", "RollbackStack"),
  resources: [rootStack, roleStack],
};

export const previewChanges: PermissionStatement = {
  sid: "PreviewChanges",
  why: "a change set, which is looked at and removed again; it can't be carried out with this",
  actions: cloudFormation("CreateChangeSet", "DescribeChangeSet", "DeleteChangeSet", "ListChangeSets"),
  // A change set's own ARN where its stack is gone.
  resources: [rootStack, nestedStacks, inRegion("cloudformation", "changeSet/panther-plan-*/*")],
};

export const removeEmptyStack: PermissionStatement = {
  sid: "RemoveEmptyStack",
  why: "where there is no such stack yet, root or nested, a change set makes an empty one, which goes with it",
  actions: cloudFormation("DeleteStack"),
  resources: [rootStack, nestedStacks],
};

export const passRole: PermissionStatement = {
  sid: "PassRole",
  why: "CloudFormation works on the root stack with the deployment role",
  actions: ["iam:PassRole"],
  resources: ["{role}"],
  conditions: { StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
};

export const drift: readonly PermissionStatement[] = [
  {
    sid: "DetectDrift",
    why: "CloudFormation compares what stands with its templates",
    actions: cloudFormation("DetectStackDrift", "DescribeStackResourceDrifts", "ListStackResources"),
    resources: allStacks,
  },
  {
    sid: "FollowDrift",
    why: "a detection is asked about by its ID, and belongs to no stack there",
    actions: cloudFormation("DescribeStackDriftDetectionStatus"),
    resources: ["*"],
    conditions: onlyHere,
  },
];
