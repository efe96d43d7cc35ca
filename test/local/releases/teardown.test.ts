// What Custom::PantherTeardown does in both partitions, with the code of a release before and after it asks which it is in.
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { customResourceCode } from "../../../local/releases/assets.ts";
import { freshAccount, freshChinaAccount, localAws } from "../../support/localAws.ts";

const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const group = "/aws/lambda/panther-cfn-custom-resources";
const template = (Bucket: string) => ({
  Resources: {
    Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: trust } },
    Group: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: group } },
    Function: {
      Type: "AWS::Lambda::Function",
      Properties: {
        FunctionName: "panther-cfn-custom-resources",
        Runtime: "python3.11",
        Handler: "custom_resources.handler",
        Timeout: 60,
        Role: { "Fn::GetAtt": ["Role", "Arn"] },
        Code: { S3Bucket: Bucket, S3Key: "code.zip" },
      },
    },
    CustomTeardown: {
      Type: "Custom::PantherTeardown",
      Properties: {
        ServiceToken: { "Fn::GetAtt": ["Function", "Arn"] },
        CustomResourceLogGroupName: { Ref: "Group" },
        CustomResourceRoleName: { Ref: "Role" },
      },
    },
  },
});

describe("the teardown in Panther's own code", function () {
  this.timeout(60_000);

  async function teardown(account: string, region: string, partition: "" | "aws") {
    const { endpoint } = await localAws();
    const access = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: "local" } };
    const s3 = new S3({ ...access, forcePathStyle: true });
    const formation = new CloudFormation(access);
    const logs = new CloudWatchLogs(access);
    const Bucket = `code-${account}`;
    await s3.createBucket({ Bucket });
    await s3.putObject({ Bucket, Key: "code.zip", Body: customResourceCode(0, partition) });
    const settled = async (StackName: string) => {
      for (;;) {
        const { Stacks: [stack] = [] } = await formation.describeStacks({ StackName });
        if (!stack?.StackStatus?.endsWith("_IN_PROGRESS")) return stack?.StackStatus;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const TemplateBody = JSON.stringify(template(Bucket));
    const made = await formation.createStack({ StackName: "gateway", TemplateBody, Capabilities: ["CAPABILITY_IAM"] });
    const stack = made.StackId ?? "";
    expect(await settled(stack)).to.equal("CREATE_COMPLETE");
    await logs.createLogGroup({ logGroupName: "/aws/lambda/panther-left-over" });
    const remove = async (RetainResources: readonly string[]) => {
      await formation.deleteStack({ StackName: stack, RetainResources: [...RetainResources] });
      return settled(stack);
    };
    const status = await remove([]);
    const { StackResources = [] } = await formation.describeStackResources({ StackName: stack });
    const reason = StackResources.find(({ LogicalResourceId: id }) => id === "CustomTeardown")?.ResourceStatusReason;
    const afterwards = status === "DELETE_FAILED" ? await remove(["CustomTeardown"]) : status;
    const { logGroups = [] } = await logs.describeLogGroups({});
    return { status, reason, afterwards, logGroups: logGroups.map(({ logGroupName }) => logGroupName) };
  }

  it("removes log groups, and keeps its function from making one again", async () => {
    expect(await teardown(freshAccount(), "eu-west-1", "aws")).to.deep.equal({
      status: "DELETE_COMPLETE",
      reason: undefined,
      afterwards: "DELETE_COMPLETE",
      logGroups: [],
    });
  });

  it("fails in China where it names the other partition, and its function's log group comes back", async () => {
    expect(await teardown(freshChinaAccount(), "cn-north-1", "aws")).to.deep.equal({
      status: "DELETE_FAILED",
      reason:
        "Received response status [FAILED] from custom resource. Message returned: failed to add iam permission boundary to self: NoSuchEntity: Scope ARN: arn:aws:iam::aws:policy/AWSDenyAll does not exist or is not attachable.",
      afterwards: "DELETE_COMPLETE",
      logGroups: [group],
    });
  });

  it("works in China where it asks which partition it is in", async () => {
    const done = await teardown(freshChinaAccount(), "cn-north-1", "");
    expect([done.status, done.logGroups]).to.deep.equal(["DELETE_COMPLETE", []]);
  });
});
