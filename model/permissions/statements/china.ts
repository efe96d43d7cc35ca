import { inRegion, inS3, type PermissionStatement, rootStack } from "../statement.ts";

const gateway = (rest: string) => `arn:{partition}:apigateway:{region}::${rest}`;
const secret = inRegion("secretsmanager", "secret:{secret}-??????");

export const readKeys: PermissionStatement = {
  sid: "ReadKeys",
  why: "how old the key is that the web app has",
  actions: ["apigateway:GET"],
  resources: [gateway("/apikeys")],
};

export const readGateway: PermissionStatement = {
  sid: "ReadGateway",
  why: "the bridge, its stages, usage plans and keys; their values, too",
  actions: ["apigateway:GET"],
  resources: [
    gateway("/restapis"),
    gateway("/restapis/*/stages"),
    gateway("/usageplans"),
    gateway("/usageplans/*/keys"),
    gateway("/apikeys"),
    gateway("/apikeys/*"),
  ],
};

export const makeKeys: PermissionStatement = {
  sid: "MakeKeys",
  why: "a new key on the bridge's usage plan",
  actions: ["apigateway:POST"],
  resources: [gateway("/apikeys"), gateway("/usageplans/*/keys")],
};

export const retireKeys: PermissionStatement = {
  sid: "RetireKeys",
  why: "old keys of ours are disabled, and deleted later",
  actions: ["apigateway:PATCH", "apigateway:DELETE"],
  resources: [gateway("/apikeys/*")],
};

export const tagKeys: PermissionStatement = {
  sid: "TagKeys",
  why: "a key is made with the tag that says whose it is",
  actions: ["apigateway:PUT"],
  resources: [gateway("/tags/*")],
};

export const readSecret: PermissionStatement = {
  sid: "ReadSecret",
  why: "the address and the key that the web app uses",
  actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
  resources: [secret],
};

export const writeSecret: PermissionStatement = {
  sid: "WriteSecret",
  why: "a new key for the web app",
  actions: ["secretsmanager:PutSecretValue"],
  resources: [secret],
};

export const lookForValue: PermissionStatement = {
  sid: "LookForValue",
  why: "whether the secret has a value; the value is not read",
  actions: ["secretsmanager:ListSecretVersionIds"],
  resources: [secret],
};

export const makeSecret: PermissionStatement = {
  sid: "MakeSecret",
  why: "the secret's container and its policy, by Pulumi",
  actions: ["secretsmanager:CreateSecret", "secretsmanager:TagResource", "secretsmanager:PutResourcePolicy"],
  resources: [inRegion("secretsmanager", "secret:{secret}"), secret],
};

export const removeSecret: PermissionStatement = {
  sid: "RemoveSecret",
  why: "the secret goes with its window for recovery",
  actions: ["secretsmanager:DeleteSecret", "secretsmanager:DeleteResourcePolicy"],
  resources: [secret],
};

export const useSecretsKey: PermissionStatement = {
  sid: "UseSecretsKey",
  why: "only where the secret is encrypted with a key of yours",
  actions: ["kms:Decrypt", "kms:GenerateDataKey"],
  resources: ["{secretKey}"],
  conditions: { StringEquals: { "kms:ViaService": "secretsmanager.{region}.amazonaws.com" } },
};

export const findServices: PermissionStatement = {
  sid: "FindServices",
  why: "the web app's service, by its stack",
  actions: ["cloudformation:ListStackResources"],
  resources: [rootStack],
};

export const readServices: PermissionStatement = {
  sid: "ReadServices",
  why: "since when the web app's tasks run",
  actions: ["ecs:DescribeServices"],
  resources: [inRegion("ecs", "service/*/*")],
};

export const redeployServices: PermissionStatement = {
  sid: "RedeployServices",
  why: "the web app's tasks read the secret when they start",
  actions: ["ecs:UpdateService"],
  resources: [inRegion("ecs", "service/*/*")],
};

export const copyHere: PermissionStatement = {
  sid: "CopyReleases",
  why: "what of a release is in the bucket already, and the rest into it",
  actions: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
  resources: [inS3("{releases}/*")],
};

export const listHere: PermissionStatement = {
  sid: "ListReleases",
  why: "what of a release is in the bucket already, and uploads that were cut off",
  actions: ["s3:ListBucket", "s3:ListBucketMultipartUploads"],
  resources: [inS3("{releases}")],
};

const bucketSettings = [
  "BucketOwnershipControls",
  "BucketPolicy",
  "BucketPublicAccessBlock",
  "BucketVersioning",
  "EncryptionConfiguration",
];

export const makeBucket: PermissionStatement = {
  sid: "MakeReleaseBucket",
  why: "the bucket in China that releases lie in: private, encrypted, versioned",
  actions: ["s3:CreateBucket", "s3:PutBucketTagging", ...bucketSettings.map((name) => `s3:Put${name}`)],
  resources: [inS3("{ownBucket}")],
};

/** Beyond the settings that the program makes: Terraform AWS provider 5.100, resource `aws_s3_bucket`, on every read. */
export const onlyOfficial: readonly string[] = [
  "s3:GetAccelerateConfiguration",
  "s3:GetBucketAcl",
  "s3:GetBucketCORS",
  "s3:GetBucketLogging",
  "s3:GetBucketObjectLockConfiguration",
  "s3:GetBucketRequestPayment",
  "s3:GetBucketWebsite",
  "s3:GetLifecycleConfiguration",
  "s3:GetReplicationConfiguration",
];

export const readBucket: PermissionStatement = {
  sid: "ReadReleaseBucket",
  why: "Pulumi's aws plugin reads all settings of a bucket that it has made, or that it is to compare with AWS",
  actions: ["s3:ListBucket", "s3:GetBucketTagging", ...bucketSettings.map((name) => `s3:Get${name}`), ...onlyOfficial],
  resources: [inS3("{ownBucket}")],
};

export const readContainer: PermissionStatement = {
  sid: "ReadSecretsContainer",
  why: "the same of the secret's container and its policy",
  actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"],
  resources: [secret],
};

export const removeBucket: PermissionStatement = {
  sid: "RemoveReleaseBucket",
  why: "the bucket, once it is empty: nothing empties it",
  actions: [
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    ...bucketSettings.filter((name) => name !== "BucketPolicy").map((name) => `s3:Put${name}`),
  ],
  resources: [inS3("{ownBucket}")],
};
