import { expect } from "chai";
import { deployedLevels } from "./deployedLevels.ts";
import { child, created, events, harness, nested, one, refusal, scope, statusOf, template } from "./harness.ts";

const stackName = (h: Awaited<ReturnType<typeof deployedLevels>>, id: string) =>
  h.engine.describeStacks(scope, id).Stacks?.[0]?.StackName;

/** Stuck in the rollback of Mid/Leaf/LeafThing after RootThing failed. */
async function stuckLevels() {
  const h = await deployedLevels();
  const fault = { id: "stuck", path: "Mid/Leaf/LeafThing", on: "update", phase: "rollback" } as const;
  h.engine.faults.add({ ...fault, action: { kind: "fail" } });
  await h.update("2", "root");
  return h;
}

describe("what ContinueUpdateRollback takes", () => {
  it("skips nothing but what is in UPDATE_FAILED because the rollback failed, by its own stack's name", async () => {
    const h = await stuckLevels();
    const leaf = stackName(h, h.leaf);
    const skip = (...ResourcesToSkip: readonly string[]) =>
      refusal(() => h.engine.continueUpdateRollback(scope, { StackName: "r", ResourcesToSkip: [...ResourcesToSkip] }));
    const notFailed =
      /^ValidationError: Resources to skip \[.*\] must be in UPDATE_FAILED state because a rollback failed/;
    // RootThing is in UPDATE_FAILED because the update failed; Mid/Leaf is a logical path, not a stack's name.
    for (const wrong of ["RootThing", "LeafThing", "Leaf.LeafThing", `${leaf}.Nothing`, "Same"]) {
      expect(await skip(wrong), wrong).to.match(notFailed);
    }
    expect(await skip("Mid")).to.match(/^ValidationError: Stack resource \[Mid\] can be skipped only once/);
    expect(statusOf(h, "r")).to.equal("UPDATE_ROLLBACK_FAILED");
    expect(await skip(`${leaf}.LeafThing`)).to.equal("accepted");
    await h.engine.settled();
    expect(statusOf(h, "r")).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect(events(h, h.leaf)).to.include("LeafThing UPDATE_COMPLETE");
  });

  it("is refused for a nested stack, and begins once however often its token comes", async () => {
    const h = await stuckLevels();
    expect(await refusal(() => h.engine.continueUpdateRollback(scope, { StackName: h.mid }))).to.equal(
      "ValidationError: RollbackUpdatedStack cannot be invoked on child stacks",
    );
    h.engine.faults.clear();
    const again = () => h.engine.continueUpdateRollback(scope, { StackName: "r", ClientRequestToken: "t" });
    again();
    again();
    await h.engine.settled();
    expect(statusOf(h, "r")).to.equal("UPDATE_ROLLBACK_COMPLETE");
    const tokens = h.engine.describeStackEvents(scope, "r").StackEvents?.slice(0, 3);
    expect(tokens?.map(({ ClientRequestToken }) => ClientRequestToken)).to.deep.equal(["t", "t", "t"]);
    // Nested stacks that take part have it, too.
    const [newest] = h.engine.describeStackEvents(scope, h.leaf).StackEvents ?? [];
    expect([newest?.ResourceStatus, newest?.ClientRequestToken]).to.deep.equal(["UPDATE_ROLLBACK_COMPLETE", "t"]);
  });

  it("skips a nested stack as a whole once somebody deleted it", async () => {
    const h = await stuckLevels();
    h.engine.deleteStack(scope, { StackName: h.mid });
    await h.engine.settled();
    h.engine.continueUpdateRollback(scope, { StackName: "r", ResourcesToSkip: ["Mid"] });
    await h.engine.settled();
    expect(statusOf(h, "r")).to.equal("UPDATE_ROLLBACK_COMPLETE");
  });
});

