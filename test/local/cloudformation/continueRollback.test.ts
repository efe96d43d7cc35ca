import { expect } from "chai";
import { deployedLevels } from "./deployedLevels.ts";
import { refusal, scope, statusOf } from "./harness.ts";

describe("continuing a rollback", () => {
  it("gets stuck in UPDATE_ROLLBACK_FAILED at depth 3, and ContinueUpdateRollback frees it", async () => {
    const h = await deployedLevels();
    const before = h.provider.image();
    h.engine.faults.add({
      id: "stuck",
      path: "Mid/Leaf/LeafThing",
      on: "update",
      phase: "rollback",
      action: { kind: "fail", reason: "still broken" },
    });
    await h.update("2", "root");
    expect([statusOf(h, "r"), statusOf(h, h.mid), statusOf(h, h.leaf)]).to.deep.equal([
      "UPDATE_ROLLBACK_FAILED",
      "UPDATE_ROLLBACK_FAILED",
      "UPDATE_ROLLBACK_FAILED",
    ]);
    expect(h.since("r", 0)).to.include(
      "Mid UPDATE_FAILED Embedded stack ARN was not successfully updated. Currently in UPDATE_ROLLBACK_FAILED with reason: The following resource(s) failed to update: [Leaf]. ",
    );
    expect(await refusal(() => h.update("3"))).to.match(
      /^ValidationError: Stack:arn.* is in UPDATE_ROLLBACK_FAILED state and can not be updated\.$/,
    );
    h.engine.faults.remove("stuck");
    h.engine.continueUpdateRollback(scope, { StackName: "r" });
    await h.engine.settled();
    expect([statusOf(h, "r"), statusOf(h, h.mid), statusOf(h, h.leaf)]).to.deep.equal([
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
    ]);
    expect(h.provider.image()).to.deep.equal(before);
    expect(h.output()).to.equal("1");
  });

  it("continues a rollback without the resources that it is told to skip", async () => {
    const h = await deployedLevels();
    h.engine.faults.add({
      id: "stuck",
      path: "Mid/Leaf/LeafThing",
      on: "update",
      phase: "rollback",
      action: { kind: "fail" },
    });
    await h.update("2", "root");
    const leafName = h.engine.describeStacks(scope, h.leaf).Stacks?.[0]?.StackName;
    h.engine.continueUpdateRollback(scope, { StackName: "r", ResourcesToSkip: [`${leafName}.LeafThing`] });
    await h.engine.settled();
    expect([statusOf(h, "r"), statusOf(h, h.leaf)]).to.deep.equal([
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
    ]);
    expect(h.provider.image().some((line) => line.startsWith("LeafThing") && line.includes('"Value":"2"'))).to.equal(
      true,
    );
  });
});
