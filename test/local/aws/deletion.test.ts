// What a deletion meets on local AWS: a filled bucket below a nested stack, a service role that is forbidden to, or gone.
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { laterDenies, laterDeniesName } from "../../../local/releases/laterDenies.ts";
import { freshAccount, localAws } from "../../support/localAws.ts";

const region = "us-east-1";

describe("deleting a stack on local AWS", function () {
  this.timeout(60_000);
  const account = freshAccount();
  let formation: CloudFormation;
  let s3: S3;
  let iam: IAM;
  let role: string;

  before(async () => {
    const { endpoint } = await localAws();
    const access = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: "local" } };
    formation = new CloudFormation(access);
    s3 = new S3({ ...access, forcePathStyle: true });
    iam = new IAM(access);
    role = await makeRole("PantherDeploymentRole");
    await s3.createBucket({ Bucket: `templates-${account}` });
  });

  async function makeRole(RoleName: string): Promise<string> {
    const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument: trust });
    return Role?.Arn ?? "";
  }

  async function create(name: string, child: object, more: object = {}): Promise<string> {
    const key = `${name}.json`;
    await s3.putObject({ Bucket: `templates-${account}`, Key: key, Body: JSON.stringify(child) });
    const { StackId = "" } = await formation.createStack({
      StackName: name,
      TemplateBody: JSON.stringify({
        Resources: {
          Bootstrap: {
            Type: "AWS::CloudFormation::Stack",
            Properties: { TemplateURL: `https://templates-${account}.s3.amazonaws.com/${key}` },
          },
        },
      }),
      ...more,
    });
    expect(await settled(StackId)).to.equal("CREATE_COMPLETE");
    return StackId;
  }

  async function settled(StackName: string): Promise<string | undefined> {
    for (;;) {
      const { Stacks: [stack] = [] } = await formation.describeStacks({ StackName });
      if (!stack?.StackStatus?.endsWith("_IN_PROGRESS")) return stack?.StackStatus;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const deleted = async (StackName: string, more: object = {}) => {
    await formation.deleteStack({ StackName, ...more });
    return settled(StackName);
  };

  async function resource(StackName: string, LogicalResourceId: string) {
    const { StackResources = [] } = await formation.describeStackResources({ StackName, LogicalResourceId });
    const [found] = StackResources;
    return {
      id: found?.PhysicalResourceId ?? "",
      status: found?.ResourceStatus,
      reason: found?.ResourceStatusReason ?? "",
    };
  }

  it("fails at a filled bucket of a nested stack, in S3's words, and goes on without it", async () => {
    const bucket = { Type: "AWS::S3::Bucket", Properties: { VersioningConfiguration: { Status: "Enabled" } } };
    const stack = await create("filled", { Resources: { Data: bucket } });
    const nested = (await resource(stack, "Bootstrap")).id;
    const { id: Bucket } = await resource(nested, "Data");
    await s3.putObject({ Bucket, Key: "a", Body: "x" });
    await s3.deleteObject({ Bucket, Key: "a" });
    expect(await deleted(stack)).to.equal("DELETE_FAILED");
    const failed = await resource(nested, "Data");
    expect(failed.status).to.equal("DELETE_FAILED");
    expect(failed.reason).to.match(
      /^Resource handler returned message: "The bucket you tried to delete is not empty\. You must delete all versions in the bucket\. \(Service: S3, Status Code: 409, /,
    );
    expect((await resource(stack, "Bootstrap")).reason).to.equal(
      `Embedded stack ${nested} was not successfully deleted: The following resource(s) failed to delete: [Data]. `,
    );
    expect(await deleted(nested, { RetainResources: ["Data"] })).to.equal("DELETE_COMPLETE");
    expect(await deleted(stack)).to.equal("DELETE_COMPLETE");
    expect((await s3.listObjectVersions({ Bucket })).Versions).to.have.lengthOf(1);
  });

  it("is refused to a role that later releases forbid it to, by name; another role may", async () => {
    const resources = {
      Data: { Type: "AWS::S3::Bucket" },
      Users: { Type: "AWS::Cognito::UserPool", Properties: { UserPoolName: "panther-users" } },
      Queue: { Type: "AWS::SQS::Queue" },
    };
    const stack = await create("forbidden", { Resources: resources }, { RoleARN: role });
    const nested = (await resource(stack, "Bootstrap")).id;
    const policy = { RoleName: "PantherDeploymentRole", PolicyName: laterDeniesName };
    await iam.putRolePolicy({ ...policy, PolicyDocument: JSON.stringify(laterDenies) });
    expect(await deleted(stack)).to.equal("DELETE_FAILED");
    const data = await resource(nested, "Data");
    expect(data.reason).to.include(
      `"User: arn:aws:sts::${account}:assumed-role/PantherDeploymentRole/AWSCloudFormation is not authorized to perform: s3:DeleteBucket on resource: arn:aws:s3:::${data.id} with an explicit deny in an identity-based policy (Service: S3, `,
    );
    expect((await resource(nested, "Users")).reason).to.include(
      "is not authorized to perform: cognito-idp:DeleteUserPool",
    );
    expect((await resource(nested, "Queue")).status).to.equal("DELETE_COMPLETE");
    const other = await makeRole("TeardownRole");
    expect(await deleted(stack, { RoleARN: other })).to.equal("DELETE_COMPLETE");
    expect((await formation.describeStacks({ StackName: stack })).Stacks?.[0]?.RoleARN).to.equal(other);
  });

  it("needs the stack's role, or another one", async () => {
    const gone = await makeRole("Gone");
    const stack = await create("roleless", { Resources: { Queue: { Type: "AWS::SQS::Queue" } } }, { RoleARN: gone });
    await iam.deleteRole({ RoleName: "Gone" });
    const refused = await formation.deleteStack({ StackName: stack }).catch((error: Error) => error);
    expect(String(refused)).to.equal(`ValidationError: Role ${gone} is invalid or cannot be assumed`);
    expect(await settled(stack)).to.equal("CREATE_COMPLETE");
    expect(await deleted(stack, { RoleARN: role })).to.equal("DELETE_COMPLETE");
  });
});

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "cloudformation.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
