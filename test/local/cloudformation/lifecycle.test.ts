import { expect } from "chai";
import { created, events, harness, one, refusal, scope, statusOf, template } from "./harness.ts";

describe("a stack's life", () => {
  it("refuses to create over any stack of that name, a rolled back one included", async () => {
    const h = await created(template({ A: { Fail: "create" } }));
    expect(statusOf(h, "s")).to.equal("ROLLBACK_COMPLETE");
    const again = () => h.engine.createStack(scope, { StackName: "s", TemplateBody: one });
    expect(await refusal(again)).to.equal("AlreadyExistsException: Stack [s] already exists");
    expect(await refusal(() => h.update(one))).to.equal(
      `ValidationError: Stack:${h.id} is in ROLLBACK_COMPLETE state and can not be updated.`,
    );
    h.engine.deleteStack(scope, { StackName: "s" });
    await h.engine.settled();
    expect(await refusal(again)).to.equal("accepted");
  });

  it("answers a repeated call with the same token with the same stack", async () => {
    const h = await created(one, { ClientRequestToken: "t" });
    const again = await h.engine.createStack(scope, { StackName: "s", TemplateBody: one, ClientRequestToken: "t" });
    expect(again.StackId).to.equal(h.id);
  });

  it("keeps what failed with OnFailure DO_NOTHING, and leaves nothing with DELETE", async () => {
    const failing = template({ A: {}, B: { Fail: "create", $: { DependsOn: "A" } } });
    const kept = await created(failing, { OnFailure: "DO_NOTHING" });
    expect(events(kept, "s").at(-1)).to.equal("s CREATE_FAILED The following resource(s) failed to create: [B]. ");
    expect(kept.provider.image()).to.have.length(1);

    const h = harness();
    const { StackId } = await h.engine.createStack(scope, {
      StackName: "s",
      TemplateBody: failing,
      OnFailure: "DELETE",
    });
    await h.engine.settled();
    expect(events(h, StackId)).to.include(
      "s DELETE_IN_PROGRESS The following resource(s) failed to create: [B]. Delete requested by user.",
    );
    expect(statusOf(h, StackId)).to.equal("DELETE_COMPLETE");
    expect(h.provider.image()).to.deep.equal([]);
  });

  it("cancels an update on request", async () => {
    const h = await created();
    await h.engine.updateStack(scope, {
      StackName: "s",
      TemplateBody: template({ A: { Value: "2" }, B: { $: { DependsOn: "A" } } }),
    });
    h.engine.cancelUpdateStack(scope, { StackName: "s" });
    await h.engine.settled();
    expect(h.news()).to.include.members([
      "A UPDATE_FAILED Resource update cancelled",
      "s UPDATE_ROLLBACK_IN_PROGRESS User Initiated",
    ]);
    expect(statusOf(h, "s")).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect(h.provider.image()).to.deep.equal(["A-1 {}"]);
  });

  for (const resourceSeconds of [0, 10]) {
    it(`cancels at once what the provider still works on, and undoes it when that ends, at ${resourceSeconds} s`, async () => {
      const h = harness(resourceSeconds);
      h.provider.linger = (logicalId) => h.clock.sleep(logicalId === "Slow" ? 3_600_000 : 1000);
      const times = (status: string) =>
        (h.engine.describeStackEvents(scope, "s").StackEvents ?? [])
          .filter(({ ResourceStatusReason }) => ResourceStatusReason === `Resource ${status} cancelled`)
          .map(({ LogicalResourceId, Timestamp }) => [LogicalResourceId, Timestamp?.toISOString().slice(11, 19)]);
      const failing = { Fail: "create", $: { DependsOn: "First" } };
      await h.engine.createStack(scope, {
        StackName: "s",
        TemplateBody: template({ First: {}, Bad: failing, Slow: { $: { DependsOn: "First" } } }),
      });
      await h.engine.settled();
      expect(times("creation")).to.deep.equal([["Slow", resourceSeconds === 0 ? "00:00:02" : "00:00:22"]]);
      expect(h.provider.calls.slice(-3)).to.deep.equal(["create Slow", "delete Slow", "delete First"]);
      expect(h.provider.image()).to.deep.equal([]);

      h.engine.deleteStack(scope, { StackName: "s" });
      await h.engine.settled();
      const before = template({ Slow: { Name: "x" }, Bad: {} });
      await h.engine.createStack(scope, { StackName: "s", TemplateBody: before });
      await h.engine.settled();
      const image = h.provider.image();
      for (const slow of [{ Name: "x", Value: "changed" }, { Name: "replaced" }]) {
        await h.engine.updateStack(scope, {
          StackName: "s",
          TemplateBody: template({ Slow: slow, Bad: { Fail: "update" } }),
        });
        await h.engine.settled();
        expect(statusOf(h, "s")).to.equal("UPDATE_ROLLBACK_COMPLETE");
        expect(h.provider.image()).to.deep.equal(image);
      }
      expect(times("update").map(([id]) => id)).to.deep.equal(["Slow", "Slow"]);
    });
  }

  it("replaces: the old one lives until clean-up; UpdateReplacePolicy and DeletionPolicy keep it", async () => {
    const h = await created(template({ A: { Name: "x" }, B: { On: { Ref: "A" } }, Old: {} }));
    await h.update(template({ A: { Name: "y" }, B: { On: { Ref: "A" } } }));
    expect(h.news()).to.deep.equal([
      "s UPDATE_IN_PROGRESS User Initiated",
      "A UPDATE_IN_PROGRESS",
      "A UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.",
      "A UPDATE_IN_PROGRESS Resource creation Initiated",
      "A UPDATE_COMPLETE",
      "B UPDATE_IN_PROGRESS",
      "B UPDATE_COMPLETE",
      "s UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "A DELETE_IN_PROGRESS",
      "Old DELETE_IN_PROGRESS",
      "A DELETE_COMPLETE",
      "Old DELETE_COMPLETE",
      "s UPDATE_COMPLETE",
    ]);
    const kept = await created(
      template({ A: { Name: "x", $: { UpdateReplacePolicy: "Retain" } }, Old: { $: { DeletionPolicy: "Retain" } } }),
    );
    await kept.update(template({ A: { Name: "y", $: { UpdateReplacePolicy: "Retain" } } }));
    expect(kept.news().filter((line) => line.includes("DELETE"))).to.deep.equal([
      "A DELETE_SKIPPED",
      "Old DELETE_SKIPPED",
    ]);
  });

  it("puts a replaced resource back when the update fails after it", async () => {
    const h = await created(template({ A: { Name: "x" }, B: { On: { Ref: "A" } } }));
    const before = h.provider.image();
    await h.update(template({ A: { Name: "y" }, B: { On: { Ref: "A" }, Fail: "update" } }));
    expect(statusOf(h, "s")).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect(h.provider.image()).to.deep.equal(before);
  });

  it("leaves behind, after three attempts, what an update's clean-up can't delete", async () => {
    const h = await created(template({ A: {}, Old: { Fail: "delete" } }));
    await h.update(one);
    expect(h.news().filter((line) => line.startsWith("Old DELETE_FAILED"))).to.have.length(3);
    expect(h.news().at(-1)).to.equal(
      "s UPDATE_COMPLETE Update successful. One or more resources could not be deleted.",
    );
  });

  it("refuses another type under the same logical ID", async () => {
    const h = await created();
    expect(await refusal(() => h.update(one.replace("Fake::Thing", "Fake::Other")))).to.equal(
      "ValidationError: Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]",
    );
  });

  it("finds nothing to update in what has no effect", async () => {
    const h = await created(template({ A: {} }, { Parameters: { P: { Type: "String", Default: "1" } } }));
    const other = template(
      { A: { $: { DeletionPolicy: "Retain" } } },
      { Description: "new", Parameters: { P: { Type: "String", Default: "2" }, Q: { Type: "String", Default: "" } } },
    );
    expect(await refusal(() => h.update(other))).to.equal("ValidationError: No updates are to be performed.");
  });

  it("guards exports: unique, unchangeable and undeletable while imported", async () => {
    const h = harness();
    const exporting = (value: string) =>
      template(
        { A: { Value: value } },
        { Outputs: { O: { Value: { "Fn::GetAtt": ["A", "Value"] }, Export: { Name: "e" } } } },
      );
    const create = async (StackName: string, TemplateBody: string) => {
      await h.engine.createStack(scope, { StackName, TemplateBody });
      await h.engine.settled();
    };
    await create("a", exporting("1"));
    await create("twice", exporting("1"));
    expect(events(h, "twice")).to.include(
      "twice ROLLBACK_IN_PROGRESS Export with name e is already exported by stack a.  Rollback requested by user.",
    );
    await create("b", template({ B: { From: { "Fn::ImportValue": "e" } } }));
    expect(h.engine.listImports(scope, "e").Imports).to.deep.equal(["b"]);
    expect(h.engine.listExports(scope).Exports?.map(({ Name, Value }) => [Name, Value])).to.deep.equal([["e", "1"]]);
    await h.engine.updateStack(scope, { StackName: "a", TemplateBody: exporting("2") });
    await h.engine.settled();
    expect(events(h, "a")).to.include("a UPDATE_ROLLBACK_IN_PROGRESS Cannot update export e as it is in use by b ");
    h.engine.deleteStack(scope, { StackName: "a" });
    await h.engine.settled();
    expect(events(h, "a").at(-1)).to.equal("a DELETE_FAILED Export e cannot be deleted as it is in use by b");
  });

  it("pages events by 100, newest first, undisturbed by new ones", async () => {
    const things = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`R${index}`, {}]));
    const h = await created(template(things));
    const first = h.engine.describeStackEvents(scope, "s");
    expect(first.StackEvents).to.have.length(100);
    expect(first.StackEvents?.[0]?.ResourceStatus).to.equal("CREATE_COMPLETE");
    h.engine.deleteStack(scope, { StackName: "s" });
    await h.engine.settled();
    const second = h.engine.describeStackEvents(scope, h.id, first.NextToken);
    expect(second.StackEvents).to.have.length(82);
    expect(second.StackEvents?.at(-1)?.ResourceStatusReason).to.equal("User Initiated");
    expect(second.NextToken).to.equal(undefined);
  });

  it("binds a fault to one release, and counts its times", async () => {
    const h = harness();
    for (const release of ["1.36.0", "1.37.0"])
      h.templates.set(`v${release}/root`, template({ A: { Value: release } }));
    h.engine.faults.add({
      id: "f",
      path: "A",
      on: "update",
      release: "1.37.0",
      times: 1,
      action: { kind: "fail", reason: "once" },
    });
    const at = (release: string) => ({ StackName: "s", TemplateURL: `https://t/v${release}/root` });
    await h.engine.createStack(scope, at("1.36.0"));
    await h.engine.settled();
    await h.engine.updateStack(scope, at("1.37.0"));
    await h.engine.settled();
    expect(events(h, "s")).to.include("A UPDATE_FAILED once");
    expect(statusOf(h, "s")).to.equal("UPDATE_ROLLBACK_COMPLETE");
    await h.engine.updateStack(scope, at("1.37.0"));
    await h.engine.settled();
    expect(statusOf(h, "s")).to.equal("UPDATE_COMPLETE");
  });
});
