import type { PermissionStatement } from "../statement.ts";

/**
 * The deployment role's stack has no service role: CloudFormation makes the role with the caller's own permissions. Source:
 * the handlers in the schema of AWS::IAM::Role (`aws cloudformation describe-type`); aws:CalledVia: IAM User Guide, "AWS
 * global condition context keys".
 */
function onRole(sid: string, why: string, actions: readonly string[]): PermissionStatement {
  return {
    sid,
    why,
    actions: actions.map((name) => `iam:${name}`),
    resources: ["{ownRole}"],
    conditions: { "ForAnyValue:StringEquals": { "aws:CalledVia": "cloudformation.amazonaws.com" } },
  };
}

export const makeRole = onRole(
  "MakeRole",
  "CloudFormation makes the deployment role for the caller, and nobody else can",
  ["CreateRole", "PutRolePolicy", "AttachRolePolicy", "GetRolePolicy", "TagRole", "UntagRole", "GetRole"],
);

export const changeRole = onRole("ChangeRole", "a later release's role may do other things", [
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

export const removeRole = onRole("RemoveRole", "the deployment role goes with its stack", [
  "DeleteRole",
  "DetachRolePolicy",
  "DeleteRolePolicy",
  "GetRole",
  "ListAttachedRolePolicies",
  "ListRolePolicies",
]);
