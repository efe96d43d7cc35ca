import { type ActionsOfTypes, here } from "./typeActions.ts";

const role = "iam::{account}:role/{name}";

export const identityActions: ActionsOfTypes = {
  // A pool's identifier has the region in front. Its clients belong to it.
  "AWS::Cognito::UserPool": {
    always: ["cognito-idp:CreateUserPool"],
    tagged: ["cognito-idp:TagResource"],
    resource: here("cognito-idp", "userpool/{region}_AbCdEfGhI"),
  },
  "AWS::Cognito::UserPoolClient": {
    always: ["cognito-idp:CreateUserPoolClient"],
    resource: here("cognito-idp", "userpool/{region}_AbCdEfGhI"),
  },
  "AWS::IAM::ManagedPolicy": { always: ["iam:CreatePolicy"], resource: "iam::{account}:policy/{name}" },
  "AWS::IAM::Policy": { always: ["iam:PutRolePolicy"], resource: role },
  "AWS::IAM::Role": {
    always: ["iam:CreateRole", "iam:GetRole", "iam:PassRole"],
    with: {
      Policies: ["iam:PutRolePolicy"],
      ManagedPolicyArns: ["iam:AttachRolePolicy"],
    },
    tagged: ["iam:TagRole"],
    resource: role,
  },
  "AWS::KMS::Alias": { always: ["kms:CreateAlias"], resource: here("kms", "{name}") },
  "AWS::KMS::Key": {
    always: ["kms:CreateKey"],
    with: { EnableKeyRotation: ["kms:EnableKeyRotation"] },
    tagged: ["kms:TagResource"],
  },
};
