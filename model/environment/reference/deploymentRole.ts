import type { KeyReference } from "./keyReference.ts";

/** Names inside a deployment role. */
export const roleReference: readonly KeyReference[] = [
  {
    name: "stackName",
    type: "text",
    whenLeftOut: "`panther-deployment-role`",
    text: "Name of the stack that the role is deployed with.",
    rule: "Begins with a letter; letters, digits and hyphens, at most 128.",
    example: "stackName: panther-deployment-role",
    source: "CloudFormation API reference, CreateStack",
  },
  {
    name: "roleName",
    type: "text",
    whenLeftOut: "`PantherDeploymentRole`",
    text: "Name of the role, which is global in an account. A second environment, in another region of the account, uses the first one's role by its `arn`.",
    rule: "1 to 64 letters, digits or any of `_+=,.@-`.",
    example: "roleName: PantherDeploymentRole",
    source: "IAM API reference, CreateRole",
  },
  {
    name: "parameters",
    type: "mapping of names to text",
    whenLeftOut: "empty: the template's defaults",
    text: "Parameters of the role's template: who may assume the role, above all.",
    rule: "`IdentityAccountId`, `OpsAccountId`, `InternalDeploy`; one that came with a later release than the one wanted is refused. Account IDs are 12 digits in quotes, or blank.",
    example: 'parameters:\n  IdentityAccountId: "123456789012"',
    source: "the role's templates, v1.31.1 to v1.127.0",
    since: "`OpsAccountId` v1.77, `InternalDeploy` v1.111",
  },
  {
    name: "arn",
    type: "text",
    whenLeftOut: "the role is deployed",
    text: "ARN of a role that is there and that somebody else keeps up to date. Goes with none of the other three.",
    rule: "A role's ARN of the environment's account, in the partition of its region.",
    example: "arn: arn:aws:iam::123456789012:role/PantherDeploymentRole",
  },
];
