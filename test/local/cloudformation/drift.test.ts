import {
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
} from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { child, created, type Harness, harness, nested, refusal, scope, template } from "./harness.ts";
import { sdkClient } from "./sdkClient.ts";

/** Detects drift of a stack to the end. */
async function detected(h: Pick<Harness, "engine" | "clock">, stack: string, ids: readonly string[] = []) {
  const input = { StackName: stack, LogicalResourceIds: [...ids] };
  const { StackDriftDetectionId: id } = h.engine.detectStackDrift(scope, input);
  const seen = [h.engine.describeStackDriftDetectionStatus(scope, id)];
  while (seen.at(-1)?.DetectionStatus === "DETECTION_IN_PROGRESS") {
    await h.clock.sleep(1000);
    seen.push(h.engine.describeStackDriftDetectionStatus(scope, id));
  }
  return { first: seen[0], last: seen.at(-1) };
}

function driftsOf({ engine }: Pick<Harness, "engine">, stack: string) {
  return engine.describeStackResourceDrifts(scope, { StackName: stack }).StackResourceDrifts ?? [];
}

const secretBody = template(
  { A: { Key: { Ref: "Secret" }, Deep: { Er: "1", Size: 5 }, List: ["a", "b"] }, B: {}, U: { Unreadable: "yes" } },
  { Parameters: { Secret: { Type: "String", NoEcho: true } } },
);
const secret = { Parameters: [{ ParameterKey: "Secret", ParameterValue: "s3cret" }] };

