// Releases of our own, in a bucket of the account, whose hops take data away: planned and upgraded with --changes.
import { waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { recordCalls } from "../../../bench/recordCalls.ts";
import { flatChanges } from "../../../model/changes/changeTree.ts";
import {
  cloudFormationOf,
  eventsOf,
  lastEvents,
  type TestEnvironment,
  testEnvironment,
} from "../../support/panther.ts";
import { ended, leftBehind, startPlan } from "./startPlan.ts";

const secret = "5ec2e75ec2e75ec2e75ec2e75ec2e701";
const bucketOf = ({ accountId }: TestEnvironment) => `releases-${accountId}`;

describe("hops that take data away, on local AWS with the real engine", function () {
  this.timeout(300_000);
  let environment: TestEnvironment;
  after(() => environment.remove());

  it("are refused by a plan and by an upgrade unless accepted by name; a later hop stops before it begins", async () => {
    environment = await testEnvironment();
    const bucket = bucketOf(environment);
    await environment.configure({
      version: "v1.38.5",
      releaseBucket: bucket,
      deploymentRole: { arn: await makeRole(environment) },
      parameters: { OnboardSelf: false },
      firstDeployParameters: ["Token"],
    });
    await upload(environment);
    expect((await environment.pulumi("stack", "init")).code).to.equal(0);
    for (const name of ["Token", "LaterToken"]) {
      const set = await environment.pulumi(
        "config",
        "set",
        "--secret",
        "--path",
        `panther:secretParameters.${name}`,
        secret,
      );
      expect(set.code, set.stderr).to.equal(0);
    }
    const deployed = await environment.panther("deploy", "--release", "1.36.0", "--changes");
    expect(deployed.code, deployed.stdout + deployed.stderr).to.equal(0);

    // One in two steps: the empty stack of the look at it has made room for the real one.
    expect(eventsOf(deployed.events, "planned")[0]?.plan.changes).to.deep.include({
      from: null,
      secretsLeftOut: ["Token"],
    });
    expect(await leftBehind(environment)).to.deep.equal([]);
    const calls = await recordCalls(environment.env.AWS_ENDPOINT_URL ?? "");
    const looked = await ended(startPlan(environment, [], calls.endpoint)).finally(calls.close);
    expect(looked.exitCode).to.equal(2);
    expect(looked.stderr).to.match(
      /^✗ Core > Table \(AWS::DynamoDB::Table panther-one\) is replaced by a new, empty$/m,
    );
    expect(looked.stderr).to.include("With the secrets as they run: Token.");
    expect(looked.stderr).to.include("Left to their defaults here, since a preview sends no secrets: LaterToken.");
    const bodies = calls.calls.map(({ body }) => body);
    expect(bodies.filter((body) => body.includes("Action=CreateChangeSet"))).to.have.length(1);
    expect([...bodies, looked.stdout, looked.stderr].filter((text) => text.includes(secret))).to.deep.equal([]);
    const accepted = await ended(startPlan(environment, ["--accept", "replaces-stateful"]));
    // It stays to be read.
    expect(accepted.exitCode, accepted.stderr).to.equal(0);
    expect(accepted.stdout).to.match(/^! Core > Table/m);

    const before = await lastEvents(environment);
    const refused = await environment.panther("upgrade", "--changes");
    expect(refused.code).to.equal(2);
    expect(eventsOf(refused.events, "planned")[0]?.plan.changes?.counts).to.deep.include({ replaced: 1 });
    expect(eventsOf(refused.events, "failed")[0]).to.deep.include({ code: "replaces-stateful" });
    expect(await lastEvents(environment)).to.deep.equal(before);

    const stopped = await environment.panther("upgrade", "--changes", "--accept", "replaces-stateful");
    expect(stopped.code, stopped.stdout).to.equal(1);
    const [later, ...more] = eventsOf(stopped.events, "changes-previewed");
    expect(more).to.deep.equal([]);
    expect(later?.changes).to.deep.include({ from: "1.37.11", to: "1.38.5", secretsLeftOut: [] });
    expect(later?.changes.secretsAsTheyRun).to.deep.equal(["Token", "LaterToken"]);
    expect(
      flatChanges((later ?? expect.fail()).changes.stack).map(
        ({ path, change }) => `${path.slice(1).join("/")} ${change.action} ${change.old}`,
      ),
    ).to.include.members(["Store remove deleted", "Store/Kept remove retained", "Store/Reports remove deleted"]);
    expect(eventsOf(stopped.events, "finding").map(({ severity, code }) => `${severity} ${code}`)).to.include.members([
      "warning replaces-stateful",
      "error removes-nested-stack",
      "error removes-stateful",
      "warning leaves-behind",
    ]);
    const [failed] = eventsOf(stopped.events, "failed");
    expect(failed).to.deep.include({
      code: "changes-refused",
      standing: { running: "1.37.11", stacks: { "panther-test": "UPDATE_COMPLETE" } },
    });
    expect(failed?.fix).to.include("--accept removes-nested-stack removes-stateful");
    expect(eventsOf(stopped.events, "summary")[0]).to.include({ result: "failed", hops: 1 });
    expect(await leftBehind(environment)).to.deep.equal([]);

    const codes = ["removes-nested-stack", "removes-stateful"];
    const done = await environment.panther("upgrade", "--changes", "--accept", ...codes);
    expect(done.code, done.stdout).to.equal(0);
    expect(await leftBehind(environment)).to.deep.equal([]);
    expect((await ended(startPlan(environment))).stdout).to.match(/panther deploy test --changes$/);
    for (const { stdout, stderr } of [refused, stopped, done]) expect(stdout + stderr).to.not.include(secret);
  });
});

async function makeRole(environment: TestEnvironment): Promise<string> {
  const client = cloudFormationOf(environment);
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "cloudformation.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  const Properties = { RoleName: "panther-own-role", AssumeRolePolicyDocument: trust };
  await client.createStack({
    StackName: "own-role",
    TemplateBody: JSON.stringify({ Resources: { Role: { Type: "AWS::IAM::Role", Properties } } }),
    Capabilities: ["CAPABILITY_NAMED_IAM"],
  });
  await waitUntilStackCreateComplete(
    { client, maxWaitTime: 60, minDelay: 0.1, maxDelay: 0.3 },
    { StackName: "own-role" },
  );
  return `arn:aws:iam::${environment.accountId}:role/panther-own-role`;
}

/** Three releases: the second replaces a table and gets a new secret, the third loses a nested stack with a bucket. */
async function upload(environment: TestEnvironment): Promise<void> {
  const { env, region, accountId } = environment;
  const bucket = bucketOf(environment);
  const s3 = new S3({
    region,
    endpoint: env.AWS_ENDPOINT_URL ?? "",
    credentials: { accessKeyId: accountId, secretAccessKey: "local" },
    forcePathStyle: true,
  });
  await s3.createBucket({ Bucket: bucket });
  const put = async (key: string, body: unknown) => {
    await s3.putObject({ Bucket: bucket, Key: key, Body: JSON.stringify(body) });
    return `https://${bucket}.s3.${region}.amazonaws.com/${key}`;
  };
  const nested = (url: string, release: string) => ({
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: url, Tags: [{ Key: "PantherVersion", Value: release }] },
  });
  const store = await put("store.json", {
    Resources: {
      Reports: { Type: "AWS::S3::Bucket", Properties: { BucketName: `panther-reports-${accountId}` } },
      Kept: { Type: "AWS::SQS::Queue", DeletionPolicy: "Retain" },
    },
  });
  for (const [release, table, more, token] of [
    ["v1.36.0", "panther-one", true, []],
    ["v1.37.11", "panther-two", true, ["LaterToken"]],
    ["v1.38.5", "panther-two", false, ["LaterToken"]],
  ] as const) {
    const core = await put(`${release}-core.json`, {
      Resources: {
        Table: {
          Type: "AWS::DynamoDB::Table",
          Properties: {
            TableName: table,
            BillingMode: "PAY_PER_REQUEST",
            AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
            KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          },
        },
      },
    });
    await put(`${release}/panther.yml`, {
      Parameters: {
        OnboardSelf: { Type: "String", Default: "true" },
        ...Object.fromEntries(["Token", ...token].map((name) => [name, { Type: "String", NoEcho: true, Default: "" }])),
      },
      Resources: { Core: nested(core, release), ...(more && { Store: nested(store, release) }), ...project() },
    });
  }
}

/** The post-deploy build that every release since 1.22 has. */
function project() {
  return {
    Project: {
      Type: "AWS::CodeBuild::Project",
      Properties: {
        Name: "panther-pulumi",
        Artifacts: { Type: "NO_ARTIFACTS" },
        Environment: {
          ComputeType: "BUILD_GENERAL1_SMALL",
          Image: "aws/codebuild/standard:5.0",
          Type: "LINUX_CONTAINER",
        },
        ServiceRole: "arn:aws:iam::123456789012:role/any",
        Source: { Type: "NO_SOURCE", BuildSpec: "version: 0.2" },
      },
    },
  };
}
