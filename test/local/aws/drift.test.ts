// Drift detection over what MiniStack really has: changed and deleted with the services' own calls.
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { DeleteRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DeleteBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { freshAccount, localAws } from "../../support/localAws.ts";

const region = "us-east-1";
const body = JSON.stringify({
  Resources: {
    Queue: { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeout: 60, MessageRetentionPeriod: 300 } },
    Group: { Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: 7 } },
    Table: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      },
    },
    Bucket: { Type: "AWS::S3::Bucket" },
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        MaxSessionDuration: 7200,
        AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] },
      },
    },
    Topic: { Type: "AWS::SNS::Topic" },
  },
});

describe("drift detection on local AWS", () => {
  const config = { region, credentials: { accessKeyId: freshAccount(), secretAccessKey: "local" } };
  let formation: CloudFormation;
  let endpoint: string;

  before(async () => {
    ({ endpoint } = await localAws());
    formation = new CloudFormation({ ...config, endpoint });
  });

  const found = async (): Promise<Readonly<Record<string, unknown>>> => {
    const { StackDriftDetectionId } = await formation.detectStackDrift({ StackName: "s" });
    for (;;) {
      const { DetectionStatus, DetectionStatusReason } = await formation.describeStackDriftDetectionStatus({
        StackDriftDetectionId,
      });
      expect(DetectionStatus, DetectionStatusReason).to.not.equal("DETECTION_FAILED");
      if (DetectionStatus === "DETECTION_COMPLETE") break;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    const { StackResourceDrifts = [] } = await formation.describeStackResourceDrifts({ StackName: "s" });
    return Object.fromEntries(
      StackResourceDrifts.map(({ LogicalResourceId = "", StackResourceDriftStatus, PropertyDifferences = [] }) => [
        LogicalResourceId,
        [StackResourceDriftStatus, ...PropertyDifferences.map(({ PropertyPath }) => PropertyPath)],
      ]),
    );
  };

  it("sees what was changed and deleted with the services' own calls, and nothing else", async () => {
    const made = { StackName: "s", TemplateBody: body, Capabilities: ["CAPABILITY_IAM" as const] };
    await formation.createStack(made);
    const status = async () => (await formation.describeStacks({ StackName: "s" })).Stacks?.[0]?.StackStatus;
    while ((await status()) === "CREATE_IN_PROGRESS") await new Promise((resolve) => setTimeout(resolve, 30));
    const inSync = {
      Queue: ["IN_SYNC"],
      Group: ["IN_SYNC"],
      Table: ["IN_SYNC"],
      Bucket: ["IN_SYNC"],
      Role: ["IN_SYNC"],
    };
    expect(await found()).to.deep.equal(inSync);

    const { StackResources = [] } = await formation.describeStackResources({ StackName: "s" });
    const id = (logical: string) =>
      StackResources.find(({ LogicalResourceId }) => LogicalResourceId === logical)?.PhysicalResourceId ?? "";
    await new SQSClient({ ...config, endpoint }).send(
      new SetQueueAttributesCommand({ QueueUrl: id("Queue"), Attributes: { VisibilityTimeout: "90" } }),
    );
    await new S3Client({ ...config, endpoint, forcePathStyle: true }).send(
      new DeleteBucketCommand({ Bucket: id("Bucket") }),
    );
    await new IAMClient({ ...config, endpoint }).send(new DeleteRoleCommand({ RoleName: id("Role") }));
    expect(await found()).to.deep.equal({
      ...inSync,
      Queue: ["MODIFIED", "/VisibilityTimeout"],
      Bucket: ["DELETED"],
      Role: ["DELETED"],
    });
  });
});
