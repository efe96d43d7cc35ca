import { expect } from "chai";
import { anonymous, child, events, harness, nested, scope, sortedLists, statusOf, template } from "./harness.ts";

/** Root → Mid → Leaf, with a thing at each level that fails when asked to, and a good nested stack beside. */
function threeLevels(failing: "root" | "mid" | "leaf" | "none", resourceSeconds = 10) {
  const h = harness(resourceSeconds);
  const bad = (level: string) => (failing === level ? { Bad: { Fail: "create" } } : {});
  h.templates.set(
    "leaf",
    template({ LeafThing: {}, ...bad("leaf") }, { Outputs: { Id: { Value: { Ref: "LeafThing" } } } }),
  );
  h.templates.set(
    "mid",
    template(
      {
        MidThing: {},
        Leaf: { ...child("leaf"), $: { DependsOn: "MidThing" } },
        ...(failing === "mid" ? { Bad: { Fail: "create", $: { DependsOn: "Leaf" } } } : {}),
      },
      { Outputs: { Id: { Value: { "Fn::GetAtt": ["Leaf", "Outputs.Id"] } } } },
    ),
  );
  h.templates.set("good", template({ GoodThing: {} }));
  const root = template(
    {
      Good: child("good"),
      Mid: { ...child("mid"), $: { DependsOn: "Good" } },
      Last: { From: { "Fn::GetAtt": ["Mid", "Outputs.Id"] } },
      ...(failing === "root" ? { Bad: { Fail: "create", $: { DependsOn: "Mid" } } } : {}),
    },
    { Outputs: { Id: { Value: { Ref: "Mid" } } } },
  );
  return { ...h, root };
}

