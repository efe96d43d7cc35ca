import { expect } from "chai";
import { anonymous, child, events, harness, nested, scope, sortedLists, template } from "./harness.ts";

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
    expect(sortedLists(events(h, "s")).slice(7)).to.deep.equal([
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

  it("lists what failed and what was cancelled in an order that does not tell them apart", async () => {
    const reason = async (culprit: string) => {
      const h = harness();
      h.engine.faults.add({ id: "f", path: culprit, on: "create", action: { kind: "fail" } });
      for (const path of ["Api", "Table", "Queue"].filter((other) => other !== culprit)) {
        h.engine.faults.add({ id: path, path, on: "create", action: { kind: "slow", seconds: 60 } });
      }
      await h.engine.createStack(scope, { StackName: "s", TemplateBody: template({ Api: {}, Table: {}, Queue: {} }) });
      await h.engine.settled();
      return events(h, "s").find((line) => line.includes("failed to create"));
    };
    expect(await reason("Api")).to.match(/\[\w+, \w+, \w+\]/);
    expect(new Set([await reason("Api"), await reason("Table"), await reason("Queue")]).size).to.equal(1);
  });

  it("tells the ID of what failed but is there, and deletes it in the rollback", async () => {
    const h = harness();
    await h.engine.createStack(scope, { StackName: "s", TemplateBody: template({ A: { HalfMade: true } }) });
    await h.engine.settled();
    expect(events(h, "s").filter((line) => line.startsWith("A "))).to.deep.equal([
      "A CREATE_IN_PROGRESS",
      "A CREATE_IN_PROGRESS Resource creation Initiated",
      "A CREATE_FAILED A was made by half",
      "A DELETE_IN_PROGRESS",
      "A DELETE_COMPLETE",
    ]);
    const all = h.engine.describeStackEvents(scope, "s").StackEvents ?? [];
    expect(all.find(({ ResourceStatus }) => ResourceStatus === "CREATE_FAILED")?.PhysicalResourceId).to.equal("A-1");
    expect(h.provider.calls).to.deep.equal(["create A", "delete A"]);
    expect(h.provider.image()).to.deep.equal([]);
  });

  it("masks NoEcho parameters in every answer, and hands them to the provider as they are", async () => {
    const h = harness();
    const secret = { Parameters: { Secret: { Type: "String", NoEcho: true } } };
    h.templates.set("c", template({ Inner: { Password: { Ref: "Secret" } } }, secret));
    await h.engine.createStack(scope, {
      StackName: "s",
      TemplateBody: template(
        { A: { Text: { "Fn::Sub": "x-${Secret}" } }, C: child("c", { Secret: { Ref: "Secret" } }) },
        secret,
      ),
      Parameters: [{ ParameterKey: "Secret", ParameterValue: "hunter2" }],
    });
    await h.engine.settled();
    const inner = nested(h, "s", "C");
    const answers = ["s", inner].flatMap((stack) => [
      h.engine.describeStacks(scope, stack),
      h.engine.describeStackEvents(scope, stack),
      h.engine.describeStackResources(scope, { StackName: stack }),
    ]);
    expect(JSON.stringify(answers)).to.include("x-****").and.not.to.include("hunter2");
    expect(h.provider.image().join()).to.include("x-hunter2").and.to.include('"Password":"hunter2"');
  });

  it("fails the resource that asks for an attribute which is not there, in AWS's words", async () => {
    const reasonFor = async (type: string, value: unknown) => {
      const h = harness();
      h.templates.set("c", template({ Inner: {} }));
      const body = template({ C: child("c"), A: {}, B: { X: value } }).replace(
        '"A":{"Type":"Fake::Thing"',
        `"A":{"Type":"${type}"`,
      );
      await h.engine.createStack(scope, { StackName: "s", TemplateBody: body });
      await h.engine.settled();
      return anonymous(events(h, "s")).find((line) => line.startsWith("B CREATE_FAILED"));
    };
    expect(await reasonFor("AWS::SQS::Queue", { "Fn::GetAtt": ["A", "Nope"] })).to.equal(
      "B CREATE_FAILED Requested attribute Nope does not exist in schema for AWS::SQS::Queue",
    );
    expect(await reasonFor("Custom::A", { "Fn::GetAtt": ["A", "Nope"] })).to.match(
      /^B CREATE_FAILED CustomResource attribute error: Vendor response doesn't contain Nope attribute in object ARN/,
    );
    expect(await reasonFor("Fake::Thing", { "Fn::GetAtt": ["C", "Outputs.Nope"] })).to.match(
      /^B CREATE_FAILED Output 'Nope' not found in stack 'ARN/,
    );
  });
});
