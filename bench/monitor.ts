import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudFormation, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import type { DriverEvent } from "../automation/events.ts";
import { CallBudget } from "../automation/monitor/callBudget.ts";
import { monitorStack } from "../automation/monitor/monitorStack.ts";
import { realTiming } from "../automation/timing.ts";
import { startLocalAws } from "../local/aws/instance.ts";
import { localFolder } from "../local/setup/places.mjs";
import { releaseTemplates } from "../model/release/releaseTemplates.ts";
import { parseVersion } from "../model/release/version.ts";
import { atMost, type Figure, shown } from "./figure.ts";

const accountId = "111111111111";
const region = "us-east-1";
const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
const name = "panther-bench";
/** So that an update takes about a minute: in no time there is nothing to watch. */
const resourceSeconds = 2;
const pollMilliseconds = 3000;
const callsPerSecond = 2;
const reason = "Rate exceeded (bench)";

/**
 * What a monitor sees of an update of a Panther root stack, how soon, and with how many calls, beside a poller that asks for
 * the events of every stack every two seconds. Then how soon it knows why an update fails.
 */
export async function monitorFigures(say: (text: string) => void): Promise<readonly Figure[]> {
  const directory = await mkdtemp(join(localFolder(), "tmp", "bench-"));
  const aws = await startLocalAws({ directory: join(directory, "aws"), resourceSeconds: 0, buildSeconds: 0 });
  try {
    const client = new CloudFormation({ region, endpoint: aws.endpoint, credentials });
    await client.createStack(stackOf("1.36.0"));
    await waitUntilStackCreateComplete({ client, maxWaitTime: 300, minDelay: 1, maxDelay: 1 }, { StackName: name });
    await control(aws.endpoint, "PUT", "/_local/settings", { resourceSeconds });

    const poller = pollEveryStack(client);
    const update = await watchUpdate(client, "1.37.11");
    const polled = await poller.stop();
    const missing = await missed(client, update);
    say(`monitor: ${update.delays.length} events, ${update.calls} calls, against ${polled} of a poller`);

    const fault = { stack: name, path: "Core/*", on: "update", action: { kind: "fail", reason } };
    await control(aws.endpoint, "POST", "/_local/faults", fault);
    const failed = await watchUpdate(client, "1.38.5");
    return [
      atMost(
        "monitor: calls in an update, against a poller of every stack every 2 s",
        update.calls / polled,
        0.34,
        "x",
      ),
      atMost("monitor: from an event to its report, at most", Math.max(...update.delays), 4, "s"),
      shown("monitor: the same, half of them within", median(update.delays), "s"),
      atMost("monitor: events that it did not tell", missing, 0, ""),
      atMost("monitor: from the first failure to its diagnosis", failed.diagnosed, (2 * pollMilliseconds) / 1000, "s"),
    ];
  } finally {
    await aws.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

interface WatchedUpdate {
  readonly calls: number;
  /** Of each event, in seconds. */
  readonly delays: readonly number[];
  readonly told: ReadonlySet<string>;
  readonly from: Date;
  /** From the first failure to the report that names it, in seconds; infinite where it did not come. */
  readonly diagnosed: number;
}

async function watchUpdate(client: CloudFormation, version: string): Promise<WatchedUpdate> {
  const { StackEvents: [newest] = [] } = await client.describeStackEvents({ StackName: name });
  let calls = 0;
  const counted = {
    describeStackEvents: (request: Parameters<CloudFormation["describeStackEvents"]>[0]) => {
      calls += 1;
      return client.describeStackEvents(request);
    },
    getTemplate: (request: Parameters<CloudFormation["getTemplate"]>[0]) => {
      calls += 1;
      return client.getTemplate(request);
    },
  };
  const timing = realTiming(pollMilliseconds);
  const budget = new CallBudget({ callsPerSecond, timing, random: Math.random });
  const delays: number[] = [];
  const told = new Set<string>();
  let diagnosed = Number.POSITIVE_INFINITY;
  const report = (event: DriverEvent) => {
    const now = Date.now();
    if (event.type === "resource-event") {
      delays.push((now - Date.parse(event.time)) / 1000);
      told.add(keyOf(event.path.at(-1) ?? "", event.status, event.time));
    }
    if (event.type === "failure-found" && event.cause.reason.includes(reason)) {
      diagnosed = Math.min(diagnosed, (now - Date.parse(event.cause.time)) / 1000);
    }
  };
  const from = new Date();
  await client.updateStack(stackOf(version));
  const context = { stacks: counted as unknown as CloudFormation, budget, timing, report };
  await monitorStack(context, { stack: name, mark: newest?.EventId ?? null, signal: new AbortController().signal });
  return { calls, delays, told, from, diagnosed };
}

function stackOf(version: string) {
  const { rootTemplateUrl } = releaseTemplates({ release: parseVersion(version), region, publishedRoles: [] });
  const parameters = {
    FirstUserEmail: "first.user@example.com",
    CompanyDisplayName: "Example Security",
    OnboardSelf: "false",
    PulumiSecretArn: `arn:aws:secretsmanager:${region}:${accountId}:secret:panther-pulumi-token-AbCdEf`,
    PulumiSecretKeyArn: `arn:aws:kms:${region}:${accountId}:key/00000000-0000-4000-8000-000000000000`,
  };
  return {
    StackName: name,
    TemplateURL: rootTemplateUrl ?? "",
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: ["CAPABILITY_NAMED_IAM" as const, "CAPABILITY_AUTO_EXPAND" as const],
  };
}

const pollerMilliseconds = 2000;

/** What is done without knowing which stacks are at work: all that are there, every two seconds, one page each. */
function pollEveryStack(client: CloudFormation): { stop(): Promise<number> } {
  const stop = new AbortController();
  let calls = 0;
  const run = async () => {
    const stacks = await allStacks(client);
    while (!stop.signal.aborted) {
      calls += stacks.length;
      await Promise.all(stacks.map((StackName) => client.describeStackEvents({ StackName })));
      await sleep(pollerMilliseconds, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async stop() {
      stop.abort();
      await running;
      return calls;
    },
  };
}

/** ARNs of the root stack and of all that is nested in it. */
async function allStacks(client: CloudFormation, stack = name): Promise<readonly string[]> {
  const { StackResources = [] } = await client.describeStackResources({ StackName: stack });
  const nested = StackResources.flatMap(({ ResourceType, PhysicalResourceId }) =>
    ResourceType === "AWS::CloudFormation::Stack" && PhysicalResourceId ? [PhysicalResourceId] : [],
  );
  return [stack, ...(await Promise.all(nested.map((id) => allStacks(client, id)))).flat()];
}

/** How many events of an update CloudFormation has that were not told. */
async function missed(client: CloudFormation, { told, from }: WatchedUpdate): Promise<number> {
  let count = 0;
  for (const StackName of await allStacks(client)) {
    let token: string | undefined;
    do {
      const page = await client.describeStackEvents({ StackName, ...(token && { NextToken: token }) });
      for (const {
        LogicalResourceId = "",
        PhysicalResourceId,
        StackId,
        ResourceStatus = "",
        Timestamp,
      } of page.StackEvents ?? []) {
        if (!Timestamp || Timestamp < from) continue;
        const time = Timestamp.toISOString();
        // A stack's own events are told by its place, a nested one's place by its logical ID in the parent.
        const own = PhysicalResourceId === StackId;
        if (
          own
            ? ![...told].some((key) => key.endsWith(` ${ResourceStatus} ${time}`))
            : !told.has(keyOf(LogicalResourceId, ResourceStatus, time))
        )
          count += 1;
      }
      token = page.NextToken;
    } while (token);
  }
  return count;
}

function keyOf(logicalId: string, status: string, time: string): string {
  return `${logicalId} ${status} ${time}`;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

async function control(endpoint: string, method: string, path: string, body: unknown): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${endpoint}${path}`, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}
