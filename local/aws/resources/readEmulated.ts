import type { DeleteRequest, LiveResource } from "../../cloudformation/types.ts";
import type { EmulatorCall, EmulatorClient } from "../emulatorClient.ts";

type Calls = Pick<EmulatorClient, "call">;
type Reader = (emulator: Calls, request: DeleteRequest) => Promise<LiveResource>;

/** Types that one call tells enough of, for drift detection; of others only what was said to have changed is known. */
const readers: Readonly<Record<string, Reader>> = {
  "AWS::SQS::Queue": readQueue,
  "AWS::Logs::LogGroup": readLogGroup,
  "AWS::DynamoDB::Table": readTable,
  "AWS::S3::Bucket": readBucket,
  "AWS::IAM::Role": readRole,
};

/** A resource as MiniStack has it. Undefined for a type that is not looked at. @throws Error when MiniStack refuses */
export async function readEmulated(emulator: Calls, request: DeleteRequest): Promise<LiveResource | undefined> {
  return await readers[request.type]?.(emulator, request);
}

async function readQueue(emulator: Calls, request: DeleteRequest): Promise<LiveResource> {
  const input = { QueueUrl: request.physicalId, AttributeNames: ["All"] };
  const answer = await json(emulator, request, "sqs", "AmazonSQS.GetQueueAttributes", input, /NonExistentQueue/);
  if (!answer) return { kind: "gone" };
  const names = ["VisibilityTimeout", "MessageRetentionPeriod", "DelaySeconds", "ReceiveMessageWaitTimeSeconds"];
  return standing(names, answer.Attributes);
}

async function readLogGroup(emulator: Calls, request: DeleteRequest): Promise<LiveResource> {
  const input = { logGroupNamePrefix: request.physicalId };
  const answer = await json(emulator, request, "logs", "Logs_20140328.DescribeLogGroups", input);
  const groups = (answer?.logGroups ?? []) as readonly Readonly<Record<string, unknown>>[];
  const group = groups.find(({ logGroupName }) => logGroupName === request.physicalId);
  return group ? { kind: "standing", properties: { RetentionInDays: group.retentionInDays } } : { kind: "gone" };
}

async function readTable(emulator: Calls, request: DeleteRequest): Promise<LiveResource> {
  const input = { TableName: request.physicalId };
  const missing = /ResourceNotFoundException/;
  const answer = await json(emulator, request, "dynamodb", "DynamoDB_20120810.DescribeTable", input, missing);
  if (!answer) return { kind: "gone" };
  const { BillingModeSummary: billing } = answer.Table as { BillingModeSummary?: { readonly BillingMode?: string } };
  return { kind: "standing", properties: { BillingMode: billing?.BillingMode ?? "PROVISIONED" } };
}

async function readBucket(emulator: Calls, { scope, physicalId }: DeleteRequest): Promise<LiveResource> {
  const { status } = await emulator.call({ scope, service: "s3", method: "HEAD", path: `/${physicalId}` });
  if (status === 404) return { kind: "gone" };
  if (status === 200) return { kind: "standing", properties: {} };
  throw new Error(`The emulator answers ${status} for bucket ${physicalId}`);
}

async function readRole(emulator: Calls, { scope, physicalId }: DeleteRequest): Promise<LiveResource> {
  const { status, body } = await emulator.call({
    scope,
    service: "iam",
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ Action: "GetRole", Version: "2010-05-08", RoleName: physicalId }).toString(),
  });
  const text = body.toString();
  if (text.includes("NoSuchEntity")) return { kind: "gone" };
  if (status !== 200) throw new Error(`The emulator answers ${status} for role ${physicalId}: ${text}`);
  const seconds = /<MaxSessionDuration>(\d+)</.exec(text)?.[1];
  return { kind: "standing", properties: seconds === undefined ? {} : { MaxSessionDuration: seconds } };
}

/** An AWS JSON action's answer; undefined where `missing` says that there is nothing. */
async function json(
  emulator: Calls,
  { scope }: DeleteRequest,
  service: EmulatorCall["service"],
  target: string,
  input: object,
  missing?: RegExp,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": target };
  const call = { scope, service, method: "POST", path: "/", headers, body: JSON.stringify(input) };
  const { status, body } = await emulator.call(call);
  const text = body.toString();
  if (status === 200) return JSON.parse(text) as Readonly<Record<string, unknown>>;
  if (missing?.test(text)) return undefined;
  throw new Error(`The emulator refuses ${target}: ${text}`);
}

function standing(names: readonly string[], from: unknown): LiveResource {
  const all = (from ?? {}) as Readonly<Record<string, unknown>>;
  return { kind: "standing", properties: Object.fromEntries(names.map((name) => [name, all[name]])) };
}