describe("drift detection", () => {
  it("takes a moment, then finds everything as the template says, but for what it can't look at", async () => {
    const h = await created(secretBody, secret);
    const { first, last } = await detected(h, "s");
    expect(first).to.deep.include({ DetectionStatus: "DETECTION_IN_PROGRESS", StackId: h.id });
    expect(first).to.not.have.property("StackDriftStatus");
    expect(last).to.deep.include({
      DetectionStatus: "DETECTION_COMPLETE",
      StackDriftStatus: "IN_SYNC",
      DriftedStackResourceCount: 0,
    });
    const statuses = driftsOf(h, "s").map((drift) => [drift.LogicalResourceId, drift.StackResourceDriftStatus]);
    expect(statuses).to.deep.equal([
      ["A", "IN_SYNC"],
      ["B", "IN_SYNC"],
    ]);
    const unread = h.engine.describeStackResource(scope, "s", "U").StackResourceDetail?.DriftInformation;
    expect(unread).to.deep.equal({ StackResourceDriftStatus: "NOT_CHECKED" });
    expect(h.engine.describeStacks(scope, "s").Stacks?.[0]?.DriftInformation).to.deep.include({
      StackDriftStatus: "IN_SYNC",
    });
  });

  it("names each property that was changed in what the template sets, and shows no secret", async () => {
    const h = await created(secretBody, secret);
    h.provider.tamper("A-1", { Key: "other", Deep: { Er: "1", Size: 6 }, List: ["b", "a"], Unset: "by the template" });
    h.provider.standing.delete("B-2");
    const { last } = await detected(h, "s");
    expect(last).to.include({ StackDriftStatus: "DRIFTED", DriftedStackResourceCount: 2 });
    const [changed, deleted] = driftsOf(h, "s");
    expect(deleted).to.include({ LogicalResourceId: "B", StackResourceDriftStatus: "DELETED" });
    expect(deleted?.PropertyDifferences).to.deep.equal([]);
    expect(changed?.StackResourceDriftStatus).to.equal("MODIFIED");
    const difference = (path: string, expected: string, actual: string) => ({
      PropertyPath: path,
      ExpectedValue: expected,
      ActualValue: actual,
      DifferenceType: "NOT_EQUAL",
    });
    expect(changed?.PropertyDifferences).to.have.deep.members([
      difference("/Key", "****", "****"),
      difference("/Deep/Size", "5", "6"),
      difference("/List", '["a","b"]', '["b","a"]'),
    ]);
    expect(JSON.stringify(h.engine.describeStackResourceDrifts(scope, { StackName: "s" }))).to.not.match(
      /s3cret|other/,
    );
  });

  it("finds what it is told of, of types too that it can't look at, until it is told otherwise", async () => {
    const h = await created(secretBody, secret);
    const add = (id: string, path: string, property: string, value: unknown) =>
      h.engine.outsideChanges.add({ id, path, change: { kind: "property", property, value } });
    add("1", "U", "Unreadable", "no");
    add("2", "A", "Deep.Er", null);
    add("3", "A", "Tags", [{ Key: "a" }]);
    add("4", "A", "List/0", "a");
    h.engine.outsideChanges.add({ id: "5", path: "B", stack: "other", change: { kind: "deleted" } });
    await detected(h, "s");
    const differences = driftsOf(h, "s").flatMap((drift) =>
      (drift.PropertyDifferences ?? []).map((one) => [drift.LogicalResourceId, one.PropertyPath, one.DifferenceType]),
    );
    expect(differences).to.deep.equal([
      ["A", "/Deep/Er", "REMOVE"],
      ["A", "/Tags", "ADD"],
      ["U", "/Unreadable", "NOT_EQUAL"],
    ]);
    const snapshot = h.engine.snapshot();
    for (const { id } of h.engine.outsideChanges.list()) h.engine.outsideChanges.remove(id);
    expect((await detected(h, "s")).last).to.include({ StackDriftStatus: "IN_SYNC" });
    h.engine.restore(snapshot);
    expect((await detected(h, "s")).last).to.include({ StackDriftStatus: "DRIFTED" });
  });

  it("looks at one stack alone: a nested one is asked for by its own ARN", async () => {
    const h = harness();
    h.templates.set("c", template({ G: child("g") }));
    h.templates.set("g", template({ Deep: {} }));
    await h.engine.createStack(scope, { StackName: "r", TemplateBody: template({ C: child("c") }) });
    await h.engine.settled();
    h.engine.outsideChanges.add({ id: "1", stack: "r", path: "C/G/Deep", change: { kind: "deleted" } });
    expect((await detected(h, "r")).last).to.include({ StackDriftStatus: "IN_SYNC" });
    expect(driftsOf(h, "r")).to.deep.equal([]);
    const inner = nested(h, "r", "C", "G");
    expect((await detected(h, inner)).last).to.include({ StackDriftStatus: "DRIFTED" });
    expect(driftsOf(h, inner).map((drift) => drift.StackResourceDriftStatus)).to.deep.equal(["DELETED"]);
  });

  it("refuses while an operation or another detection goes on, and what is not there", async () => {
    const h = await created(template({ A: {} }));
    const detect = (stack: string, ids: string[] = []) =>
      refusal(() => h.engine.detectStackDrift(scope, { StackName: stack, LogicalResourceIds: ids }));
    expect(await detect("s", ["A", "Z"])).to.match(/^ValidationError: Resources \[Z\] do not exist/);
    expect(await detect("nobody")).to.equal("ValidationError: Stack [nobody] does not exist");
    expect(await refusal(() => h.engine.describeStackDriftDetectionStatus(scope, "no-such-id"))).to.match(
      /^ValidationError/,
    );
    expect(await detect("s")).to.equal("accepted");
    expect(await detect("s")).to.match(/^ValidationError: .*already in progress/);
    await h.clock.sleep(60_000);
    await h.engine.updateStack(scope, { StackName: "s", TemplateBody: template({ A: { Text: "b" } }) });
    expect(await detect("s")).to.match(/^ValidationError: .*UPDATE_IN_PROGRESS/);
    await h.engine.settled();
    expect(await detect("s")).to.equal("accepted");
  });

  it("ends as failed where a resource can't be read or an operation comes between, and keeps what it knows", async () => {
    const h = await created(template({ A: {}, B: { Fail: "read" } }));
    h.provider.standing.delete("A-1");
    const { last } = await detected(h, "s");
    expect(last).to.deep.include({ DetectionStatus: "DETECTION_FAILED" });
    expect(last?.DetectionStatusReason).to.include("[B]").and.include("refuses to read");
    expect(driftsOf(h, "s").map((drift) => drift.StackResourceDriftStatus)).to.deep.equal(["DELETED"]);
    h.engine.faults.add({ id: "1", path: "B", on: "update", action: { kind: "slow", seconds: 60 } });
    const { StackDriftDetectionId: id } = h.engine.detectStackDrift(scope, { StackName: "s" });
    await h.engine.updateStack(scope, { StackName: "s", TemplateBody: template({ A: {}, B: { Text: "b" } }) });
    await h.engine.settled();
    const interrupted = h.engine.describeStackDriftDetectionStatus(scope, id);
    expect(interrupted.DetectionStatusReason).to.include("UPDATE_IN_PROGRESS");
  });

  it("of what a dead process had begun a new one says that it failed", async () => {
    const h = await created(template({ A: {} }));
    const { StackDriftDetectionId: id } = h.engine.detectStackDrift(scope, { StackName: "s" });
    const snapshot = JSON.parse(JSON.stringify(h.engine.snapshot()));
    const engine = h.restart();
    engine.restore(snapshot);
    expect(engine.describeStackDriftDetectionStatus(scope, id).DetectionStatus).to.equal("DETECTION_FAILED");
  });

  describe("through the SDK", () => {
    const h = harness();
    const sdk = sdkClient(h);

    it("detects, waits, lists with a filter and shows it on the stack and its resources", async () => {
      await h.engine.createStack(scope, { StackName: "s", TemplateBody: template({ A: { Text: "<a>" }, B: {} }) });
      await h.engine.settled();
      h.provider.tamper("A-1", { Text: "<b>" });
      const { StackDriftDetectionId } = await sdk
        .client()
        .send(new DetectStackDriftCommand({ StackName: "s", LogicalResourceIds: ["A", "B"] }));
      await h.clock.sleep(60_000);
      const status = await sdk.client().send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
      expect(status).to.deep.include({
        DetectionStatus: "DETECTION_COMPLETE",
        StackDriftStatus: "DRIFTED",
        DriftedStackResourceCount: 1,
      });
      expect(status.Timestamp).to.be.instanceOf(Date);
      const drifts = await sdk.client().send(
        new DescribeStackResourceDriftsCommand({
          StackName: "s",
          StackResourceDriftStatusFilters: ["MODIFIED", "DELETED"],
        }),
      );
      expect(drifts.StackResourceDrifts).to.have.lengthOf(1);
      expect(drifts.StackResourceDrifts?.[0]).to.deep.include({
        LogicalResourceId: "A",
        ExpectedProperties: '{"Text":"<a>"}',
        ActualProperties: '{"Text":"<b>"}',
        PropertyDifferences: [
          { PropertyPath: "/Text", ExpectedValue: "<a>", ActualValue: "<b>", DifferenceType: "NOT_EQUAL" },
        ],
      });
      const [stack] = (await sdk.client().send(new DescribeStacksCommand({ StackName: "s" }))).Stacks ?? [];
      expect(stack?.DriftInformation?.StackDriftStatus).to.equal("DRIFTED");
      const { StackResources } = await sdk.client().send(new DescribeStackResourcesCommand({ StackName: "s" }));
      expect(StackResources?.map((one) => one.DriftInformation?.StackResourceDriftStatus)).to.deep.equal([
        "MODIFIED",
        "IN_SYNC",
      ]);
    });
  });
});
