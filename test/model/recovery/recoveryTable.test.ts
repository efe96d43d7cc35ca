import { StackStatus } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { dependsOnPast, type RecoveryAnswer, recoveryTable, statusRow } from "../../../model/recovery/recoveryTable.ts";

/** Statuses by what is done about them: root where something ran, role where something ran, where nothing ever did. */
const expected: Readonly<Record<string, readonly string[]>> = {
  "wait wait wait": Object.keys(StackStatus).filter((status) => /(?<!REVIEW)_IN_PROGRESS$/.test(status)),
  "nothing nothing nothing": [
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
    "DELETE_COMPLETE",
  ],
  "person person delete": ["CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"],
  "person delete delete": ["DELETE_FAILED"],
  "person person delete-review": ["REVIEW_IN_PROGRESS"],
  "roll-back roll-back delete": ["UPDATE_FAILED"],
  "continue-rollback continue-rollback continue-rollback": ["UPDATE_ROLLBACK_FAILED"],
  "person person person": ["IMPORT_ROLLBACK_FAILED"],
};

const answers = (status: string) => {
  const { ran, neverRan } = statusRow(status);
  return [ran.root, ran.role, neverRan].join(" ");
};

describe("the recovery table", () => {
  it("has every status that CloudFormation has, and no other", () => {
    expect(Object.keys(recoveryTable)).to.have.members(Object.keys(StackStatus));
    expect(Object.values(expected).flat()).to.have.members(Object.keys(StackStatus));
  });

  for (const [answer, statuses] of Object.entries(expected)) {
    it(`answers ${answer} to ${statuses.join(", ")}`, () => {
      expect(statuses.map(answers)).to.deep.equal(statuses.map(() => answer));
    });
  }

  it("deletes a root stack only where nothing ever ran", () => {
    const deleting: readonly RecoveryAnswer[] = ["delete", "delete-review"];
    const wrong = Object.entries(recoveryTable).filter(([, { ran }]) => deleting.includes(ran.root));
    expect(wrong).to.deep.equal([]);
  });

  it("needs a stack's history only where the answer depends on it", () => {
    const needing = Object.keys(recoveryTable).filter(dependsOnPast);
    expect(needing).to.have.members([
      "CREATE_FAILED",
      "ROLLBACK_COMPLETE",
      "ROLLBACK_FAILED",
      "DELETE_FAILED",
      "REVIEW_IN_PROGRESS",
      "UPDATE_FAILED",
    ]);
  });

  it("waits for a status that nobody knows yet while it is in progress, and asks a person otherwise", () => {
    expect([answers("REFACTOR_IN_PROGRESS"), answers("REFACTOR_FAILED")]).to.deep.equal([
      "wait wait wait",
      "person person person",
    ]);
  });
});
