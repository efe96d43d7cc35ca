import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { changingCalls, recordCalls } from "../../../bench/recordCalls.ts";
import { type TestEnvironment, testEnvironment } from "../../support/panther.ts";
import { asOperator, checked, run, settings } from "./runOnLocalAws.ts";

/** The secret and the key that the environment's parameters name. */
async function withSecret(environment: TestEnvironment): Promise<void> {
  const secret = await new SecretsManager(settings(environment)).createSecret({
    Name: "panther-pulumi",
    SecretString: "x",
  });
  const key = await new KMS(settings(environment)).createKey({});
  await environment.configure({
    parameters: {
      FirstUserEmail: "first.user@example.com",
      OnboardSelf: false,
      CompanyDisplayName: "Acme",
      PulumiSecretArn: secret.ARN,
      PulumiSecretKeyArn: key.KeyMetadata?.Arn,
    },
  });
}

/** What a Panther of old left that holds data, none of it with a tag. */
async function plantData(environment: TestEnvironment): Promise<void> {
  const aws = settings(environment);
  await new DynamoDB(aws).createTable({
    TableName: "panther-organization",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  });
  await new SNS(aws).createTopic({ Name: "panther-cw-alarms" });
  await new SQS(aws).createQueue({ QueueName: "panther-of-old" });
  await new S3({ ...aws, forcePathStyle: true }).createBucket({ Bucket: `panther-of-old-${environment.accountId}` });
  const secrets = new SecretsManager(aws);
  await secrets.createSecret({ Name: "panther/old", SecretString: "x" });
  await secrets.deleteSecret({ SecretId: "panther/old", RecoveryWindowInDays: 7 });
}

