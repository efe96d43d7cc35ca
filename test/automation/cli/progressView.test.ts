import { expect } from "chai";
import { liveLine } from "../../../automation/cli/printers.ts";
import { advance, emptyView, lineOf } from "../../../automation/cli/progressView.ts";
import type { DriverEvent } from "../../../automation/events.ts";

const hop: DriverEvent = { type: "release-started", from: "1.36.0", to: "1.37.11", index: 1, count: 3 };
const progress: DriverEvent = {
  type: "stack-progress",
  stack: "panther-demo",
  status: "UPDATE_IN_PROGRESS",
  done: 6,
  total: 9,
  running: ["Core", "LogAnalysis", "CloudSecurity", "BootstrapGateway", "Dashboards"],
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

  it("shows the step under way on one line within the terminal's width", () => {
    const view = [hop, { type: "step-started", step: "root", release: "1.37.11" } as const, progress].reduce(
      advance,
      emptyView,
    );
    const line = liveLine(view, "⠋", 12, 80);
    expect(line).to.include("root stack").and.include("6 of 9 nested stacks done");
    expect(line.length).to.be.at.most(80);
  });
});
