import { inIam, inRegion, onlyHere, type PermissionStatement } from "../statement.ts";

/** Preflight changes nothing; each of these is one thing that it can't tell without. */
export const preflightStatements: readonly PermissionStatement[] = [
  {
    sid: "FindStacks",
    why: "other stacks of an earlier Panther, and what is in them and in the environment's own",
    actions: ["cloudformation:DescribeStacks", "cloudformation:ListStackResources"],
    resources: ["*"],
    conditions: onlyHere,
  },
  {
    sid: "LookForProjects",
    why: "CodeBuild projects of an earlier Panther",
    actions: ["codebuild:BatchGetProjects"],
    resources: [inRegion("codebuild", "project/panther-*")],
  },
  {
    sid: "LookAtIam",
    why: "names that are taken, whether IAM takes the session, and what the caller and the role may do",
    actions: ["iam:GetAccountSummary", "iam:ListRoles", "iam:ListPolicies", "iam:SimulateCustomPolicy"],
    resources: ["*"],
  },
  {
    sid: "LookAtPrincipals",
    why: "policies of the caller and of the deployment role, simulated; the age of the caller's keys",
    actions: ["iam:GetRole", "iam:SimulatePrincipalPolicy", "iam:ListAccessKeys"],
    resources: [inIam("role/*"), inIam("user/*")],
  },
  {
    sid: "ReadAttachedPolicies",
    why: "what the role's template attaches without holding it, before the role is there",
    actions: ["iam:GetPolicy", "iam:GetPolicyVersion"],
    resources: ["arn:{partition}:iam::aws:policy/*", inIam("policy/*")],
  },
  {
    sid: "LookForLeftovers",
    why: "what an earlier Panther left in the region",
    actions: [
      "dynamodb:ListTables",
      "ec2:DescribeVpcs",
      "ec2:DescribeSubnets",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeInternetGateways",
      "guardduty:ListDetectors",
      "kms:ListAliases",
      "lambda:GetAccountSettings",
      "logs:DescribeLogGroups",
      "secretsmanager:ListSecrets",
      "servicequotas:GetServiceQuota",
      "sns:ListTopics",
      "sqs:ListQueues",
      "tag:GetResources",
    ],
    resources: ["*"],
    conditions: onlyHere,
  },
  {
    sid: "ListServices",
    why: "which services are in the region: AWS's public parameters say it",
    actions: ["ssm:GetParameters"],
    resources: ["arn:{partition}:ssm:*::parameter/aws/service/global-infrastructure/*"],
  },
  {
    sid: "CountBuckets",
    why: "the quota of buckets is the account's",
    actions: ["s3:ListAllMyBuckets"],
    resources: ["*"],
  },
  {
    sid: "LookAtParameters",
    why: "secrets, keys and certificates that parameters name: whether they are there, never what is in them",
    actions: [
      "acm:DescribeCertificate",
      "iam:GetServerCertificate",
      "kms:DescribeKey",
      "secretsmanager:DescribeSecret",
    ],
    resources: [
      inRegion("acm", "certificate/*"),
      inIam("server-certificate/*"),
      inRegion("kms", "key/*"),
      inRegion("secretsmanager", "secret:*"),
    ],
  },
  {
    sid: "ReadOrganization",
    why: "service control policies; in most organisations only the management account may, see organizations.profile",
    actions: [
      "organizations:DescribeOrganization",
      "organizations:DescribePolicy",
      "organizations:ListParents",
      "organizations:ListPoliciesForTarget",
    ],
    resources: ["*"],
  },
];
