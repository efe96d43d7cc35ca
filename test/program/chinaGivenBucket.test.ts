import { CloudFormation, waitUntilStackDeleteComplete } from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";
import { chinaEnvironment, clientOf, type TwoSides } from "../support/china.ts";
import { putRelease } from "../support/chinaRelease.ts";
import { clearFaults, fault } from "../support/faults.ts";
import type { TestEnvironment } from "../support/panther.ts";

const minutes = 60_000;

describe("the program for a Panther split in China, with a release bucket that is there", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;
  let sides: TwoSides;
  let bucket = "";

  before(async () => {
    // The backend's credentials are the process's own.
    const china = { createReleaseBucket: false, profile: undefined };
    ({ environment, sides } = await chinaEnvironment({ firstDeployParameters: [] }, china));
    bucket = `panther-releases-${sides.china.accountId}`;
    const s3 = new S3Client({ ...clientOf(sides, sides.china), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    expect((await environment.pulumi("stack", "init")).code).to.equal(0);
  });
  after(async () => {
    await clearFaults();
    await environment?.remove();
    sides?.remove();
  });

  const state = async () => (await environment.pulumi("stack", "export")).stdout;

  async function up(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
    const { code, stdout, stderr } = await environment.pulumi("up", "--yes", "--skip-preview", ...args);
    return { code, said: stdout + stderr };
  }

  it("makes nothing before a release is in it", async () => {
    const { code, said } = await up();
    expect(code).to.not.equal(0);
    expect(said).to.include("panther china copy test --release v1.39.7");
    expect(await state()).to.not.include("panther:index:");
  });

  it("refuses more than a first deploy sets, and nothing has moved, the role neither", async () => {
    await putRelease(sides, bucket, "1.39.7");
    const { code, said } = await up();
    expect(code).to.not.equal(0);
    expect(said).to.include("beyond those are CompanyDisplayName");
    const { Stacks } = await new CloudFormation(clientOf(sides, sides.china)).describeStacks({});
    expect(Stacks).to.deep.equal([]);
  });

  it("leaves it alone, and needs a profile for one side only", async () => {
    await environment.configure({ firstDeployParameters: ["CompanyDisplayName"] });
    const { code, said } = await up();
    expect(code, said).to.equal(0);
    expect(await state())
      .to.include("panther:index:PantherReleaseBucket")
      .and.not.include("aws:s3/");
  });

  it("goes on from the backend where the web app could not be made, once what is left of it is gone", async () => {
    const web = new CloudFormation(clientOf(sides, sides.web));
    await new SecretsManagerClient(clientOf(sides, sides.web)).send(
      new PutSecretValueCommand({ SecretId: "panther/china", SecretString: "{}" }),
    );
    await fault({ stack: "panther-web", path: "ProxyTask", on: "create", action: { kind: "fail" } });
    expect((await up()).code).to.not.equal(0);
    await clearFaults();
    const { Stacks: [left] = [] } = await web.describeStacks({ StackName: "panther-web" });
    expect(left?.StackStatus).to.equal("ROLLBACK_COMPLETE");
    await web.deleteStack({ StackName: "panther-web" });
    await waitUntilStackDeleteComplete(
      { client: web, maxWaitTime: 60, minDelay: 0.2, maxDelay: 1 },
      { StackName: "panther-web" },
    );
    const { code, said } = await up("--refresh");
    expect(code, said).to.equal(0);
    const { Stacks: [made] = [] } = await web.describeStacks({ StackName: "panther-web" });
    expect(made?.StackStatus).to.equal("CREATE_COMPLETE");
  });
});
