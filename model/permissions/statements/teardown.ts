import { sourceStackNames } from "../../teardown/sourceStacks.ts";
import { cloudFormation, inIam, inRegion, inS3, onlyHere, type PermissionStatement } from "../statement.ts";

export const findAnything: PermissionStatement = {
  sid: "FindStacks",
  why: "stacks that are gone already, and other owners of what would go",
  actions: ["cloudformation:DescribeStacks", "cloudformation:ListStacks"],
  resources: ["*"],
  conditions: onlyHere,
};

export const lookForProjects: PermissionStatement = {
  sid: "LookForProjects",
  why: "CodeBuild projects of Panther",
  actions: ["codebuild:BatchGetProjects"],
  resources: [inRegion("codebuild", "project/panther-*")],
};

export const lookForRest: PermissionStatement = {
  sid: "LookForRest",
  why: "what stays behind the stacks, and whose it is",
  actions: [
    "ecr:DescribeRepositories",
    "kms:ListAliases",
    "lambda:ListFunctions",
    "lambda:ListLayers",
    "logs:DescribeLogGroups",
    "secretsmanager:ListSecrets",
    "tag:GetResources",
  ],
  resources: ["*"],
  conditions: onlyHere,
};

/** Of the backend, which alone has data. */
export const lookForData: PermissionStatement = {
  sid: "LookForData",
  why: "tables, topics, queues and a detector that stay behind; how large buckets are",
  actions: [
    "cloudwatch:GetMetricData",
    "dynamodb:ListTables",
    "guardduty:ListDetectors",
    "sns:ListTopics",
    "sqs:ListQueues",
  ],
  resources: ["*"],
  conditions: onlyHere,
};

export const readTags: PermissionStatement = {
  sid: "ReadBucketTags",
  why: "whose each bucket of the account is",
  actions: ["s3:GetBucketTagging"],
  resources: [inS3("*")],
  conditions: { StringEquals: { "aws:ResourceAccount": "{account}" } },
};

export const lookForNames: PermissionStatement = {
  sid: "LookForNames",
  why: "roles, policies, certificates and buckets of the account that stay behind",
  actions: ["iam:ListPolicies", "iam:ListRoles", "iam:ListServerCertificates", "s3:ListAllMyBuckets"],
  resources: ["*"],
};

export const readRole: PermissionStatement = {
  sid: "ReadRole",
  why: "what the deployment role denies: CloudFormation deletes with it",
  actions: ["iam:GetRole", "iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"],
  resources: ["{role}"],
};

export const readRolesPolicies: PermissionStatement = {
  sid: "ReadRolesPolicies",
  why: "the same, of a role of 1.111 or later",
  actions: ["iam:GetPolicy", "iam:GetPolicyVersion"],
  resources: [inIam("policy/*")],
};

/** One root stack's names tell nothing of them. */
export const removeSourceStacks: PermissionStatement = {
  sid: "RemoveSourceStacks",
  why: "only of a deployment from source, which has no root stack: its nine stacks",
  actions: cloudFormation(
    "DescribeStacks",
    "DescribeStackEvents",
    "GetTemplate",
    "ListStackResources",
    "UpdateTerminationProtection",
    "DeleteStack",
  ),
  resources: sourceStackNames.map((name) =>
    inRegion("cloudformation", `stack/${name.replace(/^panther/, "{fromSource}")}/*`),
  ),
};

const objectsOf = (bucket: string) => inS3(`${bucket}/*`);

const onBuckets = (...buckets: readonly string[]): readonly PermissionStatement[] => [
  {
    sid: "ReadBuckets",
    why: "how much is in a bucket, and what holds it",
    actions: [
      "s3:GetBucketObjectLockConfiguration",
      "s3:GetBucketPolicy",
      "s3:GetBucketVersioning",
      "s3:GetLifecycleConfiguration",
      "s3:ListBucket",
      "s3:ListBucketMultipartUploads",
      "s3:ListBucketVersions",
    ],
    resources: buckets.map(inS3),
  },
  {
    sid: "RemoveBuckets",
    why: "stops what writes into them, has large ones expire, deletes them",
    actions: ["s3:DeleteBucket", "s3:PutBucketNotification", "s3:PutBucketPolicy", "s3:PutLifecycleConfiguration"],
    resources: buckets.map(inS3),
  },
  {
    sid: "EmptyBuckets",
    why: "objects, their versions, and uploads that were cut off",
    actions: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObjectVersion"],
    resources: buckets.map(objectsOf),
  },
];

/** CloudFormation names them: each begins with its stack's name. */
export const ownBuckets = onBuckets("{buckets}*", "{fromSource}-bootstrap-*");
export const releaseBuckets = onBuckets("{releases}");

export const removeLogGroups: PermissionStatement = {
  sid: "RemoveLogGroups",
  why: "log groups that Panther's functions, builds and APIs left, or that its stacks made and kept",
  actions: ["logs:DeleteLogGroup", "logs:ListTagsForResource"],
  resources: [
    "/aws/lambda/panther*",
    "/aws/codebuild/panther*",
    "/aws/gateway/panther*",
    // By the API's identifier, which nobody chooses.
    "/aws/appsync/apis/*",
    "aws-waf-logs-*panther*",
    "panther*",
    "{root}-*",
  ].map((name) => inRegion("logs", `log-group:${name}`)),
};

export const deleteKeys: PermissionStatement = {
  sid: "DeleteKeys",
  why: "keys of ours for the bridge",
  actions: ["apigateway:DELETE"],
  resources: ["arn:{partition}:apigateway:{region}::/apikeys/*"],
};

export const deleteSecret: PermissionStatement = {
  sid: "RemoveSecret",
  why: "the secret of a split, with days in which it can be had back",
  actions: ["secretsmanager:DescribeSecret", "secretsmanager:DeleteSecret"],
  resources: [inRegion("secretsmanager", "secret:{secret}-??????")],
};
