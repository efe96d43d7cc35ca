// All of local AWS together, as a driver meets it: through the SDK, over HTTP.
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type StackEvent,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  ListProjectsCommand,
  StartBuildCommand,
} from "@aws-sdk/client-codebuild";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { freshAccount, localAws } from "../../support/localAws.ts";
import { templates } from "./templates.ts";

const region = "us-east-1";
const capabilities = { Capabilities: ["CAPABILITY_NAMED_IAM" as const] };

describe("stacks on local AWS", () => {
  const account = freshAccount();
  const bucket = `templates-${account}`;
  const config = { region, credentials: { accessKeyId: account, secretAccessKey: "local" } };
  let formation: CloudFormationClient;
  let queues: SQSClient;
  let roles: IAMClient;
  let functions: LambdaClient;
  let builds: CodeBuildClient;
  let logs: CloudWatchLogsClient;
  let endpoint: string;

  const rootUrl = () => `https://${bucket}.s3.amazonaws.com/root.json`;
  const parameters = (values: Readonly<Record<string, string>>) => ({
    Parameters: Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  });
  const status = async (name: string) =>
    (await formation.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0];
  const settled = async (name: string): Promise<string> => {
    for (;;) {
      const now = (await status(name))?.StackStatus ?? "";
      if (!now.endsWith("_IN_PROGRESS")) return now;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  const events = async (name: string): Promise<StackEvent[]> => {
    const { StackEvents = [] } = await formation.send(new DescribeStackEventsCommand({ StackName: name }));
    return StackEvents.reverse();
  };
  const physicalId = async (stack: string, logical: string): Promise<string> => {
    const { StackResourceSummaries = [] } = await formation.send(new ListStackResourcesCommand({ StackName: stack }));
    return (
      StackResourceSummaries.find(({ LogicalResourceId }) => LogicalResourceId === logical)?.PhysicalResourceId ?? ""
    );
  };
  const leftovers = async () => ({
    queues: (await queues.send(new ListQueuesCommand({}))).QueueUrls ?? [],
    roles: ((await roles.send(new ListRolesCommand({}))).Roles ?? []).map(({ RoleName }) => RoleName),
    functions: ((await functions.send(new ListFunctionsCommand({}))).Functions ?? []).map(
      ({ FunctionName }) => FunctionName,
    ),
    projects: (await builds.send(new ListProjectsCommand({}))).projects ?? [],
  });
  const nothing = { queues: [], roles: [], functions: [], projects: [] };

  before(async () => {
    ({ endpoint } = await localAws());
    const at = { ...config, endpoint };
    formation = new CloudFormationClient(at);
    queues = new SQSClient(at);
    roles = new IAMClient(at);
    functions = new LambdaClient(at);
    builds = new CodeBuildClient(at);
    logs = new CloudWatchLogsClient(at);
    const s3 = new S3Client(at);
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const styles: Readonly<Record<string, string>> = {
      "middle.json": `${endpoint}/${bucket}/middle.json`,
      "leaf.json": `https://s3.us-east-1.amazonaws.com/${bucket}/leaf.json`,
    };
    for (const [Key, Body] of Object.entries(templates((key) => styles[key] ?? ""))) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    }
  });

  it("creates three levels, with functions that run and a project that builds", async () => {
    await formation.send(new CreateStackCommand({ StackName: "panther-a", TemplateURL: rootUrl(), ...capabilities }));
    expect(await settled("panther-a")).to.equal("CREATE_COMPLETE");
    const echo = (await status("panther-a"))?.Outputs?.[0]?.OutputValue;
    expect(echo).to.match(
      new RegExp(`^Create arn:aws:sqs:us-east-1:${account}:panther-a-Middle-\\w+-Leaf-\\w+-Queue-\\w+$`),
    );

    const environmentVariablesOverride = [{ name: "NAME", value: "driver" }];
    const started = await builds.send(
      new StartBuildCommand({ projectName: "panther-pulumi", environmentVariablesOverride }),
    );
    const look = async () =>
      (await builds.send(new BatchGetBuildsCommand({ ids: [started.build?.id ?? ""] }))).builds?.[0];
    expect(started.build).to.include({ buildStatus: "IN_PROGRESS", initiator: account });
    while (!(await look())?.buildComplete) await new Promise((resolve) => setTimeout(resolve, 50));
    const build = await look();
    expect(build?.buildStatus).to.equal("SUCCEEDED");
    expect(build?.endTime).to.be.instanceOf(Date);
    const { groupName: logGroupName, streamName: logStreamName } = build?.logs ?? {};
    const lines = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true }));
    expect(lines.events?.map(({ message }) => message)).to.include("hello driver\n");
  });

  it("updates through three levels, in place", async () => {
    const middle = await physicalId("panther-a", "Middle");
    const leaf = await physicalId(middle, "Leaf");
    const queue = await physicalId(leaf, "Queue");
    await formation.send(
      new UpdateStackCommand({
        StackName: "panther-a",
        UsePreviousTemplate: true,
        ...parameters({ Retention: "700" }),
        ...capabilities,
      }),
    );
    expect(await settled("panther-a")).to.equal("UPDATE_COMPLETE");
    expect(await physicalId(leaf, "Queue")).to.equal(queue);
    const { Attributes } = await queues.send(
      new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ["MessageRetentionPeriod"] }),
    );
    expect(Attributes).to.deep.equal({ MessageRetentionPeriod: "700" });
    expect((await status("panther-a"))?.Outputs?.[0]?.OutputValue).to.match(/^Update /);
  });

  it("rolls a failed update back at all levels, and says why at each", async () => {
    const [middle, leaf] = await physicalId("panther-a", "Middle").then(
      async (id) => [id, await physicalId(id, "Leaf")] as const,
    );
    await formation.send(
      new UpdateStackCommand({
        StackName: "panther-a",
        UsePreviousTemplate: true,
        ...parameters({ Retention: "5" }),
        ...capabilities,
      }),
    );
    expect(await settled("panther-a")).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect([(await status(middle))?.StackStatus, (await status(leaf))?.StackStatus]).to.deep.equal([
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
    ]);
    const failed = (await events(leaf)).find(({ ResourceStatus }) => ResourceStatus === "UPDATE_FAILED");
    expect(failed).to.include({ LogicalResourceId: "Queue" });
    expect(failed?.ResourceStatusReason).to.match(/MessageRetentionPeriod/);
    const QueueUrl = await physicalId(leaf, "Queue");
    const { Attributes } = await queues.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["MessageRetentionPeriod"] }),
    );
    expect(Attributes).to.deep.equal({ MessageRetentionPeriod: "700" });
  });

  it("deletes everything", async () => {
    const { StackId = "" } = (await status("panther-a")) ?? {};
    await formation.send(new DeleteStackCommand({ StackName: "panther-a" }));
    expect(await settled(StackId)).to.equal("DELETE_COMPLETE");
    expect(await leftovers()).to.deep.equal(nothing);
  });

  it("undoes a create that fails in the third level; its deleted stacks can be read by ARN", async () => {
    const bad = parameters({ Retention: "5" });
    const { StackId = "" } = await formation.send(
      new CreateStackCommand({ StackName: "panther-b", TemplateURL: rootUrl(), ...bad, ...capabilities }),
    );
    expect(await settled(StackId)).to.equal("ROLLBACK_COMPLETE");
    const embedded = (await events(StackId)).find(
      ({ LogicalResourceId, ResourceStatus }) => LogicalResourceId === "Middle" && ResourceStatus === "CREATE_FAILED",
    );
    const middle = embedded?.PhysicalResourceId ?? "";
    expect(embedded?.ResourceStatusReason).to.equal(
      `Embedded stack ${middle} was not successfully created: The following resource(s) failed to create: [Leaf]. `,
    );
    expect(await settled(middle)).to.equal("DELETE_COMPLETE");
    const leaf = (await events(middle)).find(
      ({ LogicalResourceId, ResourceStatus }) => LogicalResourceId === "Leaf" && ResourceStatus === "CREATE_FAILED",
    );
    const reason = (await events(leaf?.PhysicalResourceId ?? "")).find(
      ({ ResourceStatus }) => ResourceStatus === "CREATE_FAILED",
    );
    expect([reason?.LogicalResourceId, reason?.ResourceStatusReason]).to.satisfy(
      ([id, text]: string[]) => id === "Queue" && text?.includes("MessageRetentionPeriod"),
    );
    expect(await leftovers()).to.deep.equal(nothing);
  });

  it("reports a custom resource's own reason", async () => {
    const bad = parameters({ Wish: "fail create" });
    const { StackId = "" } = await formation.send(
      new CreateStackCommand({ StackName: "panther-c", TemplateURL: rootUrl(), ...bad, ...capabilities }),
    );
    expect(await settled(StackId)).to.equal("ROLLBACK_COMPLETE");
    const middle =
      (await events(StackId)).find(
        ({ LogicalResourceId, ResourceStatus }) => LogicalResourceId === "Middle" && ResourceStatus === "CREATE_FAILED",
      )?.PhysicalResourceId ?? "";
    const echo = (await events(middle)).find(
      ({ LogicalResourceId, ResourceStatus }) => LogicalResourceId === "Echo" && ResourceStatus === "CREATE_FAILED",
    );
    expect(echo?.ResourceStatusReason).to.equal(
      "Received response status [FAILED] from custom resource. Message returned: as wished",
    );
  });

  it("says what S3 says about a template that is not there, or not for the caller", async () => {
    const create = (TemplateURL: string) =>
      formation
        .send(new CreateStackCommand({ StackName: "panther-d", TemplateURL }))
        .catch((error: Error) => error.message);
    expect(await create(`https://${bucket}.s3.amazonaws.com/none.json`)).to.match(
      /^S3 error: The specified key does not exist\.\nFor more information check/,
    );
    expect(await create("https://example.com/root.json")).to.equal("TemplateURL must be a supported URL.");
    const other = new S3Client({
      endpoint,
      region,
      credentials: { accessKeyId: freshAccount(), secretAccessKey: "local" },
    });
    await other.send(new CreateBucketCommand({ Bucket: `closed-${account}` }));
    await other.send(new PutObjectCommand({ Bucket: `closed-${account}`, Key: "root.json", Body: "{}" }));
    expect(await create(`https://closed-${account}.s3.amazonaws.com/root.json`)).to.match(/^S3 error: Access Denied\n/);
  });
});
