import { expect } from "chai";
import { deployedLevels } from "./deployedLevels.ts";
import {
  anonymous,
  child,
  events,
  harness,
  nested,
  refusal,
  scope,
  sortedLists,
  statusOf,
  template,
} from "./harness.ts";

describe("updating nested stacks", () => {
  it("updates three levels; children finish in the parent's clean-up; an unchanged child is called and says nothing", async () => {
    const h = await deployedLevels();
    const [rootEvents, midEvents, sameEvents] = [
      events(h, "r").length,
      events(h, h.mid).length,
      events(h, h.same).length,
    ];
    await h.update("2");
    expect(h.since("r", rootEvents)).to.deep.equal([
      "r UPDATE_IN_PROGRESS User Initiated",
      "Mid UPDATE_IN_PROGRESS",
      "Same UPDATE_IN_PROGRESS",
      "Same UPDATE_COMPLETE",
      "Mid UPDATE_COMPLETE",
      "RootThing UPDATE_IN_PROGRESS",
      "RootThing UPDATE_COMPLETE",
      "r UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "Same UPDATE_COMPLETE",
      "Mid UPDATE_COMPLETE",
      "r UPDATE_COMPLETE",
    ]);
    expect(h.since(h.mid, midEvents)).to.deep.equal([
      "r-Mid-SUFFIX UPDATE_IN_PROGRESS User Initiated",
      "Leaf UPDATE_IN_PROGRESS",
      "Leaf UPDATE_COMPLETE",
      "MidThing UPDATE_IN_PROGRESS",
      "MidThing UPDATE_COMPLETE",
      "r-Mid-SUFFIX UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "Leaf UPDATE_COMPLETE",
      "r-Mid-SUFFIX UPDATE_COMPLETE",
    ]);
    expect(events(h, h.same).length).to.equal(sameEvents);
    expect(h.output()).to.equal("2");
  });

  it("says that no updates are to be performed when nothing would change, nested templates included", async () => {
    const h = await deployedLevels();
    const call = () =>
      h.engine.updateStack(scope, {
        StackName: "r",
        UsePreviousTemplate: true,
        Parameters: [{ ParameterKey: "V", UsePreviousValue: true }],
      });
    expect(await refusal(call)).to.equal("ValidationError: No updates are to be performed.");
    h.templates.set("same", template({ SameThing: { Value: "new" } }));
    expect(await refusal(call)).to.equal("accepted");
    await h.engine.settled();
    expect(statusOf(h, h.same)).to.equal("UPDATE_COMPLETE");
    expect(statusOf(h, h.mid)).to.equal("CREATE_COMPLETE");
  });

  for (const [level, depth] of [
    ["root", 1],
    ["mid", 2],
    ["leaf", 3],
  ] as const) {
    it(`rolls back at every level when the update fails at depth ${depth}`, async () => {
      const h = await deployedLevels();
      const before = h.provider.image();
      await h.update("2", level);
      expect([statusOf(h, "r"), statusOf(h, h.mid), statusOf(h, h.leaf), statusOf(h, h.same)]).to.deep.equal([
        "UPDATE_ROLLBACK_COMPLETE",
        "UPDATE_ROLLBACK_COMPLETE",
        "UPDATE_ROLLBACK_COMPLETE",
        "CREATE_COMPLETE",
      ]);
      expect(h.provider.image()).to.deep.equal(before);
      expect([h.output(), h.output(h.mid), h.output(h.leaf)]).to.deep.equal(["1", "1", "1"]);
      expect([h.parameter("r"), h.parameter(h.mid), h.parameter(h.leaf)]).to.deep.equal(["1", "1", "1"]);
      await h.update("3");
      expect([statusOf(h, "r"), statusOf(h, h.mid), h.output()]).to.deep.equal([
        "UPDATE_COMPLETE",
        "UPDATE_COMPLETE",
        "3",
      ]);
    });
  }

  it("words a failure at depth 3 as AWS does, and starts a child's rollback when the parent's reaches it", async () => {
    const h = await deployedLevels();
    const counts = [events(h, "r").length, events(h, h.mid).length, events(h, h.leaf).length] as const;
    await h.update("2", "leaf");
    expect(h.since("r", counts[0])).to.deep.equal([
      "r UPDATE_IN_PROGRESS User Initiated",
      "Mid UPDATE_IN_PROGRESS",
      "Same UPDATE_IN_PROGRESS",
      "Same UPDATE_COMPLETE",
      "Mid UPDATE_FAILED Embedded stack ARN was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The following resource(s) failed to update: [Leaf]. ",
      "r UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Mid]. ",
      "Mid UPDATE_IN_PROGRESS",
      "Same UPDATE_IN_PROGRESS",
      "Same UPDATE_COMPLETE",
      "Mid UPDATE_COMPLETE",
      "r UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
      "Same UPDATE_COMPLETE",
      "Mid UPDATE_COMPLETE",
      "r UPDATE_ROLLBACK_COMPLETE",
    ]);
    expect(h.since(h.leaf, counts[2])).to.deep.equal([
      "r-Mid-SUFFIX-Leaf-SUFFIX UPDATE_IN_PROGRESS User Initiated",
      "LeafThing UPDATE_IN_PROGRESS",
      "LeafThing UPDATE_FAILED LeafThing refuses to update",
      "r-Mid-SUFFIX-Leaf-SUFFIX UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [LeafThing]. ",
      "LeafThing UPDATE_IN_PROGRESS",
      "LeafThing UPDATE_COMPLETE",
      "r-Mid-SUFFIX-Leaf-SUFFIX UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
      "r-Mid-SUFFIX-Leaf-SUFFIX UPDATE_ROLLBACK_COMPLETE",
    ]);
  });

  it("fails at a child that somebody deleted, and leaves it deleted", async () => {
    const h = await deployedLevels();
    h.engine.deleteStack(scope, { StackName: h.leaf });
    await h.engine.settled();
    const count = events(h, h.leaf).length;
    await h.update("2");
    expect(events(h, h.mid)).to.include(`Leaf UPDATE_FAILED Stack [${h.leaf}] does not exist`);
    expect([statusOf(h, "r"), statusOf(h, h.leaf)]).to.deep.equal(["UPDATE_ROLLBACK_COMPLETE", "DELETE_COMPLETE"]);
    expect(events(h, h.leaf).length).to.equal(count);
    expect(h.provider.image().some((line) => line.startsWith("LeafThing"))).to.equal(false);
  });

  it("cancels a sibling's update and rolls that child back, too", async () => {
    const h = await deployedLevels();
    h.engine.faults.add({ id: "s", path: "Mid/Leaf/LeafThing", on: "update", action: { kind: "slow", seconds: 100 } });
    h.engine.faults.add({ id: "f", path: "Same/SameThing", on: "update", action: { kind: "fail", reason: "broken" } });
    h.templates.set("same", template({ SameThing: { Value: "new" } }));
    const count = events(h, h.leaf).length;
    await h.update("2");
    const rootEvents = sortedLists(anonymous(events(h, "r")));
    expect(rootEvents).to.include.members([
      "Mid UPDATE_FAILED Resource update cancelled",
      "r UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Mid, Same]. ",
    ]);
    expect(h.since(h.leaf, count)).to.include("LeafThing UPDATE_FAILED Resource update cancelled");
    expect([statusOf(h, h.mid), statusOf(h, h.leaf), statusOf(h, h.same)]).to.deep.equal([
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
    ]);
    expect(h.provider.image().filter((line) => line.includes('"Value":"2"'))).to.deep.equal([]);
  });

  it("deletes a new nested stack that failed in an update, in the rollback's clean-up", async () => {
    const h = await deployedLevels();
    h.templates.set("new", template({ Fine: {}, Bad: { Fail: "create", $: { DependsOn: "Fine" } } }));
    const before = h.provider.image();
    const root = JSON.parse(h.root);
    root.Resources.New = { Type: "AWS::CloudFormation::Stack", Properties: child("new") };
    await h.engine.updateStack(scope, {
      StackName: "r",
      TemplateBody: JSON.stringify(root),
      Parameters: [{ ParameterKey: "V", UsePreviousValue: true }],
    });
    await h.engine.settled();
    expect(events(h, "r")).to.include(
      "r UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [New]. ",
    );
    expect(statusOf(h, "r")).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect(statusOf(h, nested(h, "r", "New"))).to.equal("DELETE_COMPLETE");
    expect(
      h.engine
        .describeStackResources(scope, { StackName: "r" })
        .StackResources?.map(({ LogicalResourceId }) => LogicalResourceId),
    ).not.to.include("New");
    expect(h.provider.image()).to.deep.equal(before);
  });

  it("passes changed stack tags down to children and to resources that take tags", async () => {
    const h = harness();
    h.templates.set("c", template({ Q: {} }).replace("Fake::Thing", "AWS::SQS::Queue"));
    await h.engine.createStack(scope, { StackName: "r", TemplateBody: template({ C: child("c") }) });
    await h.engine.settled();
    await h.engine.updateStack(scope, { StackName: "r", UsePreviousTemplate: true, Tags: [{ Key: "a", Value: "b" }] });
    await h.engine.settled();
    expect(h.engine.describeStacks(scope, nested(h, "r", "C")).Stacks?.[0]?.Tags).to.deep.equal([
      { Key: "a", Value: "b" },
    ]);
    expect([...h.provider.standing.values()][0]?.tags).to.deep.equal([{ key: "a", value: "b" }]);
  });
});