describe("creating nested stacks", () => {
  it("creates three levels; children know parent and root, and get the parent's tags", async () => {
    const h = threeLevels("none");
    const { StackId } = await h.engine.createStack(scope, {
      StackName: "r",
      TemplateBody: h.root,
      Tags: [{ Key: "team", Value: "x" }],
    });
    await h.engine.settled();
    expect(statusOf(h, "r")).to.equal("CREATE_COMPLETE");
    const mid = nested(h, "r", "Mid");
    const leaf = nested(h, "r", "Mid", "Leaf");
    expect(mid).to.match(/stack\/r-Mid-[A-Z0-9]{12}\//);
    expect(h.engine.describeStacks(scope, mid).Stacks?.[0]).to.deep.include({
      ParentId: StackId,
      RootId: StackId,
      Tags: [{ Key: "team", Value: "x" }],
    });
    expect(h.engine.describeStacks(scope, leaf).Stacks?.[0]).to.deep.include({ ParentId: mid, RootId: StackId });
    expect(h.engine.describeStacks(scope, "r").Stacks?.[0]?.Outputs?.[0]?.OutputValue).to.equal(mid);
    const last = h.engine
      .describeStackEvents(scope, "r")
      .StackEvents?.find((event) => event.LogicalResourceId === "Last");
    expect(last?.ResourceProperties).to.equal('{"From":"LeafThing-3"}');
    expect(anonymous(events(h, mid))).to.deep.equal([
      "r-Mid-SUFFIX CREATE_IN_PROGRESS User Initiated",
      "MidThing CREATE_IN_PROGRESS",
      "MidThing CREATE_IN_PROGRESS Resource creation Initiated",
      "MidThing CREATE_COMPLETE",
      "Leaf CREATE_IN_PROGRESS",
      "Leaf CREATE_IN_PROGRESS Resource creation Initiated",
      "Leaf CREATE_COMPLETE",
      "r-Mid-SUFFIX CREATE_COMPLETE",
    ]);
  });

  it("fails at depth 1: complete children are deleted by the rollback", async () => {
    const h = threeLevels("root");
    await h.engine.createStack(scope, { StackName: "r", TemplateBody: h.root });
    await h.engine.settled();
    const mid = nested(h, "r", "Mid");
    expect(anonymous(events(h, "r")).slice(-11)).to.deep.equal([
      "Last CREATE_COMPLETE",
      "Bad CREATE_FAILED Bad refuses to create",
      "r ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bad]. Rollback requested by user.",
      "Last DELETE_IN_PROGRESS",
      "Bad DELETE_COMPLETE",
      "Last DELETE_COMPLETE",
      "Mid DELETE_IN_PROGRESS",
      "Mid DELETE_COMPLETE",
      "Good DELETE_IN_PROGRESS",
      "Good DELETE_COMPLETE",
      "r ROLLBACK_COMPLETE",
    ]);
    expect(statusOf(h, mid)).to.equal("DELETE_COMPLETE");
    expect(h.provider.image()).to.deep.equal([]);
  });

  it("fails at depth 2: the child says CREATE_FAILED, the parent echoes it and deletes it", async () => {
    const h = threeLevels("mid");
    await h.engine.createStack(scope, { StackName: "r", TemplateBody: h.root });
    await h.engine.settled();
    expect(anonymous(events(h, "r")).slice(4)).to.deep.equal([
      "Mid CREATE_IN_PROGRESS",
      "Mid CREATE_IN_PROGRESS Resource creation Initiated",
      "Mid CREATE_FAILED Embedded stack ARN was not successfully created: The following resource(s) failed to create: [Bad]. ",
      "r ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Mid]. Rollback requested by user.",
      "Mid DELETE_IN_PROGRESS",
      "Mid DELETE_COMPLETE",
      "Good DELETE_IN_PROGRESS",
      "Good DELETE_COMPLETE",
      "r ROLLBACK_COMPLETE",
    ]);
    const mid = nested(h, "r", "Mid");
    expect(anonymous(events(h, mid)).slice(-9)).to.deep.equal([
      "Bad CREATE_FAILED Bad refuses to create",
      "r-Mid-SUFFIX CREATE_FAILED The following resource(s) failed to create: [Bad]. ",
      "r-Mid-SUFFIX DELETE_IN_PROGRESS User Initiated",
      "Bad DELETE_COMPLETE",
      "Leaf DELETE_IN_PROGRESS",
      "Leaf DELETE_COMPLETE",
      "MidThing DELETE_IN_PROGRESS",
      "MidThing DELETE_COMPLETE",
      "r-Mid-SUFFIX DELETE_COMPLETE",
    ]);
    expect(h.provider.image()).to.deep.equal([]);
  });

  it("fails at depth 3: each level echoes the next, and the deepest stays readable by ARN", async () => {
    const h = threeLevels("leaf");
    await h.engine.createStack(scope, { StackName: "r", TemplateBody: h.root });
    await h.engine.settled();
    const [mid, leaf] = [nested(h, "r", "Mid"), nested(h, "r", "Mid", "Leaf")];
    expect(events(h, mid)).to.include(
      `Leaf CREATE_FAILED Embedded stack ${leaf} was not successfully created: The following resource(s) failed to create: [Bad]. `,
    );
    expect(events(h, "r")).to.include(
      `Mid CREATE_FAILED Embedded stack ${mid} was not successfully created: The following resource(s) failed to create: [Leaf]. `,
    );
    expect(events(h, leaf)).to.include("Bad CREATE_FAILED Bad refuses to create");
    expect([statusOf(h, "r"), statusOf(h, mid), statusOf(h, leaf)]).to.deep.equal([
      "ROLLBACK_COMPLETE",
      "DELETE_COMPLETE",
      "DELETE_COMPLETE",
    ]);
    expect(h.provider.image()).to.deep.equal([]);
  });

  it("cancels nested stacks that are still being created when a sibling fails", async () => {
    const h = harness();
    h.templates.set("slow", template({ One: {}, Two: { $: { DependsOn: "One" } } }));
    await h.engine.createStack(scope, {
      StackName: "r",
      TemplateBody: template({ Bad: { Fail: "create" }, Slow: child("slow") }),
    });
    h.engine.faults.add({ id: "s", path: "Slow/One", on: "create", action: { kind: "slow", seconds: 90 } });
    await h.engine.settled();
    const slow = nested(h, "r", "Slow");
    expect(anonymous(events(h, slow))).to.deep.equal([
      "r-Slow-SUFFIX CREATE_IN_PROGRESS User Initiated",
      "One CREATE_IN_PROGRESS",
      "One CREATE_IN_PROGRESS Resource creation Initiated",
      "One CREATE_FAILED Resource creation cancelled",
      "r-Slow-SUFFIX CREATE_FAILED The following resource(s) failed to create: [One]. ",
      "r-Slow-SUFFIX DELETE_IN_PROGRESS User Initiated",
      "One DELETE_IN_PROGRESS",
      "One DELETE_COMPLETE",
      "r-Slow-SUFFIX DELETE_COMPLETE",
    ]);
    expect(sortedLists(events(h, "r"))).to.include.members([
      "Slow CREATE_FAILED Resource creation cancelled",
      "r ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bad, Slow]. Rollback requested by user.",
    ]);
  });

  it("shows both of two resources that fail in the same instant with their own reasons", async () => {
    const h = harness();
    h.templates.set("bad", template({ Bad: { Fail: "create" } }));
    await h.engine.createStack(scope, {
      StackName: "r",
      TemplateBody: template({ One: child("bad"), Two: child("bad"), Three: { Fail: "create" } }),
    });
    await h.engine.settled();
    const failed = anonymous(events(h, "r")).filter((line) => line.includes("CREATE_FAILED"));
    expect(failed).to.have.members([
      "One CREATE_FAILED Embedded stack ARN was not successfully created: The following resource(s) failed to create: [Bad]. ",
      "Two CREATE_FAILED Embedded stack ARN was not successfully created: The following resource(s) failed to create: [Bad]. ",
      "Three CREATE_FAILED Three refuses to create",
    ]);
  });

  it("refuses a child before it exists when its template, parameters or capabilities are wrong", async () => {
    const h = harness();
    h.templates.set("needs", template({ A: {} }, { Parameters: { P: { Type: "Number", MaxValue: 8 } } }));
    h.templates.set("iam", template({ R: {} }).replace("Fake::Thing", "AWS::IAM::Role"));
    const reasonFor = async (name: string, nestedStack: Record<string, unknown>) => {
      await h.engine.createStack(scope, { StackName: name, TemplateBody: template({ N: nestedStack }) });
      await h.engine.settled();
      const event = h.engine
        .describeStackEvents(scope, name)
        .StackEvents?.find((candidate) => candidate.ResourceStatus === "CREATE_FAILED");
      return [event?.PhysicalResourceId, event?.ResourceStatusReason];
    };
    expect(await reasonFor("a", child("absent"))).to.deep.equal([
      "",
      "S3 error: The specified key does not exist. https://t/absent",
    ]);
    expect(await reasonFor("b", child("needs"))).to.deep.equal(["", "Parameters: [P] must have values"]);
    expect(await reasonFor("c", child("needs", { P: 9 }))).to.deep.equal([
      "",
      "Parameter 'P' must be a number not greater than 8",
    ]);
    expect(await reasonFor("d", child("needs", { P: 1, Q: 1 }))).to.deep.equal([
      "",
      "Parameters: [Q] do not exist in the template",
    ]);
    expect(await reasonFor("e", child("iam"))).to.deep.equal(["", "Requires capabilities : [CAPABILITY_IAM]"]);
  });

  it("times a nested stack out by its TimeoutInMinutes", async () => {
    const h = harness();
    h.templates.set("slow", template({ One: {} }));
    h.engine.faults.add({ id: "s", path: "Slow/One", on: "create", action: { kind: "slow", seconds: 3600 } });
    await h.engine.createStack(scope, {
      StackName: "r",
      TemplateBody: template({ Slow: { ...child("slow"), TimeoutInMinutes: 20 } }),
    });
    await h.engine.settled();
    const failed = h.engine
      .describeStackEvents(scope, "r")
      .StackEvents?.find((event) => event.ResourceStatus === "CREATE_FAILED");
    expect(anonymous([failed?.ResourceStatusReason ?? ""])).to.deep.equal([
      "Embedded stack ARN was not successfully created: Stack creation time exceeded the specified timeout. ",
    ]);
    expect(failed?.Timestamp).to.deep.equal(new Date("2030-01-01T00:20:00.000Z"));
    expect(h.provider.image()).to.deep.equal([]);
  });
});
