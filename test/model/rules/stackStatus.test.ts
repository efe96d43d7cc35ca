import { expect } from "chai";
import { conditionOf, type StackCondition } from "../../../model/rules/stackStatus.ts";

// Every status of CloudFormation's, by what may be done in it: from its user guide, not from the code.
const statuses: Readonly<Record<StackCondition, readonly string[]>> = {
  settled: [
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
  ],
  busy: [
    "CREATE_IN_PROGRESS",
    "ROLLBACK_IN_PROGRESS",
    "DELETE_IN_PROGRESS",
    "UPDATE_IN_PROGRESS",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    "UPDATE_ROLLBACK_IN_PROGRESS",
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
    "IMPORT_IN_PROGRESS",
    "IMPORT_ROLLBACK_IN_PROGRESS",
  ],
  "never-created": ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED"],
  stuck: ["CREATE_FAILED", "DELETE_FAILED", "UPDATE_FAILED", "UPDATE_ROLLBACK_FAILED", "IMPORT_ROLLBACK_FAILED"],
  review: ["REVIEW_IN_PROGRESS"],
  deleted: ["DELETE_COMPLETE"],
};

describe("a stack's status", () => {
  for (const [condition, names] of Object.entries(statuses)) {
    it(`is ${condition} in ${names.join(", ")}`, () => {
      expect(names.map(conditionOf)).to.deep.equal(names.map(() => condition));
    });
  }

  it("that nobody knows yet is waited for while it is in progress, and is a person's where it is not", () => {
    expect(conditionOf("REFACTOR_IN_PROGRESS")).to.equal("busy");
    expect(conditionOf("REFACTOR_COMPLETE")).to.equal("stuck");
    expect(conditionOf("REFACTOR_IN_PROGRESS_FAILED")).to.equal("stuck");
  });
});
