import { expect } from "chai";
import { liveText } from "../../../automation/cli/printers.ts";
import { advance, emptyView, lineOf } from "../../../automation/cli/progressView.ts";
import type { DriverEvent, StackCounts } from "../../../automation/events.ts";

const hop: DriverEvent = { type: "release-started", from: "1.36.0", to: "1.37.11", index: 1, count: 3 };
const counts = (name: string, status: string, more: Partial<StackCounts> = {}): StackCounts => ({
  ...{ path: ["panther-demo", name], status, done: 4, running: 0, failed: 0, total: null },
  ...more,
});
const progress: Extract<DriverEvent, { type: "stack-progress" }> = {
  type: "stack-progress",
  stack: "panther-demo",
  status: "UPDATE_IN_PROGRESS",
  stacks: [
    { path: ["panther-demo"], status: "UPDATE_IN_PROGRESS", done: 1, running: 3, failed: 0, total: 9 },
    counts("Bootstrap", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", { done: 40 }),
    counts("Core", "CREATE_IN_PROGRESS", { running: 2, total: 40 }),
    counts("LogAnalysis", "UPDATE_IN_PROGRESS", { failed: 1 }),
  ],
  slowest: [{ path: ["panther-demo", "Core", "OutputsTable"], type: "AWS::DynamoDB::Table", seconds: 44.6 }],
  secondsLeft: 700,
  interval: 2.1,
};

describe("the progress on a terminal", () => {
  it("keeps a line for what has ended", () => {
    expect(lineOf(hop)).to.equal("\nHop 1 of 3: v1.36.0 → v1.37.11");
    expect(
      lineOf({ type: "step-finished", step: "role", release: "1.37.11", outcome: "unchanged", seconds: 1.25 }),
    ).to.match(/deployment role +✓ unchanged +1\.3 s/);
    expect(lineOf({ type: "failed", code: "x", message: "What happened.", fix: "What to do." })).to.equal(
      "\n✗ What happened.\n  What to do.",
    );
  });

  it("says what stands after a failure, within 80 columns", () => {
    const failed = { type: "failed", code: "x", message: "It failed.\n- one", fix: "Mend it." } as const;
    const stacks = { "panther-deployment-role": "UPDATE_COMPLETE", "panther-prod": "UPDATE_ROLLBACK_COMPLETE" };
    const said = lineOf({ ...failed, standing: { running: "1.36.0", stacks } });
    expect(said).to.equal(
      "\n✗ It failed.\n  - one\n  Now v1.36.0 runs, panther-deployment-role is UPDATE_COMPLETE, panther-prod is\n  UPDATE_ROLLBACK_COMPLETE.\n  Mend it.",
    );
    expect(lineOf({ ...failed, standing: { running: null, stacks: {} } })).to.include(
      "no release that can be told runs",
    );
  });

  it("keeps none for what only moves", () => expect(lineOf(progress)).to.equal(undefined));

  it("says what failed first while the rollback goes on", () => {
    const cause = {
      ...{ stackArn: "arn", stackName: "panther-demo-Core", logicalId: "Topic", type: "AWS::SNS::Topic" },
      ...{ physicalId: "", status: "CREATE_FAILED", reason: "Rate exceeded", time: "2026-11-21T12:00:00.000Z" },
      path: ["panther-demo", "Core", "Topic"],
    };
    const found = { type: "failure-found", cause } as const;
    expect(lineOf(found)).to.equal("  ✗ panther-demo > Core > Topic CREATE_FAILED: Rate exceeded");
    const hint = { code: "throttled", text: "AWS was asked too often.", fix: "Wait." };
    expect(lineOf({ ...found, hint })).to.match(/\n {4}AWS was asked too often\.$/);
  });

  const rootStep = { type: "step-started", step: "root", release: "1.37.11" } as const;
  const shown = (size: { readonly columns?: number; readonly rows?: number }, event = progress) =>
    liveText([hop, rootStep, event].reduce(advance, emptyView), "⠋", 12, size).split("\n");

  it("shows the step under way, the stacks at work, and what takes longest", () => {
    expect(shown({ columns: 120, rows: 50 })).to.deep.equal([
      "  ✗ LogAnalysis              4 done, 1 failed",
      "    Core                     4 of 40 done, 2 running",
      "    longest: 45 s  Core > OutputsTable (AWS::DynamoDB::Table)",
      "    UPDATE_IN_PROGRESS, 1 of 3 nested stacks done, about 12 min left",
      "  ⠋ root stack           12 s",
    ]);
    const last = (event: typeof progress) => shown({ columns: 200 }, event).at(-2);
    expect(last({ ...progress, secondsLeft: 0, interval: 9 })).to.include("longer than the last time, 9 s old");
    expect(last({ ...progress, secondsLeft: 61.2 })).to.include("about 62 s left");
    expect(last({ ...progress, stacks: progress.stacks.slice(0, 1), secondsLeft: null })).to.match(
      /UPDATE_IN_PROGRESS$/,
    );
    const after = [hop, rootStep, progress, { type: "step-started", step: "build", release: "1.37.11" } as const];
    expect(liveText(after.reduce(advance, emptyView), "⠋", 1, {})).to.not.include("\n");
  });

  it("fits any terminal, and failures are the last to go", () => {
    const many = {
      ...progress,
      stacks: [
        ...progress.stacks,
        ...Array.from({ length: 60 }, (_, index) => counts(`N${index}`, "x", { running: 1 })),
      ],
    };
    for (const columns of [40, 80, 120]) {
      for (const rows of [9, 10, 24, 50]) {
        const lines = shown({ columns, rows }, many);
        expect(lines.length, `${columns} × ${rows}`).to.be.at.most(rows - 7);
        for (const line of lines) expect(line.length).to.be.below(columns);
      }
    }
    expect(shown({ columns: 80, rows: 13 }, many).slice(0, -2)).to.deep.equal([
      "  ✗ LogAnalysis              4 done, 1 failed",
      "    Core                     4 of 40 done, 2 running",
      "    and 60 more",
      "    longest: 45 s  Core > OutputsTable (AWS::DynamoDB::Table)",
    ]);
    expect(shown({ columns: 80, rows: 3 }, many)).to.have.lengthOf(2);
    expect(shown({ columns: 80, rows: 2 }, many)).to.deep.equal(["  ⠋ root stack           12 s"]);
    expect(liveText({ step: "root stack", detail: "" }, "⠋", 1, { rows: 1 })).to.equal("");
  });
});
