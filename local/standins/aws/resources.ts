import type { ResourceHandler } from "./handler.ts";
import { notServed } from "./not-served.ts";

/** Every type has a module of its own, loaded when the first resource of it appears: the SDK's clients are heavy. */
const handlers: Readonly<Record<string, () => Promise<{ readonly handler: ResourceHandler }>>> = {
  "aws:cloudformation/stack:Stack": () => import("./resources/cloudformation-stack.ts"),
  "aws:cloudwatch/logGroup:LogGroup": () => import("./resources/cloudwatch-log-group.ts"),
  "aws:ec2/instance:Instance": () => import("./resources/ec2-instance.ts"),
  "aws:ec2/securityGroup:SecurityGroup": () => import("./resources/ec2-security-group.ts"),
  "aws:iam/instanceProfile:InstanceProfile": () => import("./resources/iam-instance-profile.ts"),
  "aws:iam/role:Role": () => import("./resources/iam-role.ts"),
  "aws:iam/rolePolicy:RolePolicy": () => import("./resources/iam-role-policy.ts"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": () => import("./resources/iam-role-policy-attachment.ts"),
  "aws:kms/key:Key": () => import("./resources/kms-key.ts"),
  "aws:s3/bucket:Bucket": () => import("./resources/s3-bucket.ts"),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": () => import("./resources/s3-bucket-ownership-controls.ts"),
  "aws:s3/bucketPolicy:BucketPolicy": () => import("./resources/s3-bucket-policy.ts"),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": () =>
    import("./resources/s3-bucket-public-access-block.ts"),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": () =>
    import("./resources/s3-bucket-encryption.ts"),
  "aws:s3/bucketVersioning:BucketVersioning": () => import("./resources/s3-bucket-versioning.ts"),
  "aws:secretsmanager/secret:Secret": () => import("./resources/secretsmanager-secret.ts"),
  "aws:secretsmanager/secretPolicy:SecretPolicy": () => import("./resources/secretsmanager-secret-policy.ts"),
  "aws:secretsmanager/secretVersion:SecretVersion": () => import("./resources/secretsmanager-secret-version.ts"),
  "aws:ssm/parameter:Parameter": () => import("./resources/ssm-parameter.ts"),
};

export async function handlerFor(type: string): Promise<ResourceHandler> {
  const load = handlers[type];
  if (load === undefined) throw notServed("resource", type);
  return (await load()).handler;
}
