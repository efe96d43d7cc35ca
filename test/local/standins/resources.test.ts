import { CloudWatchLogsClient, DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateBucketCommand, HeadBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { newProject, type Project } from "../../support/pulumi.ts";
import { freshAccountEnvironment } from "./account.ts";

const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

/** One resource of every type beside the CloudFormation stack, and every function over them. */
function program({
  service = "lambda.amazonaws.com",
  value = "first-secret-value",
  retentionInDays = 7,
  ownership = "BucketOwnerPreferred",
} = {}): string {
  return `
import * as aws from "@pulumi/aws";
import { interpolate, jsonStringify } from "@pulumi/pulumi";
const secret = new aws.secretsmanager.Secret("secret", { recoveryWindowInDays: 0, tags: { team: "security" } });
const version = new aws.secretsmanager.SecretVersion("version", { secretId: secret.id, secretString: "${value}" });
new aws.secretsmanager.SecretPolicy("secretPolicy", {
  secretArn: secret.arn,
  blockPublicPolicy: true,
  policy: jsonStringify({
    Version: "2012-10-17",
    Statement: { Effect: "Deny", Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*",
      Condition: { StringNotEquals: { "aws:PrincipalAccount": secret.arn.apply((arn) => arn.split(":")[4]) } } },
  }),
});
const empty = new aws.secretsmanager.Secret("empty", { recoveryWindowInDays: 0 });
const role = new aws.iam.Role("role", { assumeRolePolicy: ${JSON.stringify(trust(service))} });
new aws.iam.RolePolicy("policy", {
  role: role.id,
  policy: jsonStringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["s3:*"], Resource: "*" }] }),
});
const bucket = new aws.s3.Bucket("Bucket", {});
new aws.s3.BucketVersioning("versioning", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
new aws.s3.BucketPublicAccessBlock("block", { bucket: bucket.id, blockPublicAcls: true, restrictPublicBuckets: true });
new aws.s3.BucketOwnershipControls("ownership", { bucket: bucket.id, rule: { objectOwnership: "${ownership}" } });
new aws.s3.BucketServerSideEncryptionConfiguration("encryption", {
  bucket: bucket.id,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
});
new aws.s3.BucketPolicy("bucketPolicy", {
  bucket: bucket.id,
  policy: jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: [interpolate\`\${bucket.arn}/*\`] }],
  }),
});
new aws.kms.Key("key", { description: "of a test", deletionWindowInDays: 7, enableKeyRotation: true });
const parameter = new aws.ssm.Parameter("parameter", { name: "/standins/parameter", type: "String", value: "parameter-value" });
new aws.cloudwatch.LogGroup("logs", { retentionInDays: ${retentionInDays} });
export const functions = {
  account: aws.getCallerIdentityOutput().accountId,
  region: aws.getRegionOutput().region,
  partition: aws.getPartitionOutput().dnsSuffix,
  zones: aws.getAvailabilityZonesOutput({ state: "available" }).names,
  secretName: aws.secretsmanager.getSecretOutput({ arn: secret.arn }).name,
  secretString: aws.secretsmanager.getSecretVersionOutput({ secretId: version.secretId, versionId: version.versionId }).secretString,
  stages: aws.secretsmanager.getSecretVersionsOutput({ secretId: version.secretId }).versions.apply((all) => all.map(({ versionStages }) => versionStages)),
  noVersions: aws.secretsmanager.getSecretVersionsOutput({ secretId: empty.name }).apply(({ versions, arn }) => \`\${versions} \${arn}\`),
  parameter: aws.ssm.getParameterOutput({ name: parameter.name }).value,
  role: aws.iam.getRoleOutput({ name: role.name }).arn,
  bucket: aws.s3.getBucketOutput({ bucket: bucket.bucket }).arn,
  document: aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["a:B"], resources: ["*"] }] }).minifiedJson,
};
`;
}

describe("stand-ins for the other AWS resources and functions", function () {
  this.timeout(120_000);
  let project: Project | undefined;

  afterEach(async () => {
    await project?.destroy("--skip-preview");
    await project?.remove();
    project = undefined;
  });

  it("create, settle, update, replace, refresh, import, destroy", async () => {
    const { accountId, environment } = await freshAccountEnvironment();
    const client = { endpoint: environment.AWS_ENDPOINT_URL ?? "", region: "us-east-1", forcePathStyle: true };
    const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
    const s3 = new S3Client({ ...client, credentials });
    project = await newProject({ program: program(), environment });

    const created = await project.up("--skip-preview");
    expect(created.code, created.stdout + created.stderr).to.equal(0);
    const { functions } = (await project.outputs()) as { functions: Record<string, unknown> };
    const bucket = await project.resource("aws:s3/bucket:Bucket");
    const role = await project.resource("aws:iam/role:Role");
    expect(bucket.id).to.match(/^bucket-[0-9a-f]{7}$/);
    expect(role.outputs).to.include({ path: "/", maxSessionDuration: 3600 }).and.to.not.have.property("region");
    expect(functions).to.deep.include({
      account: accountId,
      region: "us-east-1",
      partition: "amazonaws.com",
      secretString: "first-secret-value",
      stages: [["AWSCURRENT"]],
      noVersions: "undefined undefined",
      parameter: "parameter-value",
      role: `arn:aws:iam::${accountId}:role/${role.id}`,
      bucket: `arn:aws:s3:::${bucket.id}`,
      document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:B","Resource":"*"}]}',
    });
    expect(functions.zones).to.include("us-east-1a");
    const settled = await project.preview("--expect-no-changes");
    expect(settled.code, settled.stdout).to.equal(0);

    // A log group deleted behind Pulumi's back is made anew; a bucket that somebody else made is imported.
    const group = await project.resource("aws:cloudwatch/logGroup:LogGroup");
    await new CloudWatchLogsClient({ ...client, credentials }).send(
      new DeleteLogGroupCommand({ logGroupName: group.id }),
    );
    await s3.send(new CreateBucketCommand({ Bucket: `adopted-${accountId}` }));
    const second = { service: "ec2.amazonaws.com", value: "second-secret-value", ownership: "BucketOwnerEnforced" };
    await project.write(`${program(second)}
new aws.s3.Bucket("adopted", { bucket: "adopted-${accountId}" }, { import: "adopted-${accountId}" });`);
    const changed = await project.up("--skip-preview", "--refresh");
    expect(changed.code, changed.stdout + changed.stderr).to.equal(0);
    expect(changed.stdout)
      .to.match(/aws:cloudwatch:LogGroup logs created/)
      .and.to.match(/aws:secretsmanager:SecretVersion version replaced/)
      .and.to.match(/aws:iam:Role role updated/)
      .and.to.match(/aws:s3:BucketOwnershipControls ownership updated/)
      .and.to.match(/aws:s3:Bucket adopted imported/);
    const state = await project.stateText();
    for (const text of ["first-secret-value", "second-secret-value", "parameter-value"])
      expect(state).to.not.contain(text);

    // The adopted bucket is not force-destroyed, as its program does not say so.
    await s3.send(new PutObjectCommand({ Bucket: `adopted-${accountId}`, Key: "object", Body: "x" }));
    const refused = await project.destroy("--skip-preview", "--continue-on-error");
    expect(refused.stdout + refused.stderr).to.match(
      /deleting urn:\S+::adopted: 1 error occurred:\s+\* deleting S3 Bucket \(adopted-\d+\): operation error S3: DeleteBucket, https response error StatusCode: 409, RequestID: .*api error BucketNotEmpty: /,
    );
    expect((await project.resources()).filter(({ id }) => id !== undefined).map(({ type }) => type)).to.deep.equal([
      "pulumi:providers:aws",
      "aws:s3/bucket:Bucket",
    ]);
    const gone = await s3.send(new HeadBucketCommand({ Bucket: bucket.id ?? "" })).then(
      () => "there",
      (error: Error) => error.name,
    );
    expect(gone).to.equal("NotFound");
    await project.write(`import * as aws from "@pulumi/aws";
new aws.s3.Bucket("adopted", { bucket: "adopted-${accountId}", forceDestroy: true });`);
    expect((await project.up("--skip-preview")).code).to.equal(0);
  });
});
