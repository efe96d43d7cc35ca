// A teardown of what was deployed from source: nine stacks side by side, and a bucket that they leave.
import { type CreateStackInput, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { examplePlace } from "../../model/permissions/placesOf.ts";
import { sourceStackNames } from "../../model/teardown/sourceStacks.ts";
import { cloudFormationOf, type TestEnvironment, testEnvironment } from "../support/panther.ts";
import { runPanther } from "./cli.ts";
import { enforceIam } from "./operator.ts";
import { permitted } from "./permitted.ts";

const tagsOf = (stack: string) => [
  { Key: "Application", Value: "Panther" },
  { Key: "Stack", Value: stack },
];

describe("the policy of teardown for a deployment from source, on local AWS with IAM enforced", function () {
  this.timeout(120_000);
  let environment: TestEnvironment;

  before(async () => {
    environment = await testEnvironment({
      version: "v1.16.0",
      sourceDeployer: { vpcId: "vpc-12345678", subnetId: "subnet-12345678" },
      parameters: { FirstUserEmail: "a@example.com" },
      firstDeployParameters: undefined,
    });
  });
  after(async () => {
    await enforceIam(false);
    await environment.remove();
  });

  const clientOf = ({ accountId, region, env }: TestEnvironment) => ({
    ...{ region, endpoint: env.AWS_ENDPOINT_URL ?? "", forcePathStyle: true },
    credentials: { accessKeyId: accountId, secretAccessKey: "local" },
  });
  const create = async (stack: Pick<CreateStackInput, "StackName" | "Tags">, Resources: object) => {
    const client = cloudFormationOf(environment);
    await client.createStack({ ...stack, TemplateBody: JSON.stringify({ Resources }) });
    const { StackName } = stack;
    await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 0.1, maxDelay: 0.5 }, { StackName });
  };

  it("is enough, with the deployment role to delete the stacks with", async () => {
    const { accountId: account, projectDirectory } = environment;
    const RoleName = "PantherDeploymentRole";
    const role = `arn:aws:iam::${account}:role/${RoleName}`;
    const trust = { Effect: "Allow", Principal: { Service: "cloudformation.amazonaws.com" }, Action: "sts:AssumeRole" };
    const Version = "2012-10-17";
    const iam = new IAM(clientOf(environment));
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: JSON.stringify({ Version, Statement: [trust] }) });
    const PolicyDocument = JSON.stringify({ Version, Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });
    await iam.putRolePolicy({ RoleName, PolicyName: "All", PolicyDocument });
    const Tags = tagsOf("panther-bootstrap");
    const bucket = { Type: "AWS::S3::Bucket", DeletionPolicy: "Retain", Properties: { Tags } };
    for (const StackName of sourceStackNames) {
      const more = StackName === "panther-bootstrap" && { AuditLogs: bucket };
      await create({ StackName, Tags: tagsOf(StackName) }, { Topic: { Type: "AWS::SNS::Topic" }, ...more });
    }
    const s3 = new S3(clientOf(environment));
    const { Buckets: [left] = [] } = await s3.listBuckets({});
    await s3.putObject({ Bucket: left?.Name, Key: "a", Body: "a" });
    const client = cloudFormationOf(environment);
    await client.updateTerminationProtection({ StackName: "panther-core", EnableTerminationProtection: true });

    await enforceIam(true);
    const place = { ...examplePlace, account, role, ownRole: role, fromSource: "panther" };
    const names = { root: "panther-test", buckets: "panther-test-" };
    const operators = permitted(environment, "standard", { ...place, ...names });
    const keys = await operators.keysFor("teardown");
    const { code, stdout, stderr } = await runPanther({ ...environment.env, ...keys }, [
      ...["teardown", "test", "--confirm", "test", "--role-arn", role],
      ...["--project", projectDirectory, "--poll-seconds", "0.2", "--calls-per-second", "50"],
    ]);
    expect(code, stdout + stderr).to.equal(0);
    expect((await client.describeStacks({})).Stacks).to.deep.equal([]);
    expect((await s3.listBuckets({})).Buckets ?? []).to.deep.equal([]);
    const differences = await operators.differences();
    expect(differences.filter((one) => one.includes(" lacks "))).to.deep.equal([]);
  });
});
