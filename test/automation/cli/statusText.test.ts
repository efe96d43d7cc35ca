import { expect } from "chai";
import { statusText } from "../../../automation/cli/statusText.ts";
import type { Status } from "../../../automation/status.ts";
import { parseVersion } from "../../../model/release/version.ts";

const status: Status = {
  environment: "production-eu",
  region: "ap-southeast-2",
  accountId: "111111111111",
  wanted: "1.39.7",
  running: { version: parseVersion("1.37.11"), source: "published-template" },
  rootStack: { name: "panther-production", status: "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS" },
  nestedStacks: [
    { logicalId: "Core", status: "UPDATE_COMPLETE" },
    { logicalId: "Web", status: "UPDATE_ROLLBACK_COMPLETE" },
  ],
  lastBuild: { id: "panther-pulumi:5c6f7227-66c3-4c4e-ae23-1efa47e985eb", status: "SUCCEEDED" },
};

describe("a status for a person", () => {
  it("fits 80 columns", () => {
    for (const line of statusText(status).split("\n")) expect(line.length, line).to.be.at.most(80);
  });

  it("counts no nested stack as complete that was rolled back", () => {
    expect(statusText(status)).to.include("1 of 2 complete");
  });

  it("does not say that nothing runs where only the release can't be told", () => {
    const { running: _, ...unknown } = status;
    expect(statusText(unknown)).to.include("can't be told");
    expect(statusText({ ...unknown, nestedStacks: [] })).to.match(/Running.*nothing/);
  });
});
