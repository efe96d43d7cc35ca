import type { PolicySide } from "./command.ts";
import { onlyOfficial } from "./statements/china.ts";

/** An action that a policy has although no test on local AWS makes AWS ask for it. */
export interface Unprovoked {
  readonly actions: readonly string[];
  /** Left out: of every command that has it. */
  readonly commands?: readonly string[];
  /** Left out: on every side that has it. */
  readonly sides?: readonly PolicySide[];
  readonly reason: string;
}

export const unprovoked: readonly Unprovoked[] = [
  {
    actions: [
      "cloudformation:DescribeStacks",
      "ec2:DescribeInstances",
      "ec2:StartInstances",
      "ssm:DescribeInstanceInformation",
      "ssm:ListCommands",
      "ssm:GetCommandInvocation",
      "ssm:SendCommand",
      "logs:DescribeLogStreams",
      "logs:GetLogEvents",
    ],
    commands: ["source deploy", "source master-deploy", "source teardown"],
    reason: "Systems Manager's answers are faked in its tests: local AWS has no machine that could answer",
  },
  {
    actions: [
      "cloudformation:TagResource",
      "cloudformation:UntagResource",
      "secretsmanager:TagResource",
      "s3:PutBucketTagging",
      "apigateway:PUT",
    ],
    reason: "AWS asks for it where something is made with tags, or loses some; local AWS asks only for what makes it",
  },
  {
    actions: [
      "cloudformation:DescribeStackResources",
      "cloudformation:GetTemplate",
      "cloudformation:ListStackResources",
    ],
    commands: ["preflight"],
    reason: "only where a Panther stands already, of which another test sees to it that preflight is refused nothing",
  },
  {
    actions: onlyOfficial,
    reason: "Pulumi's official aws plugin asks for it, the stand-in of the tests does not",
  },
  {
    actions: [
      "s3:GetBucketTagging",
      "s3:GetBucketOwnershipControls",
      "s3:GetBucketPolicy",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketVersioning",
      "s3:GetEncryptionConfiguration",
      "secretsmanager:GetResourcePolicy",
    ],
    commands: ["upgrade"],
    reason: "only where Pulumi has to look at AWS first, as after a failure; asked for by deploy",
  },
  {
    actions: ["cloudformation:RollbackStack"],
    reason: "only for a stack that somebody updated by hand without rollback",
  },
  {
    actions: ["cloudformation:DescribeEvents"],
    reason: "only where a stack's events no longer tell; local AWS answers as a region without the call does",
  },
  {
    actions: [
      "iam:DeleteRole",
      "iam:DetachRolePolicy",
      "iam:DeleteRolePolicy",
      "iam:GetRole",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
    ],
    commands: ["recover"],
    reason: "only where the deployment role's own stack failed; asked for by pulumi destroy",
  },
  {
    actions: ["cloudformation:ListStacks", "cloudformation:DescribeStackEvents"],
    commands: ["deploy", "upgrade", "diagnose", "pulumi up", "recover"],
    reason: "only after a failure, of which the test of another command has one",
  },
  {
    actions: ["cloudformation:ListChangeSets"],
    commands: ["recover"],
    reason: "only where somebody's change set left empty nested stacks",
  },
  {
    actions: ["cloudformation:ListChangeSets"],
    commands: ["teardown"],
    sides: ["backend", "web"],
    reason: "only where somebody's change set left empty nested stacks; asked for without a split",
  },
  {
    actions: ["iam:PassRole"],
    commands: ["upgrade", "pulumi up"],
    reason: "only where the root stack has no deployment role yet, or another; deploy asks for it at its creation",
  },
  {
    actions: [
      "cloudformation:CreateStack",
      "iam:CreateRole",
      "iam:PutRolePolicy",
      "iam:AttachRolePolicy",
      "iam:GetRolePolicy",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:GetRole",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
      "iam:UpdateAssumeRolePolicy",
      "iam:DetachRolePolicy",
      "iam:DeleteRolePermissionsBoundary",
      "iam:PutRolePermissionsBoundary",
      "iam:DeleteRolePolicy",
    ],
    commands: ["pulumi up"],
    reason: "asked for by deploy and upgrade, which run the same program",
  },
  {
    actions: ["apigateway:PATCH", "apigateway:DELETE"],
    commands: ["deploy"],
    reason: "only where there is an older key; upgrade asks for it",
  },
  {
    actions: ["iam:GetPolicy", "iam:GetPolicyVersion"],
    commands: ["teardown"],
    reason: "what a role of 1.111 or later denies in its managed policies; the releases of local AWS end before",
  },
  {
    actions: ["guardduty:ListDetectors"],
    commands: ["teardown"],
    reason: "only where the release makes a detector",
  },
  {
    actions: ["s3:PutBucketNotification", "s3:PutLifecycleConfiguration", "s3:GetObjectVersion", "s3:ListBucket"],
    commands: ["teardown"],
    reason: "only of buckets that something goes on writing into, that are large, or whose objects are locked",
  },
  {
    actions: ["s3:AbortMultipartUpload"],
    commands: ["teardown"],
    sides: ["backend"],
    reason: "only of uploads that were cut off; asked for without a split",
  },
  {
    actions: ["logs:ListTagsForResource"],
    commands: ["teardown"],
    reason: "only of log groups that may be somebody else's",
  },
  {
    actions: ["s3:AbortMultipartUpload"],
    commands: ["deploy", "upgrade", "china copy", "china upload"],
    reason: "only for an upload that was cut off",
  },
  {
    actions: ["cloudformation:GetTemplate"],
    commands: ["watch"],
    reason: "only of stacks that are being created; deploy asks for it then",
  },
  {
    actions: ["ec2:DescribeSubnets", "ec2:DescribeSecurityGroups", "acm:DescribeCertificate"],
    sides: ["backend", "web"],
    reason: "only where parameters name a VPC or a certificate; asked for without a split",
  },
  {
    actions: ["kms:DescribeKey", "secretsmanager:DescribeSecret"],
    commands: ["preflight"],
    sides: ["web"],
    reason: "only where parameters name a key or a secret; asked for in the backend",
  },
  {
    actions: ["cloudformation:UpdateStack"],
    commands: ["deploy"],
    sides: ["web"],
    reason: "only for new parameters of the web app; upgrade asks for it",
  },
  {
    actions: ["ec2:DescribeInternetGateways"],
    reason: "only where the release makes a VPC of its own; the tests' environment names one",
  },
  {
    actions: ["lambda:GetAccountSettings"],
    commands: ["preflight"],
    reason: "only before a first deploy whose functions reserve concurrency",
  },
  {
    actions: ["iam:ListAccessKeys"],
    reason: "only of an IAM user, not of a role's session",
  },
  {
    actions: ["iam:GetPolicy", "iam:GetPolicyVersion"],
    reason: "only where the role's template attaches policies, which those of these releases do not",
  },
  {
    actions: ["iam:GetServerCertificate", "guardduty:ListDetectors"],
    reason: "only where parameters name such a certificate, or have the release make a detector",
  },
  {
    actions: ["organizations:DescribePolicy", "organizations:ListParents", "organizations:ListPoliciesForTarget"],
    reason: "only where the caller may read the organisation; the tests' account is in none",
  },
];
