import { expect } from "chai";
import { child, type Harness, harness, scope, statusOf, template } from "./harness.ts";

describe("a snapshot", () => {
  const v = (value: string) => template({ C: child("c", { V: value }), A: { Value: value, $: { DependsOn: "C" } } });

  async function midway(operation: "create" | "update" | "delete") {
    const h = harness();
    h.templates.set("c", template({ T: { Value: { Ref: "V" } } }, { Parameters: { V: { Type: "String" } } }));
    const { StackId } = await h.engine.createStack(scope, { StackName: "s", TemplateBody: v("1") });
    if (operation !== "create") {
      await h.engine.settled();
      if (operation === "update") await h.engine.updateStack(scope, { StackName: "s", TemplateBody: v("2") });
      if (operation === "delete") h.engine.deleteStack(scope, { StackName: "s" });
    }
    await h.clock.sleep(15_000);
    const snapshot = JSON.stringify(h.engine.snapshot());
    const engine = h.restart();
    engine.restore(JSON.parse(snapshot));
    await engine.settled();
    return { ...h, engine, id: StackId };
  }

  /** Everything that an answer can show of any stack. */
  function answers({ engine }: Pick<Harness, "engine">): unknown {
    const { StackSummaries = [] } = engine.listStacks(scope);
    return StackSummaries.map(({ StackId: StackName }) => [
      engine.describeStacks(scope, StackName),
      engine.describeStackEvents(scope, StackName),
      engine.describeStackResources(scope, { StackName }),
      engine.getTemplate(scope, StackName),
      engine.getStackPolicy(scope, StackName),
      engine
        .listChangeSets(scope, StackName)
        .Summaries?.map(({ ChangeSetId }) => engine.describeChangeSet(scope, ChangeSetId, StackName)),
      engine.faults.list(),
    ]);
  }

  it("holds everything that an answer shows", async () => {
    const h = harness();
    h.templates.set("c", template({ T: { Value: { Ref: "V" } } }, { Parameters: { V: { Type: "String" } } }));
    const create = (StackName: string, value: string, more: object = {}) =>
      h.engine.createStack(scope, { StackName, TemplateBody: v(value), Tags: [{ Key: "a", Value: "b" }], ...more });
    await create("s", "1", { StackPolicyBody: "{}", EnableTerminationProtection: true, TimeoutInMinutes: 9 });
    await create("gone", "1");
    await h.engine.settled();
    h.engine.deleteStack(scope, { StackName: "gone" });
    h.engine.faults.add({ id: "twice", path: "A", on: "update", times: 2, action: { kind: "fail" } });
    await h.engine.updateStack(scope, { StackName: "s", TemplateBody: v("2") });
    await h.engine.settled();
    await h.engine.createChangeSet(scope, { StackName: "s", ChangeSetName: "next", TemplateBody: v("3") });
    const before = answers(h);
    const engine = h.restart();
    engine.restore(JSON.parse(JSON.stringify(h.engine.snapshot())));
    expect(answers({ engine })).to.deep.equal(before);

    // The fault struck once before the restart, and may strike once more.
    for (const status of ["UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE"]) {
      await engine.updateStack(scope, { StackName: "s", TemplateBody: v("2") });
      await engine.settled();
      expect(statusOf({ engine }, "s")).to.equal(status);
    }
  });

  for (const [operation, status, left] of [
    ["create", "ROLLBACK_COMPLETE", []],
    ["update", "UPDATE_ROLLBACK_COMPLETE", ['{"Value":"1"}', '{"Value":"1"}']],
    ["delete", "DELETE_COMPLETE", []],
  ] as const) {
    it(`in the middle of a ${operation} ends ${status} after a restart`, async () => {
      const h = await midway(operation);
      expect(statusOf(h, h.id)).to.equal(status);
      expect(h.provider.image().map((line) => line.split(" ")[1])).to.deep.equal(left);
    });
  }
});
