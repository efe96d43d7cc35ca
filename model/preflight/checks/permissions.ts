import type { CheckDescription } from "../description.ts";

export const permissionChecks = {
  "caller-permissions": {
    title: "Caller may deploy",
    what: "The actions that whoever calls needs for what is to be done: to make or to update the stacks, what the role's template makes or changes, handing the role to CloudFormation, termination protection, the post-deploy build. Simulated with the caller's policies and boundary (iam:SimulatePrincipalPolicy), and with the condition keys that each request has: region, tags, the service that a role is handed to, CloudFormation where it calls for the caller. An assumed role's session by its role. `--for` asks about another role or user: who may only look checks for the one that will deploy.",
    why: "The role's stack is made with the caller's own permissions.",
    fix: "Allow the actions that are named to the caller's user or role; `panther permissions` prints policies that suffice.",
    who: "account administrator",
    source: 'AWS IAM API Reference, "SimulatePrincipalPolicy"',
  },
  "role-permissions": {
    title: "Role may make the release",
    what: "The actions that the release's own resource types take, simulated for the deployment role with the ARNs and tags that the templates give, and the condition keys that its policies ask about; where the role is made or updated first, its template's policies are simulated instead (iam:SimulateCustomPolicy), within the boundary of the role that stands.",
    why: "CloudFormation makes everything with the role: what it may not do fails the stack.",
    fix: "Deploy the role's template of the same minor; remove an explicit deny, or a boundary, that somebody added.",
    who: "account administrator",
    source:
      'handlers in the resource types\' schemas (cloudformation:DescribeType); AWS IAM API Reference, "SimulatePrincipalPolicy"',
  },
  "secret-readers": {
    title: "Secrets can be read",
    what: "Every secret and KMS key that a parameter names is simulated with its ARN (secretsmanager:GetSecretValue, kms:Decrypt) for the deployment role and for the roles, functions and policies of the release that speak of reading secrets (iam:SimulatePrincipalPolicy, iam:SimulateCustomPolicy). Where the templates make nobody to read, nobody can tell. Policies of the secrets and keys themselves are not part of a simulation. No value is read.",
    why: "The build after a deployment, or a function, stops at a secret that nobody may read.",
    fix: "Give the ARN that the release's own policies are made for.",
    who: "you",
    source: 'Panther documentation, "Configure deployment parameters"; AWS IAM API Reference, "SimulateCustomPolicy"',
  },
  "organization-policies": {
    title: "Organization lets it through",
    what: "The service control policies above the account, level by level from the organization's root (iam:SimulateCustomPolicy), for the actions of the caller and of the role, with the condition keys that the policies ask about as the deployment would send them: region, tags, encryption, who acts. From AWS Organizations where the caller, or `panther:organizations.profile`, may read it (organizations:ListParents, ListPoliciesForTarget, DescribePolicy), or from files (`--scp-file`). A statement that hangs on what only the request itself has can't be told. The groups that the documentation calls out are told by name: VPC and networking, tagging, S3 configuration, KMS, Lambda, DynamoDB, ECS, SQS, SNS.",
    why: "An SCP wins over every policy in the account, and fails a deployment partway through.",
    fix: "Have an exception made for the statement that is named.",
    who: "organization administrator",
    source: 'Panther documentation, "Check organization SCPs"; AWS Organizations User Guide, "SCP evaluation"',
  },
} as const satisfies Readonly<Record<string, CheckDescription>>;
