import { expect } from "chai";
import type { StackEvent } from "../../../model/diagnosis/stackEvent.ts";
import { everRan, failedInDeletion, failedInRollback, reachesBack } from "../../../model/recovery/history.ts";

const stackId = "arn:aws:cloudformation:us-east-1:111111111111:stack/s/1";
const place = { stackId, stackName: "s", path: ["Core"] };

/** A history from lines, oldest first: "STATUS" of the stack itself, or "LogicalId STATUS reason". */
function history(...lines: readonly string[]): readonly StackEvent[] {
  return lines
    .map((line): StackEvent => {
      const [first = "", status, ...reason] = line.split(" ");
      return status === undefined
        ? { ResourceStatus: first, PhysicalResourceId: stackId, ResourceType: "AWS::CloudFormation::Stack" }
        : {
            LogicalResourceId: first,
            ResourceStatus: status,
            ResourceStatusReason: reason.join(" "),
            ResourceType: "AWS::SQS::Queue",
            PhysicalResourceId: first === "Unmade" ? "" : `${first}-1`,
          };
    })
    .reverse();
}

describe("what a stack's history tells its recovery", () => {
  it("whether anything ever ran in it; a history that was cut may have lost that", () => {
    const failed = ["CREATE_IN_PROGRESS", "A CREATE_COMPLETE", "ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"];
    const ran = (status: string, ...lines: readonly string[]) => everRan(stackId, status, history(...lines));
    expect(ran("DELETE_FAILED", ...failed, "DELETE_FAILED")).to.equal(false);
    expect(ran("REVIEW_IN_PROGRESS", "REVIEW_IN_PROGRESS")).to.equal(false);
    for (const status of ["DELETE_FAILED", "UPDATE_FAILED"]) expect(ran(status, status), status).to.equal(true);
    for (const status of ["CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "REVIEW_IN_PROGRESS"]) {
      expect(ran(status), status).to.equal(false);
    }
    for (const status of ["CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"]) {
      expect(ran("ROLLBACK_COMPLETE", "CREATE_IN_PROGRESS", status, "DELETE_IN_PROGRESS"), status).to.equal(true);
    }
  });

  it("what stopped the last rollback, and not what the update left", () => {
    const events = history(
      "UPDATE_IN_PROGRESS",
      "Cause UPDATE_FAILED the cause",
      "Other UPDATE_FAILED Resource update cancelled",
      "UPDATE_ROLLBACK_IN_PROGRESS",
      "Mended UPDATE_FAILED at the first try",
      "UPDATE_ROLLBACK_FAILED",
      "UPDATE_ROLLBACK_IN_PROGRESS",
      "Stuck UPDATE_IN_PROGRESS",
      "Unmade UPDATE_FAILED not there",
      "Stuck UPDATE_FAILED still broken",
      "UPDATE_ROLLBACK_FAILED",
    );
    expect(failedInRollback(place, events)).to.deep.equal([
      {
        stackId,
        stackName: "s",
        logicalId: "Stuck",
        path: ["Core", "Stuck"],
        type: "AWS::SQS::Queue",
        physicalId: "Stuck-1",
        reason: "still broken",
      },
      {
        stackId,
        stackName: "s",
        logicalId: "Unmade",
        path: ["Core", "Unmade"],
        type: "AWS::SQS::Queue",
        reason: "not there",
      },
    ]);
  });

  it("what could not be deleted, by a deletion or when a creation was undone", () => {
    const undone = ["CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "A DELETE_FAILED in use", "ROLLBACK_FAILED"];
    const names = (events: readonly StackEvent[]) => failedInDeletion(place, events).map(({ logicalId }) => logicalId);
    expect(names(history(...undone))).to.deep.equal(["A"]);
    const again = ["DELETE_IN_PROGRESS", "A DELETE_COMPLETE", "B DELETE_FAILED in use", "DELETE_FAILED"];
    expect(names(history(...undone, ...again))).to.deep.equal(["B"]);
    expect(names(history("B DELETE_FAILED in use"))).to.deep.equal(["B"]);
  });

  it("whether enough of it was read", () => {
    expect(reachesBack(place, history("A UPDATE_FAILED x", "UPDATE_ROLLBACK_FAILED"))).to.equal(false);
    for (const began of ["UPDATE_ROLLBACK_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "DELETE_IN_PROGRESS"]) {
      expect(reachesBack(place, history(began, "A UPDATE_FAILED x")), began).to.equal(true);
    }
  });

  it("is read without what CloudFormation may leave out", () => {
    const bare = [{}, { PhysicalResourceId: stackId, ResourceType: "AWS::CloudFormation::Stack" }];
    expect(failedInRollback(place, bare)).to.deep.equal([]);
    expect(failedInDeletion(place, [...bare, { ResourceStatus: "DELETE_FAILED" }])).to.deep.equal([]);
    expect([everRan(stackId, "DELETE_FAILED", bare), reachesBack(place, bare)]).to.deep.equal([true, false]);
    expect(failedInDeletion(place, [{ ResourceStatus: "DELETE_FAILED", LogicalResourceId: "A" }])[0]).to.include({
      reason: "",
      type: "",
    });
  });
});
