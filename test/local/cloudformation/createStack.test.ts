import { expect } from "chai";
import { events, harness, scope, template } from "./harness.ts";

describe("creating a stack", () => {
  it("runs resources in dependency order, side by side, with each one's three events", async () => {
    const h = harness();
    const { StackId } = await h.engine.createStack(scope, {
      StackName: "s",
      TemplateBody: template({ A: {}, B: { On: { Ref: "A" } }, C: {} }),
      ClientRequestToken: "token-1",
    });
    expect(StackId).to.match(
      /^arn:aws:cloudformation:eu-west-1:111111111111:stack\/s\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    await h.engine.settled();
    expect(events(h, "s")).to.deep.equal([
      "s CREATE_IN_PROGRESS User Initiated",
      "A CREATE_IN_PROGRESS",
      "C CREATE_IN_PROGRESS",
      "A CREATE_IN_PROGRESS Resource creation Initiated",
      "C CREATE_IN_PROGRESS Resource creation Initiated",
      "A CREATE_COMPLETE",
      "C CREATE_COMPLETE",
      "B CREATE_IN_PROGRESS",
      "B CREATE_IN_PROGRESS Resource creation Initiated",
      "B CREATE_COMPLETE",
      "s CREATE_COMPLETE",
    ]);
    const all = h.engine.describeStackEvents(scope, "s").StackEvents ?? [];
    expect(all[0]?.Timestamp?.getTime()).to.equal(Date.parse("2030-01-01T00:00:20.000Z"));
    expect(new Set(all.map(({ ClientRequestToken }) => ClientRequestToken))).to.deep.equal(new Set(["token-1"]));
    expect(new Set(all.map(({ EventId }) => EventId)).size).to.equal(all.length);
    const first = all.findLast(({ LogicalResourceId }) => LogicalResourceId === "A");
    expect(first?.PhysicalResourceId).to.equal("");
    expect(all.find(({ LogicalResourceId }) => LogicalResourceId === "A")?.EventId).to.equal(
      "A-CREATE_COMPLETE-2030-01-01T00:00:10.000Z",
    );
    expect(all.find(({ LogicalResourceId }) => LogicalResourceId === "B")?.ResourceProperties).to.equal('{"On":"A-1"}');
  });

  it("rolls back after a failure: the rest is cancelled, everything is deleted in reverse", async () => {
    const h = harness();
    h.engine.faults.add({ id: "f", path: "Bad", on: "create", action: { kind: "fail", reason: "no luck" } });
    h.engine.faults.add({ id: "s", path: "Slow", on: "create", action: { kind: "slow", seconds: 60 } });
    await h.engine.createStack(scope, {
      StackName: "s",
      TemplateBody: template({
        A: {},
        B: { $: { DependsOn: "A" } },
        Bad: { $: { DependsOn: "B" } },
        Slow: { $: { DependsOn: ["B"] } },
        Never: { $: { DependsOn: "Bad" } },
      }),
    });
    await h.engine.settled();
    expect(events(h, "s").slice(7)).to.deep.equal([
      "Bad CREATE_IN_PROGRESS",
      "Slow CREATE_IN_PROGRESS",
      "Slow CREATE_IN_PROGRESS Resource creation Initiated",
      "Bad CREATE_FAILED no luck",
      "Slow CREATE_FAILED Resource creation cancelled",
      "s ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bad, Slow]. Rollback requested by user.",
      "Bad DELETE_COMPLETE",
      "Slow DELETE_IN_PROGRESS",
      "Slow DELETE_COMPLETE",
      "B DELETE_IN_PROGRESS",
      "B DELETE_COMPLETE",
      "A DELETE_IN_PROGRESS",
      "A DELETE_COMPLETE",
      "s ROLLBACK_COMPLETE",
    ]);
    expect(h.provider.image()).to.deep.equal([]);
  });
});
