import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { CloudFormation, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { S3 } from "@aws-sdk/client-s3";
import { reportOf } from "../automation/diagnose.ts";
import type { EventApi } from "../automation/diagnosis/eventApi.ts";
import { readHistories } from "../automation/diagnosis/readHistories.ts";
import { startLocalAws } from "../local/aws/instance.ts";
import { localFolder } from "../local/setup/places.mjs";
import { atMost, type Figure, shown } from "./figure.ts";

const region = "us-east-1";
const credentials = { accessKeyId: "111111111111", secretAccessKey: "local" };
const bucket = "bench-diagnosis";
const name = "panther-bench";
const siblings = 10;
const resources = 33;
const way = ["N0", "Deep", "Culprit"];

/** What it takes to find, in 12 stacks with 2,000 events, the one resource that failed. */
export async function diagnosisFigures(say: (text: string) => void): Promise<readonly Figure[]> {
  const directory = await mkdtemp(join(localFolder(), "tmp", "bench-"));
  const aws = await startLocalAws({ directory: join(directory, "aws"), resourceSeconds: 0, buildSeconds: 0 });
  try {
    const client = new CloudFormation({ region, endpoint: aws.endpoint, credentials });
    const root = await failedCreation(client, aws.endpoint);
    const { events, stacks } = await allEvents(client);
    // Once before: what a JIT compiler does in the first call is not what is measured.
    await readHistories(client, root);
    const counted = countingCalls(client);
    const before = process.cpuUsage();
    const histories = await readHistories(counted.api, root);
    const read = process.cpuUsage(before);
    const start = process.cpuUsage();
    const { path } = reportOf(root, histories);
    const computed = process.cpuUsage(start);
    if (path.slice(1).join("/") !== way.join("/")) throw new Error(`Another cause was found: ${path.join("/")}`);
    say(`diagnosis: ${events} events in ${stacks} stacks, ${counted.calls.length} calls`);
    // The root and the stacks on the way; what is more are pages.
    const turned = counted.calls.length - new Set(counted.calls).size;
    return [
      shown("diagnosis: events in all stacks", events, ""),
      atMost("diagnosis: stacks that were asked for, of 12", new Set(counted.calls).size, way.length, ""),
      shown("diagnosis: further calls, for pages of a hundred events", turned, ""),
      atMost("diagnosis: processor time with reading", milliseconds(read) + milliseconds(computed), 100, "ms"),
      shown("diagnosis: the same without reading", milliseconds(computed), "ms"),
    ];
  } finally {
    await aws.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

/** Each call as the ARN that it was for. */
function countingCalls(client: CloudFormation) {
  const calls: string[] = [];
  const counted =
    <Input extends { StackName?: string | undefined; OperationId?: string | undefined }, Output>(
      call: (input: Input) => Promise<Output>,
    ) =>
    (input: Input) => {
      calls.push(input.StackName ?? input.OperationId ?? "");
      return call(input);
    };
  const api = {
    describeStackEvents: counted((input: { StackName: string }) => client.describeStackEvents(input)),
    describeStacks: counted((input: { StackName: string }) => client.describeStacks(input)),
    describeEvents: counted((input: { OperationId: string }) => client.describeEvents(input)),
  };
  return { api: api as unknown as EventApi, calls };
}

async function failedCreation(client: CloudFormation, endpoint: string): Promise<string> {
  const s3 = new S3({ region, endpoint, credentials, forcePathStyle: true });
  await s3.createBucket({ Bucket: bucket });
  const urlOf = (key: string) => `https://${bucket}.s3.${region}.amazonaws.com/${key}`;
  const handles = Object.fromEntries(
    Array.from({ length: resources }, (_, i) => [`H${i}`, { Type: "AWS::CloudFormation::WaitConditionHandle" }]),
  );
  const nested = (key: string) => ({
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: urlOf(key) },
    DependsOn: Object.keys(handles),
  });
  const deep = { ...handles, Culprit: { Type: "AWS::SQS::Queue", DependsOn: Object.keys(handles) } };
  const templates = { deep, leaf: handles, upper: { ...handles, Deep: nested("deep") } };
  for (const [Key, Resources] of Object.entries(templates)) {
    await s3.putObject({ Bucket: bucket, Key, Body: JSON.stringify({ Resources }) });
  }
  const stacks = Array.from({ length: siblings }, (_, i) => [`N${i}`, nested(i === 0 ? "upper" : "leaf")] as const);
  // Late, so that all else stands by then.
  for (const action of [
    { kind: "slow", seconds: 2 },
    { kind: "fail", reason: "Rate exceeded" },
  ]) {
    await fetch(`${endpoint}/_local/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ path: way.join("/"), on: "create", action }),
    });
  }
  const { StackId = "" } = await client.createStack({
    StackName: name,
    TemplateBody: JSON.stringify({ Resources: { ...handles, ...Object.fromEntries(stacks) } }),
  });
  const end = { client, maxWaitTime: 120, minDelay: 0.2, maxDelay: 1 };
  // The creation that it waits for is meant to fail.
  await waitUntilStackCreateComplete(end, { StackName: StackId }).catch(() => undefined);
  return StackId;
}

async function allEvents(client: CloudFormation): Promise<{ readonly events: number; readonly stacks: number }> {
  const { StackSummaries = [] } = await client.listStacks({});
  let events = 0;
  for (const { StackId } of StackSummaries) {
    let token: string | undefined;
    do {
      const page = await client.describeStackEvents({ StackName: StackId, ...(token && { NextToken: token }) });
      events += page.StackEvents?.length ?? 0;
      token = page.NextToken;
    } while (token);
  }
  return { events, stacks: StackSummaries.length };
}