describe("panther preflight, on local AWS", function () {
  this.timeout(180_000);
  let environment: TestEnvironment;
  afterEach(() => environment.remove());

  it("finds nothing but runtimes in an empty account, calls nothing that changes it, and takes one by name", async () => {
    environment = await testEnvironment();
    await withSecret(environment);
    const operator = await asOperator(environment);
    const calls = await recordCalls(operator.env.AWS_ENDPOINT_URL ?? "");
    const first = await checked(operator.as({ AWS_ENDPOINT_URL: calls.endpoint })).finally(calls.close);
    expect(first.failed).to.deep.equal(["runtimes"]);
    // Local AWS has no Service Quotas: told, and no failure.
    expect(first.unknown).to.deep.equal(["quotas"]);
    expect(first.warned).to.deep.equal([]);
    expect(first.exitCode).to.equal(2);
    expect(first.answer.caller).to.include(":assumed-role/Operator/jane");
    const changing = changingCalls(calls.calls).filter((call) => !/^Simulate(?:Custom|Principal)Policy$/.test(call));
    expect(changing).to.deep.equal([]);

    const accepted = await checked(operator, "--accept", "runtimes");
    expect({ exitCode: accepted.exitCode, refused: accepted.answer.refused }).to.deep.equal({
      exitCode: 0,
      refused: false,
    });
    expect(accepted.found("runtimes").accepted).to.equal(true);
  });

  it("finds what an earlier Panther left, and what is missing", async () => {
    environment = await testEnvironment();
    const aws = settings(environment);
    const operator = await asOperator(environment);
    await new CloudWatchLogs(aws).createLogGroup({ logGroupName: "/aws/lambda/panther-cfn-custom-resources" });
    await new CloudWatchLogs(aws).createLogGroup({ logGroupName: "/aws/lambda/panther-of-old" });
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const roles = ["PantherDeploymentRole", "PantherAuditRole-us-east-1"];
    for (const RoleName of roles) await new IAM(aws).createRole({ RoleName, AssumeRolePolicyDocument: trust });
    await plantData(environment);

    const { exitCode, found, failed, warned } = await checked(operator);
    expect(exitCode).to.equal(2);
    expect(failed).to.include.members(["leftover-roles", "leftover-log-groups", "secrets", "runtimes"]);
    const bucket = `panther-of-old-${environment.accountId}`;
    const remains = {
      "leftover-tables": ["failure", "panther-organization (Core/OrganizationTable)", "aws dynamodb delete-table"],
      "leftover-topics": ["failure", "panther-cw-alarms (Bootstrap/AlarmTopic)", "aws sns delete-topic"],
      "leftover-queues": ["warning", "panther-of-old", "aws sqs delete-queue"],
      "leftover-buckets": ["warning", bucket, `aws s3 rb 's3://${bucket}'`],
      "leftover-secrets": ["warning", "panther/old, deleted", "aws secretsmanager restore-secret"],
    };
    for (const [code, [verdict, thing, command]] of Object.entries(remains)) {
      const [observation] = found(code).observations;
      expect(observation?.verdict, code).to.equal(verdict);
      expect(observation?.evidence?.[0], code).to.include(thing);
      expect(observation?.fix, code).to.include(command);
    }
    expect(found("leftover-log-groups").observations.map(({ verdict, evidence }) => [verdict, evidence])).to.deep.equal(
      [
        ["failure", ["/aws/lambda/panther-cfn-custom-resources (BootstrapGateway/CustomResourceLogGroup)"]],
        ["warning", ["/aws/lambda/panther-of-old"]],
      ],
    );
    expect(found("leftover-roles").observations[0]?.evidence).to.deep.equal(["PantherDeploymentRole (DeploymentRole)"]);
    expect(found("leftover-roles").observations[1]?.evidence).to.deep.equal(["PantherAuditRole-us-east-1"]);
    expect(found("leftover-roles").observations[0]?.fix).to.include(
      "aws iam delete-role --role-name 'PantherDeploymentRole'",
    );
    expect(warned).to.not.include("leftover-roles");

    const text = await run(operator);
    expect(text.exitCode).to.equal(2);
    const long = text.stdout.split("\n").filter((line) => line.length > 80 && !/arn:|aws |https:/.test(line));
    expect(long).to.deep.equal([]);
  });

  it("finds an account that is not approved, denied actions, and policies of the organization", async () => {
    environment = await testEnvironment();
    await withSecret(environment);
    const operator = await asOperator(environment);
    await new IAM(settings(environment)).putRolePolicy({
      RoleName: "Operator",
      PolicyName: "no-roles",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Deny", Action: "iam:PassRole", Resource: "*" }],
      }),
    });
    const folder = await mkdtemp(join(tmpdir(), "panther-scp-"));
    const scp = join(folder, "network.json");
    await writeFile(
      scp,
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Deny", Action: "ec2:CreateVpc", Resource: "*" }],
      }),
    );
    const denied = await checked(operator, "--scp-file", scp).finally(() => rm(folder, { recursive: true }));
    expect(denied.failed).to.deep.equal(["runtimes", "caller-permissions", "organization-policies"]);
    expect(denied.found("organization-policies").observations[0]?.evidence?.[0]).to.include("ec2:CreateVpc");
    expect(denied.found("caller-permissions").observations[0]?.evidence?.[0]).to.include("iam:PassRole");

    // A bucket that lets this account read nothing.
    await environment.configure({ templateUrl: "https://panther-not-approved.s3.us-east-1.amazonaws.com/{key}" });
    const missing = await checked(operator);
    expect(missing.failed).to.include("approved-release");
  });

  it("knows what is the environment's own once it stands, and says who can't get in", async () => {
    environment = await testEnvironment();
    expect((await environment.panther("deploy", "--release", "1.36.0")).code).to.equal(0);
    const operator = await asOperator(environment);
    const { failed, found, unknown, warned } = await checked(operator);
    expect(failed.filter((code) => code.startsWith("leftover"))).to.deep.equal([]);
    expect(warned.filter((code) => code.startsWith("leftover"))).to.deep.equal([]);
    expect(found("runtimes").verdict).to.equal("warning");
    expect(found("role-version").verdict).to.equal("pass");
    expect(unknown).to.deep.equal([]);

    await new IAM(settings(environment)).putRolePolicy({
      RoleName: "PantherDeploymentRole",
      PolicyName: "no-networks",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Deny", Action: "ec2:CreateVpc", Resource: "*" }],
      }),
    });
    const denied = await checked(operator);
    expect(denied.found("role-permissions").verdict).to.equal("failure");
    expect(denied.found("role-permissions").observations[0]?.evidence).to.deep.equal([
      "ec2:CreateVpc: explicitly denied",
    ]);

    const other = await checked(environment.as({ AWS_ACCESS_KEY_ID: "999999999999" }));
    expect({ exitCode: other.exitCode, failed: other.failed }).to.deep.equal({ exitCode: 2, failed: ["account"] });
    expect(other.answer.checks).to.have.length(1);
  });
});