describe("an operation without rollback", () => {
  it("leaves an update in UPDATE_FAILED, nested stacks as they are, and RollbackStack undoes it", async () => {
    const h = await deployedLevels();
    const before = h.provider.image();
    const parameters = (V: string, Fail: string) => [
      { ParameterKey: "V", ParameterValue: V },
      { ParameterKey: "Fail", ParameterValue: Fail },
    ];
    const input = { StackName: "r", TemplateBody: h.root, DisableRollback: true };
    await h.engine.updateStack(scope, { ...input, Parameters: parameters("2", "mid") });
    await h.engine.settled();
    expect([statusOf(h, "r"), statusOf(h, h.mid), statusOf(h, h.leaf)]).to.deep.equal([
      "UPDATE_FAILED",
      "UPDATE_FAILED",
      "UPDATE_COMPLETE",
    ]);
    expect(h.provider.image().some((line) => line.startsWith("LeafThing") && line.includes('"2"'))).to.equal(true);
    const refused = await refusal(() => h.engine.updateStack(scope, { ...input, Parameters: parameters("3", "") }));
    expect(refused).to.match(/^NotImplemented: Local AWS can't go on with r in UPDATE_FAILED/);
    h.engine.rollbackStack(scope, { StackName: "r" });
    await h.engine.settled();
    expect([statusOf(h, "r"), statusOf(h, h.mid), statusOf(h, h.leaf)]).to.deep.equal([
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
      "UPDATE_ROLLBACK_COMPLETE",
    ]);
    expect(h.provider.image()).to.deep.equal(before);
  });

  it("leaves a creation in CREATE_FAILED, and RollbackStack empties it", async () => {
    const h = await created(template({ A: {}, B: { Fail: "create", $: { DependsOn: "A" } } }), {
      OnFailure: "DO_NOTHING",
    });
    expect([statusOf(h, "s"), h.provider.standing.size]).to.deep.equal(["CREATE_FAILED", 1]);
    h.engine.rollbackStack(scope, { StackName: "s" });
    await h.engine.settled();
    expect([statusOf(h, "s"), h.provider.standing.size]).to.deep.equal(["ROLLBACK_COMPLETE", 0]);
    expect(await refusal(() => h.engine.rollbackStack(scope, { StackName: "s" }))).to.match(
      /is in ROLLBACK_COMPLETE state and can not be rolled back\.$/,
    );
  });

  it("rolls back an update that was cancelled", async () => {
    const h = await created(template({ A: {} }));
    const slow = { id: "slow", path: "A", on: "update", action: { kind: "slow", seconds: 100 } } as const;
    h.engine.faults.add(slow);
    await h.engine.updateStack(scope, {
      StackName: "s",
      TemplateBody: template({ A: { Value: "2" } }),
      DisableRollback: true,
    });
    await h.clock.sleep(1000);
    h.engine.cancelUpdateStack(scope, { StackName: "s" });
    await h.engine.settled();
    expect(statusOf(h, "s")).to.equal("UPDATE_ROLLBACK_COMPLETE");
  });
});

describe("what can't be deleted", () => {
  const stuck = (h: { engine: Awaited<ReturnType<typeof created>>["engine"] }, path: string) =>
    h.engine.faults.add({ id: "stuck", path, on: "delete", action: { kind: "fail" } });

  it("ends a rolled back creation in ROLLBACK_FAILED, and a deletion in DELETE_FAILED", async () => {
    const h = harness();
    stuck(h, "A");
    const body = template({ A: {}, B: { Fail: "create", $: { DependsOn: "A" } } });
    await h.engine.createStack(scope, { StackName: "s", TemplateBody: body });
    await h.engine.settled();
    expect(statusOf(h, "s")).to.equal("ROLLBACK_FAILED");
    h.engine.deleteStack(scope, { StackName: "s" });
    await h.engine.settled();
    expect(statusOf(h, "s")).to.equal("DELETE_FAILED");
  });

  it("is left behind by a forced deletion, at any depth, which only a stack in DELETE_FAILED takes", async () => {
    const h = await deployedLevels();
    stuck(h, "Mid/Leaf/LeafThing");
    const force = { StackName: "r", DeletionMode: "FORCE_DELETE_STACK" } as const;
    expect(await refusal(() => h.engine.deleteStack(scope, force))).to.match(
      /^ValidationError: .*DELETE_FAILED state\.$/,
    );
    h.engine.deleteStack(scope, { StackName: "r" });
    await h.engine.settled();
    const { StackId: id = "" } = h.engine.describeStacks(scope, "r").Stacks?.[0] ?? {};
    expect(statusOf(h, id)).to.equal("DELETE_FAILED");
    h.engine.deleteStack(scope, force);
    await h.engine.settled();
    expect([statusOf(h, id), statusOf(h, h.leaf)]).to.deep.equal(["DELETE_COMPLETE", "DELETE_COMPLETE"]);
    expect(h.provider.image().map((line) => line.split("-")[0])).to.deep.equal(["LeafThing"]);
  });
});

describe("DescribeEvents", () => {
  it("tells operations apart, and failures from the rest", async () => {
    const h = await stuckLevels();
    h.engine.faults.clear();
    h.engine.continueUpdateRollback(scope, { StackName: "r" });
    await h.engine.settled();
    const of = (input: Parameters<typeof h.engine.describeEvents>[1]) =>
      h.engine.describeEvents(scope, input).OperationEvents ?? [];
    const all = of({ StackName: h.leaf }).reverse();
    expect([...new Set(all.map(({ OperationType }) => OperationType))]).to.deep.equal([
      "CREATE_STACK",
      "UPDATE_STACK",
      "CONTINUE_ROLLBACK",
    ]);
    const failed = of({ StackName: h.leaf, Filters: { FailedEvents: true } });
    expect(failed.map(({ LogicalResourceId, EventType }) => [LogicalResourceId, EventType])).to.deep.equal([
      [stackName(h, h.leaf), "STACK_EVENT"],
      ["LeafThing", "PROVISIONING_ERROR"],
    ]);
    const [first] = h.engine.describeStacks(scope, "r").Stacks?.[0]?.LastOperations ?? [];
    expect(first?.OperationType).to.equal("CONTINUE_ROLLBACK");
    const last = of({ OperationId: first?.OperationId });
    expect(new Set(last.map(({ StackId }) => StackId)).size).to.equal(1);
    expect(last.map(({ ResourceStatus }) => ResourceStatus)).to.not.include("UPDATE_IN_PROGRESS_FAILED");
    expect(await refusal(() => h.engine.describeEvents(scope, {}))).to.match(/^ValidationError: Either StackName/);
  });
});

describe("stacks that are deleted", () => {
  it("are listed by their status, nested ones with their parent, beside the living one of the same name", async () => {
    const h = harness();
    h.templates.set("a", one);
    for (let round = 0; round < 2; round++) {
      await h.engine.createStack(scope, { StackName: "s", TemplateBody: template({ A: child("a") }) });
      await h.engine.settled();
      if (round === 0) h.engine.deleteStack(scope, { StackName: "s" });
      await h.engine.settled();
    }
    const deleted = h.engine.listStacks(scope, ["DELETE_COMPLETE"]).StackSummaries ?? [];
    const [root] = deleted.filter(({ ParentId }) => ParentId === undefined);
    expect(deleted.map(({ ParentId }) => ParentId)).to.have.members([undefined, root?.StackId]);
    expect(nested(h, root?.StackId ?? "", "A")).to.equal(deleted.find(({ ParentId }) => ParentId)?.StackId);
    expect(h.engine.listStacks(scope, ["CREATE_COMPLETE"]).StackSummaries).to.have.length(2);
  });
});
