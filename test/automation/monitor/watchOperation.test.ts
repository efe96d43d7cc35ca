import { expect } from "chai";
import fc from "fast-check";
import { CallBudget } from "../../../automation/monitor/callBudget.ts";
import { type WatchRequest, watchOperation } from "../../../automation/monitor/watchOperation.ts";
import type { StackEvent } from "../../../model/diagnosis/stackEvent.ts";
import { countsOf, type Operation, slowestResources } from "../../../model/monitor/operation.ts";
import { type Script, scriptedStacks, VirtualTiming } from "../../support/scriptedStacks.ts";

const start = new Date("2026-01-01T00:00:00Z").getTime();
const arnOf = (name: string, made = 1) => `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/${made}`;
const rootArn = arnOf("panther");

/** What a script is made of: seconds since the start, whose event, of what, and its status. */
type Step = readonly [seconds: number, stack: string, logicalId: string, status: string, below?: string];

let ids = 0;
function historiesOf(...steps: readonly Step[]): Map<string, StackEvent[]> {
  const histories = new Map<string, StackEvent[]>();
  for (const [seconds, stack, logicalId, status, below] of steps) {
    const own = logicalId === "";
    const event: StackEvent = {
      EventId: `event-${++ids}`,
      StackId: stack,
      StackName: stack.split("/")[1],
      LogicalResourceId: own ? stack.split("/")[1] : logicalId,
      PhysicalResourceId: own ? stack : (below ?? `physical-${logicalId}`),
      ResourceType: own || below ? "AWS::CloudFormation::Stack" : "AWS::SNS::Topic",
      ResourceStatus: status,
      Timestamp: new Date(start + seconds * 1000),
    };
    histories.set(stack, [...(histories.get(stack) ?? []), event]);
  }
  return histories;
}

interface Watched {
  readonly end: Operation | undefined;
  /** Event IDs as they were told, with when. */
  readonly told: ReadonlyMap<string, number>;
  readonly calls: readonly { readonly operation: string; readonly stack: string; readonly at: number }[];
  readonly budget: CallBudget;
}

async function watch(
  script: Omit<Script, "timing">,
  options: Partial<Pick<WatchRequest, "stack" | "mark" | "onTrouble">> & { readonly callsPerSecond?: number } = {},
): Promise<Watched> {
  const { stack = rootArn, callsPerSecond = 2, ...rest } = options;
  const timing = new VirtualTiming(3000, new Date(start));
  const { stacks, calls } = scriptedStacks({ ...script, timing });
  const budget = new CallBudget({ callsPerSecond, timing, random: () => 0.5 });
  const told = new Map<string, number>();
  const end = await watchOperation({
    stacks,
    budget,
    timing,
    stack,
    ...rest,
    onEvents: (_, __, events) => {
      for (const { EventId = "" } of events) {
        expect(told.has(EventId), `${EventId} twice`).to.equal(false);
        told.set(EventId, timing.now().getTime());
      }
    },
    signal: new AbortController().signal,
  });
  return { end, told, calls, budget };
}

const core = arnOf("panther-Core");
const deep = arnOf("panther-Core-Deep");
const web = arnOf("panther-Web");
const update: readonly Step[] = [
  [0, rootArn, "", "UPDATE_IN_PROGRESS"],
  [1, rootArn, "Core", "UPDATE_IN_PROGRESS", core],
  [1, rootArn, "Web", "UPDATE_IN_PROGRESS", web],
  [2, core, "", "UPDATE_IN_PROGRESS"],
  [2, rootArn, "Web", "UPDATE_COMPLETE", web],
  [3, core, "Topic", "UPDATE_IN_PROGRESS"],
  [3, core, "Deep", "UPDATE_IN_PROGRESS", deep],
  [4, deep, "", "UPDATE_IN_PROGRESS"],
  [5, deep, "Slow", "UPDATE_IN_PROGRESS"],
  [20, core, "Topic", "UPDATE_COMPLETE"],
  [30, deep, "Slow", "UPDATE_COMPLETE"],
  [31, deep, "", "UPDATE_COMPLETE"],
  [32, core, "Deep", "UPDATE_COMPLETE", deep],
  [33, core, "", "UPDATE_COMPLETE"],
  [34, rootArn, "Core", "UPDATE_COMPLETE", core],
  [36, rootArn, "", "UPDATE_COMPLETE"],
];

