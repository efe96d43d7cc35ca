import { expect } from "chai";
import { plainLines } from "../../../automation/cli/plainLines.ts";
import type { DriverEvent } from "../../../automation/events.ts";

describe("progress where there is no terminal", () => {
  it("is told as it comes: steps, stacks, the build; never a single resource", () => {
    const lines = plainLines(() => 0);
    const of = (path: readonly string[], resourceType: string, status: string): DriverEvent => ({
      ...{ type: "resource-event", path, resourceType, status, time: "2026-11-21T12:00:00.000Z" },
    });
    const stack = "AWS::CloudFormation::Stack";
    expect(lines({ type: "step-started", step: "root", release: "1.39.7" })).to.equal("  root stack …");
    expect(lines(of(["panther", "Core"], stack, "UPDATE_IN_PROGRESS"))).to.equal(
      "    2026-11-21T12:00:00.000Z panther > Core UPDATE_IN_PROGRESS",
    );
    // Once by its parent, once by itself.
    expect(lines(of(["panther", "Core"], stack, "UPDATE_IN_PROGRESS"))).to.equal(undefined);
    expect(lines(of(["panther", "Core", "Topic"], "AWS::SNS::Topic", "UPDATE_COMPLETE"))).to.equal(undefined);
    expect(lines(of(["panther", "Core"], stack, "UPDATE_COMPLETE"))).to.include("Core UPDATE_COMPLETE");
    expect(lines({ type: "build-started", id: "panther-pulumi:1", joined: false })).to.equal(
      "    panther-pulumi:1 started",
    );
    expect(lines({ type: "build-started", id: "panther-pulumi:1", joined: true })).to.include("runs already");
    expect(lines({ type: "build-phase", id: "b", phase: "BUILD" })).to.equal("    BUILD");
    expect(lines({ type: "build-log", id: "b", line: "Updating" })).to.equal("    | Updating");
    expect(lines({ type: "notice", message: "Known." })).to.equal("  note: Known.");
  });

  it("comes once a minute at least, while a stack is at work", () => {
    let now = 0;
    const lines = plainLines(() => now);
    const progress: DriverEvent = {
      ...{ type: "stack-progress", stack: "panther", status: "UPDATE_IN_PROGRESS", stacks: [], slowest: [] },
      ...{ secondsLeft: 600, interval: 3 },
    };
    lines({ type: "step-started", step: "root", release: "1.39.7" });
    const told = Array.from({ length: 60 }, () => {
      now += 3000;
      return lines(progress);
    }).filter((line) => line !== undefined);
    expect(told).to.deep.equal(Array(3).fill("    UPDATE_IN_PROGRESS, about 10 min left"));
  });
});
