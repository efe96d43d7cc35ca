import { setImmediate as turn } from "node:timers/promises";
import { expect } from "chai";
import type { DriverEvent } from "../../../automation/events.ts";
import { CallBudget } from "../../../automation/monitor/callBudget.ts";
import { monitorRole } from "../../../automation/monitor/monitorRole.ts";
import { type MonitorContext, monitorBeside } from "../../../automation/monitor/monitorStack.ts";
import type { Timing } from "../../../automation/timing.ts";
import type { StackEvent } from "../../../model/diagnosis/stackEvent.ts";
import { parseVersion } from "../../../model/release/version.ts";
import { type Script, scriptedStacks } from "../../support/scriptedStacks.ts";

const start = Date.parse("2026-01-01T00:00:00Z");
const arn = "arn:aws:cloudformation:us-east-1:123456789012:stack/panther-role/1";

/** Time that a test moves; who sleeps for longer than a second sleeps until somebody wakes him. */
class HeldTiming implements Timing {
  readonly pollMilliseconds = 600_000;
  seconds = 0;

  now(): Date {
    return new Date(start + this.seconds * 1000);
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (milliseconds > 1000) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    signal.throwIfAborted();
    this.seconds += milliseconds / 1000;
  }
}

const told: readonly (readonly [second: number, logicalId: string, status: string])[] = [
  [1, "panther-role", "UPDATE_IN_PROGRESS"],
  [2, "Policy", "UPDATE_IN_PROGRESS"],
  [20, "Policy", "UPDATE_COMPLETE"],
  [21, "panther-role", "UPDATE_COMPLETE"],
];
const history = told.map(([second, LogicalResourceId, ResourceStatus], index): StackEvent => {
  const own = LogicalResourceId === "panther-role";
  return {
    ...{ EventId: `event-${index}`, StackId: arn, StackName: "panther-role", LogicalResourceId, ResourceStatus },
    PhysicalResourceId: own ? arn : "policy",
    ResourceType: own ? "AWS::CloudFormation::Stack" : "AWS::IAM::Policy",
    Timestamp: new Date(start + second * 1000),
  };
});

function setting() {
  const timing = new HeldTiming();
  const events: DriverEvent[] = [];
  const { stacks, calls } = scriptedStacks({
    histories: new Map([[arn, history]]),
    timing: timing as unknown as Script["timing"],
  });
  const context: MonitorContext = {
    ...{ stacks, timing, budget: new CallBudget({ callsPerSecond: 2, timing, random: () => 0 }) },
    report: (event) => void events.push(event),
  };
  const lines = () =>
    events.map((event) => (event.type === "resource-event" ? `${event.path.join("/")} ${event.status}` : event.type));
  return { timing, context, calls, lines };
}

const target = { stack: "panther-role", mark: null };
const release = parseVersion("1.39.7");

describe("a monitor beside somebody else's wait", () => {
  it("looks at once when it is told that the operation is over, however long its pauses are", async () => {
    const { timing, context, lines, calls } = setting();
    timing.seconds = 5;
    const monitor = monitorBeside(context, target);
    await turn();
    expect(lines().filter((line) => line.includes("/Policy"))).to.deep.equal([
      "panther-role/Policy UPDATE_IN_PROGRESS",
    ]);
    const before = calls.length;
    timing.seconds = 25;
    await monitor.end(true);
    expect(lines().filter((line) => line.startsWith("panther-role "))).to.include("panther-role UPDATE_COMPLETE");
    expect(calls.length).to.equal(before + 1);
    // The grace was not waited for.
    expect(timing.seconds).to.equal(25);
  });

  it("looks again, soon, where CloudFormation is a moment behind", async () => {
    const { timing, context, lines } = setting();
    timing.seconds = 5;
    const monitor = monitorBeside(context, target);
    await turn();
    timing.seconds = 19;
    await monitor.end(true);
    expect(lines()).to.include("panther-role UPDATE_COMPLETE");
    expect(timing.seconds).to.be.within(21, 23);
  });
});

describe("the monitor of the deployment role's stack", () => {
  const begun: DriverEvent = { type: "step-started", step: "role", release };
  const ended = (outcome: "unchanged" | "updated"): DriverEvent => ({
    ...{ type: "step-finished", step: "role", release, outcome, seconds: 20 },
  });
  const next: DriverEvent = { type: "step-started", step: "root", release };

  it("makes no call where nothing happens to it", async () => {
    const { context, lines, calls } = setting();
    const role = monitorRole(context, target);
    for (const event of [begun, ended("unchanged"), next]) role.report(event);
    await role.end();
    expect(lines()).to.deep.equal(["step-started", "step-finished", "step-started"]);
    expect(calls).to.deep.equal([]);
  });

  it("tells all of it before the step is over", async () => {
    const { timing, context, lines } = setting();
    const role = monitorRole(context, target);
    role.report(begun);
    await turn();
    timing.seconds = 25;
    for (const event of [ended("updated"), next]) role.report(event);
    await role.end();
    expect(lines()).to.deep.equal([
      "step-started",
      "panther-role UPDATE_IN_PROGRESS",
      "panther-role/Policy UPDATE_IN_PROGRESS",
      "panther-role/Policy UPDATE_COMPLETE",
      "panther-role UPDATE_COMPLETE",
      "stack-progress",
      "step-finished",
      "step-started",
    ]);
  });

  it("is left alone where the run ends in the middle", async () => {
    const { context, lines } = setting();
    const role = monitorRole(context, target);
    role.report(begun);
    await role.end();
    expect(lines()).to.deep.equal(["step-started"]);
  });
});
