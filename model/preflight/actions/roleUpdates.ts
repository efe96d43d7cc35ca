import type { ActionsOfTypes } from "./typeActions.ts";

const role = "iam::{account}:role/{name}";

/**
 * What an update of a deployment role's stack calls, as one release's role differs from another's: in its policies. Source:
 * `handlers.update.permissions` in each type's schema (`aws cloudformation describe-type --type RESOURCE`).
 */
export const roleUpdateActions: ActionsOfTypes = {
  "AWS::IAM::ManagedPolicy": { always: ["iam:CreatePolicyVersion"], resource: "iam::{account}:policy/{name}" },
  "AWS::IAM::Policy": { always: ["iam:PutRolePolicy"], resource: role },
  "AWS::IAM::Role": {
    always: [],
    with: { Policies: ["iam:PutRolePolicy"], ManagedPolicyArns: ["iam:AttachRolePolicy"] },
    resource: role,
  },
};