function idsOf(histories: ReadonlyMap<string, readonly StackEvent[]>): readonly string[] {
  return [...histories.values()].flatMap((events) => events.map(({ EventId = "" }) => EventId));
}

describe("the monitor of an operation", () => {
  it("tells every event once, in nested stacks at any depth, by their ARNs", async () => {
    const histories = historiesOf(...update);
    const { end, told } = await watch({ histories, pageSize: 2 });
    expect([...told.keys()]).to.have.members(idsOf(histories));
    expect(end?.stacks.get(deep)).to.deep.include({ path: ["panther", "Core", "Deep"], status: "UPDATE_COMPLETE" });
    const stack = end?.stacks.get(core);
    expect(stack && countsOf(stack)).to.include({ done: 2, running: 0, failed: 0 });
    expect(end && slowestResources(end, 3)).to.deep.equal([]);
  });

  it("leaves out what earlier operations did, and older stacks of the same name", async () => {
    const older = historiesOf(
      [-900, arnOf("panther", 0), "", "CREATE_IN_PROGRESS"],
      [-800, rootArn, "", "UPDATE_IN_PROGRESS"],
      [-790, core, "Topic", "UPDATE_FAILED"],
      [-700, rootArn, "", "UPDATE_ROLLBACK_COMPLETE"],
    );
    const now = historiesOf(...update);
    const histories = new Map(older);
    for (const [arn, events] of now) histories.set(arn, [...(older.get(arn) ?? []), ...events]);
    const mark = older.get(rootArn)?.at(-1)?.EventId ?? "";
    for (const question of [{ mark }, {}]) {
      const { told } = await watch({ histories }, { stack: "panther", ...question });
      expect([...told.keys()]).to.have.members(idsOf(now));
    }
  });

  it("waits for an operation that has not begun, of a stack that is not there yet", async () => {
    const histories = historiesOf(
      [30, rootArn, "", "CREATE_IN_PROGRESS"],
      [31, rootArn, "Topic", "CREATE_IN_PROGRESS"],
      [40, rootArn, "Topic", "CREATE_COMPLETE"],
      [41, rootArn, "", "CREATE_COMPLETE"],
    );
    const { told, end } = await watch({ histories }, { stack: "panther", mark: null });
    expect([...told.keys()]).to.have.members(idsOf(histories));
    // One of the template's two resources depends on a condition.
    const root = end?.stacks.get(rootArn);
    expect(root && countsOf(root)).to.include({ done: 1, total: 1 });
  });

  it("has nothing to follow where nothing was ever done", async () => {
    expect((await watch({ histories: new Map() }, { stack: "panther" })).end).to.equal(undefined);
  });

  it("looks at a stack only while it is at work, or was just said to be", async () => {
    const { calls } = await watch({ histories: historiesOf(...update) });
    const looks = (stack: string) => calls.filter((call) => call.stack === stack);
    // It had nothing to do: its parent says so in the same second.
    expect(looks(web).length).to.be.at.most(3);
    expect(Math.max(...looks(deep).map(({ at }) => at))).to.be.at.most(start + 36_000);
  });

  it("follows a rollback as part of what it undoes, and a nested stack that it goes back to", async () => {
    const histories = historiesOf(
      [0, rootArn, "", "UPDATE_IN_PROGRESS"],
      [1, rootArn, "Core", "UPDATE_IN_PROGRESS", core],
      [2, core, "", "UPDATE_IN_PROGRESS"],
      [3, core, "", "UPDATE_COMPLETE"],
      [4, rootArn, "Core", "UPDATE_COMPLETE", core],
      [20, rootArn, "Topic", "UPDATE_FAILED"],
      [21, rootArn, "", "UPDATE_ROLLBACK_IN_PROGRESS"],
      [40, rootArn, "Core", "UPDATE_IN_PROGRESS", core],
      [41, core, "", "UPDATE_ROLLBACK_IN_PROGRESS"],
      [50, core, "", "UPDATE_ROLLBACK_COMPLETE"],
      [51, rootArn, "Core", "UPDATE_COMPLETE", core],
      [52, rootArn, "", "UPDATE_ROLLBACK_COMPLETE"],
    );
    const { told, end } = await watch({ histories });
    expect([...told.keys()]).to.have.members(idsOf(histories));
    expect(end?.stacks.get(core)?.status).to.equal("UPDATE_ROLLBACK_COMPLETE");
  });

  it("follows what is deleted at the end, of which parents say nothing", async () => {
    const histories = historiesOf(
      [0, rootArn, "", "UPDATE_IN_PROGRESS"],
      [1, rootArn, "Core", "UPDATE_IN_PROGRESS", core],
      [2, core, "", "UPDATE_IN_PROGRESS"],
      [3, core, "Topic", "UPDATE_COMPLETE"],
      [4, core, "", "UPDATE_COMPLETE"],
      [5, rootArn, "Core", "UPDATE_COMPLETE", core],
      [20, rootArn, "", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"],
      [21, core, "", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"],
      [22, core, "Old", "DELETE_IN_PROGRESS"],
      [40, core, "Old", "DELETE_COMPLETE"],
      [41, core, "", "UPDATE_COMPLETE"],
      [42, rootArn, "", "UPDATE_COMPLETE"],
    );
    expect([...(await watch({ histories })).told.keys()]).to.have.members(idsOf(histories));
  });

  it("ends when the root stack has, whatever a nested one still seems to do", async () => {
    const histories = historiesOf(
      [0, rootArn, "", "DELETE_IN_PROGRESS"],
      [1, rootArn, "Core", "DELETE_IN_PROGRESS", core],
      [2, core, "", "DELETE_IN_PROGRESS"],
      [9, rootArn, "", "DELETE_FAILED"],
    );
    expect((await watch({ histories })).end?.stacks.get(rootArn)?.status).to.equal("DELETE_FAILED");
  });

  it("tells an event at most four seconds after it came to be, with seven stacks at work for a minute", async () => {
    const nested = Array.from({ length: 6 }, (_, index) => arnOf(`panther-N${index}`));
    const histories = historiesOf(
      [0, rootArn, "", "UPDATE_IN_PROGRESS"],
      ...nested.flatMap((arn, index): Step[] => [
        [1, rootArn, `N${index}`, "UPDATE_IN_PROGRESS", arn],
        [1, arn, "", "UPDATE_IN_PROGRESS"],
        ...[20, 31, 45, 59].map((second): Step => [second + index / 3, arn, `R${second}`, "UPDATE_IN_PROGRESS"]),
        [90 + index, arn, "", "UPDATE_COMPLETE"],
        [91 + index, rootArn, `N${index}`, "UPDATE_COMPLETE", arn],
      ]),
      [100, rootArn, "", "UPDATE_COMPLETE"],
    );
    // Settling in is slower: how many resources each has is asked once.
    const { told } = await watch({ histories });
    for (const event of [...histories.values()].flat()) {
      const seconds = ((told.get(event.EventId ?? "") ?? 0) - (event.Timestamp?.getTime() ?? 0)) / 1000;
      if ((event.Timestamp?.getTime() ?? 0) > start + 15_000) expect(seconds).to.be.at.most(4);
    }
  });

  it("stays within its budget, halves it when throttled, and comes back", async () => {
    const { calls, budget } = await watch({ histories: historiesOf(...update) }, { callsPerSecond: 2 });
    for (const { at } of calls) {
      const within = calls.filter((call) => call.at >= at && call.at < at + 10_000);
      expect(within.length).to.be.at.most(20);
    }
    expect(budget.rate).to.equal(2);
    const endless = new VirtualTiming(2000);
    const steady = new CallBudget({ callsPerSecond: 2, timing: endless, random: () => 0.5 });
    const begun = endless.now().getTime();
    for (let index = 0; index < 200; index++) await steady.call(async () => ({}), new AbortController().signal);
    expect((endless.now().getTime() - begun) / 1000).to.be.within(95, 101);
    const short = new CallBudget({ callsPerSecond: 2, aheadSeconds: 10, timing: endless, random: () => 0.5 });
    const before = endless.now().getTime();
    for (let index = 0; index < 20; index++) await short.call(async () => ({}), new AbortController().signal);
    expect(endless.now().getTime()).to.equal(before);
    const timing = new VirtualTiming(2000);
    const throttled = new CallBudget({ callsPerSecond: 4, timing, random: () => 0 });
    const { signal } = new AbortController();
    const refuse = () => Promise.reject(Object.assign(new Error("Rate exceeded"), { name: "Throttling" }));
    for (const rate of [2, 1]) {
      await throttled.call(refuse, signal).catch(() => undefined);
      expect(throttled.rate).to.equal(rate);
    }
    // The SDK has repeated this one by itself.
    await throttled.call(async () => ({ $metadata: { attempts: 2 } }), signal);
    expect(throttled.rate).to.equal(0.5);
    for (let index = 0; index < 60; index++) await throttled.call(async () => ({}), signal);
    expect(throttled.rate).to.equal(4);
  });

  it("goes on after looks that failed, and loses nothing, where its caller can live with that", async () => {
    const histories = historiesOf(...update);
    const throttled = (call: number) => call % 3 === 0;
    const troubles: string[] = [];
    const onTrouble = (error: unknown) => void troubles.push((error as Error).name);
    const { told } = await watch({ histories, throttled }, { mark: null, onTrouble });
    expect([...told.keys()]).to.have.members(idsOf(histories));
    expect(new Set(troubles)).to.deep.equal(new Set(["Throttling"]));
    const ended = await watch({ histories, throttled }).catch((error: unknown) => error);
    expect(ended).to.have.property("name", "Throttling");
  });

  it("does not take a first look that failed for an answer", async () => {
    const histories = historiesOf(...update);
    const { told } = await watch({ histories, throttled: (call) => call < 3 }, { onTrouble: () => undefined });
    expect([...told.keys()]).to.have.members(idsOf(histories));
  });

  it("ends with the signal's reason", async () => {
    const stop = new AbortController();
    const timing = new VirtualTiming(3000, new Date(start));
    const { stacks } = scriptedStacks({ histories: historiesOf([0, rootArn, "", "UPDATE_IN_PROGRESS"]), timing });
    const budget = new CallBudget({ callsPerSecond: 2, timing, random: () => 0 });
    const reason = new Error("enough");
    const watched = watchOperation({
      ...{ stacks, budget, timing, stack: rootArn, signal: stop.signal },
      onEvents: () => stop.abort(reason),
    });
    expect(await watched.catch((error: unknown) => error)).to.equal(reason);
  });

  it("loses no event of any tree, with pages of any size, answers that are behind, and no matter how fast it moves", () => {
    const tree = fc.record({
      children: fc.array(fc.record({ grandchildren: fc.nat(2), resources: fc.nat(5), seconds: fc.nat(60) }), {
        maxLength: 5,
      }),
      pageSize: fc.integer({ min: 1, max: 20 }),
      behind: fc.array(fc.nat(1500), { minLength: 1, maxLength: 7 }),
    });
    return fc.assert(
      fc.asyncProperty(tree, async ({ children, pageSize, behind }) => {
        const steps: Step[] = [[0, rootArn, "", "UPDATE_IN_PROGRESS"]];
        for (const [index, { grandchildren, resources, seconds }] of children.entries()) {
          const arn = arnOf(`N${index}`);
          const until = 2 + seconds;
          steps.push([1, rootArn, `N${index}`, "UPDATE_IN_PROGRESS", arn], [1, arn, "", "UPDATE_IN_PROGRESS"]);
          for (let one = 0; one < resources; one++) steps.push([1 + one, arn, `R${one}`, "UPDATE_IN_PROGRESS"]);
          for (let one = 0; one < grandchildren; one++) {
            const below = arnOf(`N${index}-${one}`);
            steps.push([1, arn, `G${one}`, "UPDATE_IN_PROGRESS", below], [2, below, "", "UPDATE_IN_PROGRESS"]);
            steps.push([until, below, "", "UPDATE_COMPLETE"], [until, arn, `G${one}`, "UPDATE_COMPLETE", below]);
          }
          steps.push(
            [until + 6, arn, "", "UPDATE_COMPLETE"],
            [until + 6, rootArn, `N${index}`, "UPDATE_COMPLETE", arn],
          );
        }
        steps.push([120, rootArn, "", "UPDATE_COMPLETE"]);
        steps.sort(([one], [other]) => one - other);
        const histories = historiesOf(...steps);
        const { told } = await watch(
          { histories, pageSize, staleness: (call) => behind[call % behind.length] ?? 0 },
          { mark: null },
        );
        expect([...told.keys()]).to.have.members(idsOf(histories));
      }),
      { numRuns: 60 },
    );
  });
});
