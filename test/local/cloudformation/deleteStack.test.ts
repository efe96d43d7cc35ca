import { expect } from "chai";
import {
  anonymous,
  child,
  created,
  events,
  harness,
  nested,
  one,
  refusal,
  scope,
  statusOf,
  template,
} from "./harness.ts";

describe("deleting a stack", () => {
  it("is found by ARN but not by name once deleted", async () => {
    const h = await created();
    h.engine.deleteStack(scope, { StackName: "s" });
    await h.engine.settled();
    expect(h.news()).to.deep.equal([
      "s DELETE_IN_PROGRESS User Initiated",
      "A DELETE_IN_PROGRESS",
      "A DELETE_COMPLETE",
      "s DELETE_COMPLETE",
    ]);
    expect(await refusal(() => h.engine.describeStacks(scope, "s"))).to.equal(
      "ValidationError: Stack with id s does not exist",
    );
    expect(await refusal(() => h.engine.describeStackEvents(scope, "s"))).to.equal(
      "ValidationError: Stack [s] does not exist",
    );
    expect(h.engine.listStacks(scope).StackSummaries?.map(({ StackStatus }) => StackStatus)).to.deep.equal([
      "DELETE_COMPLETE",
    ]);
    expect(h.engine.describeStacks(scope).Stacks).to.deep.equal([]);
  });

  it("deletes nested stacks with events of their own, and skips what is to be retained, at every level", async () => {
    const h = harness();
    h.templates.set("c", template({ Kept: { $: { DeletionPolicy: "Retain" } }, Gone: {} }));
    const { StackId } = await h.engine.createStack(scope, {
      StackName: "r",
      TemplateBody: template({ C: child("c"), RootKept: { $: { DeletionPolicy: "Retain" } } }),
    });
    await h.engine.settled();
    const c = nested(h, "r", "C");
    const count = events(h, c).length;
    h.engine.deleteStack(scope, { StackName: "r" });
    await h.engine.settled();
    expect(events(h, StackId)).to.include("RootKept DELETE_SKIPPED");
    expect(anonymous(events(h, c)).slice(count)).to.deep.equal([
      "r-C-SUFFIX DELETE_IN_PROGRESS User Initiated",
      "Kept DELETE_SKIPPED",
      "Gone DELETE_IN_PROGRESS",
      "Gone DELETE_COMPLETE",
      "r-C-SUFFIX DELETE_COMPLETE",
    ]);
    expect(h.provider.image().map((line) => line.split("-")[0])).to.deep.equal(["Kept", "RootKept"]);
  });

  it("stops at what can't be deleted, says so at each level, and goes on when asked again", async () => {
    const h = harness();
    h.templates.set("c", template({ Base: {}, Stuck: { $: { DependsOn: "Base" } } }));
    const { StackId } = await h.engine.createStack(scope, {
      StackName: "r",
      TemplateBody: template({ C: child("c") }),
    });
    await h.engine.settled();
    h.engine.faults.add({
      id: "f",
      stack: "r",
      path: "C/St*",
      on: "delete",
      times: 1,
      action: { kind: "fail", reason: "not empty" },
    });
    h.engine.deleteStack(scope, { StackName: "r" });
    await h.engine.settled();
    const c = nested(h, StackId, "C");
    expect(events(h, c).slice(-2)).to.deep.equal([
      "Stuck DELETE_FAILED not empty",
      `${c.split("/")[1]} DELETE_FAILED The following resource(s) failed to delete: [Stuck]. `,
    ]);
    expect(events(h, "r").slice(-2)).to.deep.equal([
      `C DELETE_FAILED Embedded stack ${c} was not successfully deleted: The following resource(s) failed to delete: [Stuck]. `,
      "r DELETE_FAILED The following resource(s) failed to delete: [C]. ",
    ]);
    h.engine.deleteStack(scope, { StackName: "r" });
    await h.engine.settled();
    expect(statusOf(h, StackId)).to.equal("DELETE_COMPLETE");
    expect(h.provider.image()).to.deep.equal([]);
  });

  it("ends ROLLBACK_FAILED when the rollback of a creation can't delete", async () => {
    const h = harness();
    h.engine.faults.add({ id: "f", path: "A", on: "delete", action: { kind: "fail" } });
    await h.engine.createStack(scope, {
      StackName: "s",
      TemplateBody: template({ A: {}, B: { Fail: "create", $: { DependsOn: "A" } } }),
    });
    await h.engine.settled();
    expect(events(h, "s").at(-1)).to.equal("s ROLLBACK_FAILED The following resource(s) failed to delete: [A]. ");
  });

  it("is protected from deletion, and takes no update while something runs", async () => {
    const h = await created(one, { EnableTerminationProtection: true });
    expect(await refusal(() => h.engine.deleteStack(scope, { StackName: "s" }))).to.equal(
      "ValidationError: Stack [s] cannot be deleted while TerminationProtection is enabled",
    );
    h.engine.updateTerminationProtection(scope, { StackName: "s", EnableTerminationProtection: false });
    const next = { StackName: "s", TemplateBody: template({ A: { Value: "2" } }) };
    await h.engine.updateStack(scope, next);
    expect(await refusal(() => h.engine.updateStack(scope, next))).to.equal(
      `ValidationError: Stack:${h.id} is in UPDATE_IN_PROGRESS state and can not be updated.`,
    );
    expect(await refusal(() => h.engine.deleteStack(scope, { StackName: "s" }))).to.equal(
      "ValidationError: Stack [s] cannot be deleted while in status UPDATE_IN_PROGRESS",
    );
    await h.engine.settled();
  });

  it("protects nested stacks as long as their root is protected", async () => {
    const h = harness();
    h.templates.set("c", template({ T: {} }));
    const TemplateBody = template({ C: child("c") });
    await h.engine.createStack(scope, { StackName: "r", TemplateBody, EnableTerminationProtection: true });
    await h.engine.settled();
    const StackName = nested(h, "r", "C");
    const shown = () => h.engine.describeStacks(scope, StackName).Stacks?.[0]?.EnableTerminationProtection;
    expect(shown()).to.equal(true);
    expect(await refusal(() => h.engine.deleteStack(scope, { StackName }))).to.match(
      /TerminationProtection is enabled$/,
    );
    h.engine.updateTerminationProtection(scope, { StackName: "r", EnableTerminationProtection: false });
    expect(shown()).to.equal(false);
    expect(await refusal(() => h.engine.deleteStack(scope, { StackName }))).to.equal("accepted");
    await h.engine.settled();
  });

  it("stops a creation to delete it", async () => {
    const h = harness();
    const { StackId } = await h.engine.createStack(scope, {
      StackName: "s",
      TemplateBody: template({ A: {}, B: { $: { DependsOn: "A" } } }),
    });
    h.engine.deleteStack(scope, { StackName: "s" });
    expect(statusOf(h, "s")).to.equal("DELETE_IN_PROGRESS");
    await h.engine.settled();
    expect(statusOf(h, StackId)).to.equal("DELETE_COMPLETE");
    expect(h.provider.calls).to.deep.equal(["create A", "delete A"]);
  });

  it("deletes once, however often it is asked to while a creation rolls back", async () => {
    const h = harness();
    const { StackId } = await h.engine.createStack(scope, {
      StackName: "s",
      TemplateBody: template({ A: {}, B: { Fail: "create", $: { DependsOn: "A" } } }),
    });
    await h.clock.sleep(25_000);
    expect(statusOf(h, "s")).to.equal("ROLLBACK_IN_PROGRESS");
    h.engine.deleteStack(scope, { StackName: "s" });
    h.engine.deleteStack(scope, { StackName: "s" });
    await h.engine.settled();
    expect(events(h, StackId).slice(-3)).to.deep.equal([
      "s ROLLBACK_COMPLETE",
      "s DELETE_IN_PROGRESS User Initiated",
      "s DELETE_COMPLETE",
    ]);
  });
});
