import { expect } from "chai";
import { child, events, harness, nested, scope, statusOf, template } from "./harness.ts";

describe("a snapshot", () => {
  const v = (value: string) => template({ C: child("c", { V: value }), A: { Value: value, $: { DependsOn: "C" } } });

  async function midway(operation: "create" | "update" | "delete" | "none") {
    const h = harness();
    h.templates.set("c", template({ T: { Value: { Ref: "V" } } }, { Parameters: { V: { Type: "String" } } }));
    const { StackId } = await h.engine.createStack(scope, { StackName: "s", TemplateBody: v("1") });
    if (operation !== "create") {
      await h.engine.settled();
      if (operation === "update") await h.engine.updateStack(scope, { StackName: "s", TemplateBody: v("2") });
      if (operation === "delete") h.engine.deleteStack(scope, { StackName: "s" });
    }
    await h.clock.sleep(operation === "none" ? 0 : 15_000);
    const snapshot = JSON.stringify(h.engine.snapshot());
    const engine = h.restart();
    engine.restore(JSON.parse(snapshot));
    await engine.settled();
    return { ...h, engine, id: StackId };
  }

  it("holds everything that an answer shows", async () => {
    const h = await midway("none");
    expect(statusOf(h, "s")).to.equal("CREATE_COMPLETE");
    expect(events(h, nested(h, "s", "C")).length).to.equal(5);
    await h.engine.updateStack(scope, { StackName: "s", TemplateBody: v("2") });
    await h.engine.settled();
    expect(statusOf(h, "s")).to.equal("UPDATE_COMPLETE");
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
