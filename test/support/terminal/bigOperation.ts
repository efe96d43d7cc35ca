import type { DriverEvent } from "../../../automation/events.ts";
import { CallBudget } from "../../../automation/monitor/callBudget.ts";
import { monitorStack } from "../../../automation/monitor/monitorStack.ts";
import type { StackEvent } from "../../../model/diagnosis/stackEvent.ts";
import { scriptedStacks, VirtualTiming } from "../scriptedStacks.ts";

export interface TimedEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: DriverEvent;
}

const start = Date.parse("2026-01-01T00:00:00Z");
const arnOf = (name: string) => `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/1`;
const stackCount = 12;
const resourceCount = 42;
/** Nowhere else in what is printed. */
export const failureReason =
  "Resource handler returned message: QuotaOfTopicsReached (Service: Sns, Status Code: 400, Request ID: 5c4d2f6e-1111-4222-8333-944445555666) HandlerErrorCode: ServiceLimitExceeded";
export const failureSecond = 20;
export const lastSecond = 150;

/** What the driver reports of an update of 12 nested stacks with 504 resources, of which one fails early on. */
export async function bigOperation(): Promise<readonly TimedEvent[]> {
  const timing = new VirtualTiming(3000, new Date(start));
  const { stacks } = scriptedStacks({ histories: histories(), timing });
  const budget = new CallBudget({ callsPerSecond: 4, timing, random: () => 0 });
  const events: TimedEvent[] = [];
  const report = (event: DriverEvent) => void events.push({ at: timing.now().getTime(), event });
  report({ type: "release-started", from: "1.38.5", to: "1.39.7", index: 1, count: 1 });
  report({ type: "step-started", step: "root", release: "1.39.7" });
  const context = { stacks, budget, timing, report, expectedSeconds: 600 };
  await monitorStack(context, { stack: "panther", mark: null, signal: new AbortController().signal });
  for (const second of [45, 65, 95]) {
    const event = { type: "notice", message: `A look at panther took longer than usual (${second}).` } as const;
    const place = events.findIndex(({ at }) => at > start + second * 1000);
    events.splice(place, 0, { at: start + second * 1000, event });
  }
  return events;
}

function histories(): ReadonlyMap<string, readonly StackEvent[]> {
  const all: (StackEvent & { readonly at: number })[] = [];
  const say = (second: number, stack: string, logicalId: string, status: string, more: Partial<StackEvent> = {}) => {
    const own = logicalId === "";
    all.push({
      ...{ at: second, EventId: `event-${all.length}`, StackId: arnOf(stack), StackName: stack },
      LogicalResourceId: own ? stack : logicalId,
      PhysicalResourceId: own ? arnOf(stack) : `physical-${logicalId}`,
      ResourceType: own ? "AWS::CloudFormation::Stack" : "AWS::DynamoDB::Table",
      ResourceStatus: status,
      Timestamp: new Date(start + second * 1000),
      ...more,
    });
  };
  say(0, "panther", "", "UPDATE_IN_PROGRESS");
  for (let index = 0; index < stackCount; index++) {
    const name = `NestedStackOfTheAnalysis${index}`;
    const below = { PhysicalResourceId: arnOf(name), ResourceType: "AWS::CloudFormation::Stack" };
    const end = 110 + index;
    say(1 + index, "panther", name, "UPDATE_IN_PROGRESS", below);
    say(1 + index, name, "", "UPDATE_IN_PROGRESS");
    for (let resource = 0; resource < resourceCount; resource++) {
      const begun = 2 + index + resource * 2;
      const id = `SomeResourceWithQuiteALongLogicalName${resource}`;
      say(begun, name, id, "UPDATE_IN_PROGRESS");
      if (index === 0 && resource === 5) {
        say(failureSecond, name, id, "UPDATE_FAILED", { ResourceStatusReason: failureReason });
      } else say(begun + 4 + (resource % 7), name, id, "UPDATE_COMPLETE");
    }
    say(end, name, "", index === 0 ? "UPDATE_FAILED" : "UPDATE_COMPLETE");
    say(end, "panther", name, index === 0 ? "UPDATE_FAILED" : "UPDATE_COMPLETE", below);
  }
  say(lastSecond, "panther", "", "UPDATE_ROLLBACK_COMPLETE");
  const sorted = all.sort((one, other) => one.at - other.at);
  const byStack = new Map<string, StackEvent[]>();
  for (const event of sorted) {
    const { StackId = "" } = event;
    byStack.set(StackId, [...(byStack.get(StackId) ?? []), event]);
  }
  return byStack;
}
