import { inIam, type PermissionStatement } from "../statement.ts";

/**
 * The deployment role's stack has no service role: CloudFormation makes the role with the caller's own permissions. Source:
 * the handlers in the schema of AWS::IAM::Role (`aws cloudformation describe-type`); aws:CalledVia: IAM User Guide, "AWS
 * global condition context keys".
 */
function throughCloudFormation(sid: string, resource: string, why: string, actions: readonly string[]) {
  return {
    sid,
    why,
    actions: actions.map((name) => `iam:${name}`),
    resources: [resource],
    conditions: { "ForAnyValue:StringEquals": { "aws:CalledVia": "cloudformation.amazonaws.com" } },
  } satisfies PermissionStatement;
}

/** One statement of a policy, whatever of them a command takes. */
const onRole = (why: string, actions: readonly string[]) =>
  throughCloudFormation("ManageRole", "{ownRole}", why, actions);

export const makeRole = onRole("CloudFormation makes the deployment role for the caller, and nobody else can", [
  "CreateRole",
  "PutRolePolicy",
  "AttachRolePolicy",
  "GetRolePolicy",
  "TagRole",
  "UntagRole",
  "GetRole",
]);

export const changeRole = onRole("a later release's role may do other things", [
  "UpdateRole",
  "UpdateRoleDescription",
  "UpdateAssumeRolePolicy",
  "DetachRolePolicy",
  "AttachRolePolicy",
  "DeleteRolePermissionsBoundary",
  "PutRolePermissionsBoundary",
  "DeleteRolePolicy",
  "PutRolePolicy",
  "TagRole",
  "UntagRole",
]);

export const removeRole = onRole("the deployment role goes with its stack", [
  "DeleteRole",
  "DetachRolePolicy",
  "DeleteRolePolicy",
  "GetRole",
  "ListAttachedRolePolicies",
  "ListRolePolicies",
]);

/**
 * Roles from v1.111 on bring managed policies, other ones from release to release: an update makes and deletes some. Source:
 * the handlers in the schema of AWS::IAM::ManagedPolicy; what attaches them to the role is in the role's own statements.
 */
const onPolicies = (why: string, actions: readonly string[]) =>
  throughCloudFormation("ManageRolesPolicies", inIam("policy/{rolePolicies}*"), why, actions);

const ofRemoval = ["DeletePolicy", "DeletePolicyVersion", "GetPolicy", "ListEntitiesForPolicy", "ListPolicyVersions"];

export const changePolicies = onPolicies(
  "only for a release from 1.111 on: the role's managed policies, which come and go with releases",
  ["CreatePolicy", "CreatePolicyVersion", "GetPolicyVersion", ...ofRemoval],
);

export const removePolicies = onPolicies(
  "only for a release from 1.111 on: the role's managed policies, which go with its stack",
  ofRemoval,
);
