import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { budgetOf } from "../automation/monitor/budgets.ts";
import { monitorStack } from "../automation/monitor/monitorStack.ts";
import { realTiming } from "../automation/timing.ts";
import { rootStack } from "./monitorServer.ts";

// A program: watches an operation in each of many accounts at once and prints what that took.

/** What watching took. */
export interface WatchedMany {
  /** Of each account. */
  readonly told: readonly number[];
  /** Milliseconds since 1970 of every call, of each account. */
  readonly calls: readonly (readonly number[])[];
  /** Of each event, in seconds. */
  readonly delays: readonly number[];
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** What is resident with all that is loaded, before there is anything to watch, and at most, in MiB. */
  readonly before: number;
  readonly peak: number;
}

const [endpoint = "", ...accounts] = process.argv.slice(2);
const timing = realTiming();
const mebibytes = () => process.memoryUsage.rss() / 2 ** 20;
const before = mebibytes();
let peak = before;
const sampler = setInterval(() => {
  peak = Math.max(peak, mebibytes());
}, 250);
const delays: number[] = [];
const start = performance.now();
const cpu = process.cpuUsage();
const watched = await Promise.all(
  accounts.map(async (accountId) => {
    const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
    const client = new CloudFormation({ region: "us-east-1", endpoint, credentials, retryMode: "adaptive" });
    const made: number[] = [];
    const counted =
      <Input, Output>(call: (input: Input) => Promise<Output>) =>
      (input: Input) => {
        made.push(Date.now());
        return call(input);
      };
    const stacks = {
      describeStackEvents: counted((input: { StackName: string }) => client.describeStackEvents(input)),
      getTemplate: counted((input: { StackName: string }) => client.getTemplate(input)),
    } as unknown as CloudFormation;
    const budget = budgetOf({ accountId, partition: "aws" }, timing);
    let count = 0;
    const context = {
      ...{ stacks, budget, timing },
      report: (event: { readonly type: string; readonly time?: string }) => {
        if (event.type !== "resource-event") return;
        count += 1;
        delays.push((Date.now() - Date.parse(event.time ?? "")) / 1000);
      },
    };
    await monitorStack(context, { stack: rootStack, mark: null, signal: new AbortController().signal });
    return { count, made };
  }),
);
const { user, system } = process.cpuUsage(cpu);
clearInterval(sampler);
const took: WatchedMany = {
  told: watched.map(({ count }) => count),
  calls: watched.map(({ made }) => made),
  ...{ delays, before, peak },
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: (performance.now() - start) / 1000,
};
// Idle connections would keep it alive.
process.stdout.write(JSON.stringify(took), () => process.exit());
