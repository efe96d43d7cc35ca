// Operations that take their time: how they look meanwhile, and what becomes of them when local AWS ends in the midst of one.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { type LocalAws, startLocalAws } from "../../../local/aws/instance.ts";
import { readInstance } from "../../../local/aws/instanceFile.ts";
import { isAlive } from "../../../local/setup/lock.mjs";
import { localFolder } from "../../../local/setup/places.mjs";

const directory = join(localFolder(), "test", `operations-${process.pid}`);
const config = { region: "us-east-1", credentials: { accessKeyId: "333333333333", secretAccessKey: "local" } };

/** Queues, each made after the one before. */
function chain(length: number, retention: string): string {
  const queue = (index: number) => ({
    Type: "AWS::SQS::Queue",
    Properties: { MessageRetentionPeriod: retention },
    ...(index > 0 && { DependsOn: `Q${index - 1}` }),
  });
  return JSON.stringify({ Resources: Object.fromEntries(Array.from({ length }, (_, n) => [`Q${n}`, queue(n)])) });
}

const statement = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
const hanging = JSON.stringify({
  Resources: {
    Role: {
      Type: "AWS::IAM::Role",
      Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [statement] } },
    },
    Function: {
      Type: "AWS::Lambda::Function",
      Properties: {
        Runtime: "python3.11",
        Handler: "index.handler",
        Timeout: 900,
        Role: { "Fn::GetAtt": ["Role", "Arn"] },
        Code: { ZipFile: "import time\ndef handler(event, context):\n    time.sleep(600)\n" },
      },
    },
    Silent: { Type: "Custom::Silent", Properties: { ServiceToken: { "Fn::GetAtt": ["Function", "Arn"] } } },
  },
});

const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("operations on local AWS", () => {
  let aws: LocalAws;
  let formation: CloudFormationClient;

  const start = async () => {
    aws = await startLocalAws({ directory, owner: process.pid, publishReleases: false });
    formation = new CloudFormationClient({ ...config, endpoint: aws.endpoint });
  };
  const resourcesTake = (resourceSeconds: number) =>
    fetch(`${aws.endpoint}/_local/settings`, { method: "PUT", body: JSON.stringify({ resourceSeconds }) });
  const create = async (StackName: string, TemplateBody: string) =>
    (
      await formation.send(
        new CreateStackCommand({ StackName, TemplateBody, Capabilities: ["CAPABILITY_IAM"], TimeoutInMinutes: 60 }),
      )
    ).StackId ?? "";
  const statusOf = async (StackName: string) =>
    (await formation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus ?? "";
  const settled = async (stack: string, seen = new Set<string>()) => {
    for (;;) {
      const status = await statusOf(stack);
      if (!status.endsWith("_IN_PROGRESS")) return status;
      seen.add(status);
      await soon();
    }
  };
  const eventsOf = async (StackName: string) =>
    ((await formation.send(new DescribeStackEventsCommand({ StackName }))).StackEvents ?? []).reverse();
  const until = async (stack: string, logicalId: string, status: string) => {
    const reached = async () =>
      (await eventsOf(stack)).some((event) => event.LogicalResourceId === logicalId && event.ResourceStatus === status);
    while (!(await reached())) await soon();
  };

  before(async () => {
    mkdirSync(directory, { recursive: true });
    await start();
  });
  after(async () => {
    await aws.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("take at least the time that was set, and are in progress meanwhile", async () => {
    await resourcesTake(0.3);
    const stack = await create("timed", chain(3, "600"));
    const seen = new Set<string>();
    expect(await settled(stack, seen)).to.equal("CREATE_COMPLETE");
    expect([...seen]).to.deep.equal(["CREATE_IN_PROGRESS"]);
    const times = (await eventsOf(stack)).map(({ LogicalResourceId, ResourceStatus, Timestamp }) => ({
      what: `${LogicalResourceId} ${ResourceStatus}`,
      at: Timestamp?.getTime() ?? 0,
    }));
    const at = (what: string) => times.find((event) => event.what === what)?.at ?? Number.NaN;
    // A timer may fire a millisecond early, and each time is rounded to one.
    for (const id of ["Q0", "Q1", "Q2"])
      expect(at(`${id} CREATE_COMPLETE`) - at(`${id} CREATE_IN_PROGRESS`), id).to.be.at.least(298);
    expect(at("timed CREATE_COMPLETE") - at("timed CREATE_IN_PROGRESS")).to.be.at.least(894);
  });

  it("are taken up again after a stop, which fails none of them", async () => {
    await resourcesTake(0);
    const going = await create("going", chain(12, "600"));
    expect(await settled(going)).to.equal("CREATE_COMPLETE");
    // Its call holds up the end of the emulator, during which the deletion below must not go on.
    const silent = await create("silent", hanging);
    await until(silent, "Silent", "CREATE_IN_PROGRESS");
    await resourcesTake(0.1);
    await formation.send(new DeleteStackCommand({ StackName: going }));
    await until(going, "Q11", "DELETE_COMPLETE");
    await aws.stop();
    expect(readFileSync(join(directory, "state.json"), "utf8")).to.not.contain("ECONN");

    await start();
    expect(await settled(going)).to.equal("DELETE_COMPLETE");
    const deleted = (await eventsOf(going)).filter((event) => event.ResourceStatus === "DELETE_COMPLETE");
    expect(new Set(deleted.map((event) => event.LogicalResourceId)).size).to.equal(13);
    expect((await eventsOf(going)).filter((event) => event.ResourceStatus === "DELETE_FAILED")).to.deep.equal([]);
    await until(silent, "Silent", "CREATE_FAILED");
    const failed = (await eventsOf(silent)).find((event) => event.ResourceStatus === "CREATE_FAILED");
    expect([failed?.LogicalResourceId, failed?.ResourceStatusReason]).to.deep.equal([
      "Silent",
      "Resource creation cancelled",
    ]);
  });

  it("are rolled back after a kill", async () => {
    await resourcesTake(0);
    const stack = await create("killed", chain(4, "600"));
    expect(await settled(stack)).to.equal("CREATE_COMPLETE");
    await resourcesTake(0.5);
    await formation.send(new UpdateStackCommand({ StackName: stack, TemplateBody: chain(4, "700") }));
    const file = join(directory, "state.json");
    // The state is saved soon after, not before the answer.
    const saved = () => existsSync(file) && readFileSync(file, "utf8").includes('"UPDATE_IN_PROGRESS"');
    while (!saved()) await soon();
    const pid = readInstance(directory)?.pid ?? 0;
    process.kill(pid, "SIGKILL");
    while (isAlive(pid)) await soon();
    await start();
    expect(await settled(stack)).to.equal("UPDATE_ROLLBACK_COMPLETE");
    const last = (await eventsOf(stack)).filter((event) => event.LogicalResourceId === "Q0").at(-1);
    expect([last?.ResourceStatus, last?.ResourceProperties]).to.deep.equal([
      "UPDATE_COMPLETE",
      JSON.stringify({ MessageRetentionPeriod: "600" }),
    ]);
  });
});
