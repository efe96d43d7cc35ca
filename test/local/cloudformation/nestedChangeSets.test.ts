import type { DescribeChangeSetOutput } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { deployedLevels } from "./deployedLevels.ts";
import { child, type Harness, harness, nested, refusal, scope, statusOf, template } from "./harness.ts";

/** A change set and those below it, a line per change, the replacement after it. */
function tree({ engine }: Pick<Harness, "engine">, id: string, indent = ""): readonly string[] {
  const set = engine.describeChangeSet(scope, id, undefined);
  return (set.Changes ?? []).flatMap(({ ResourceChange: change }) => {
    const { Action, LogicalResourceId, Replacement, PolicyAction } = change ?? {};
    const line = [Action, LogicalResourceId, Replacement, PolicyAction].filter((part) => part !== undefined).join(" ");
    return [`${indent}${line}`, ...(change?.ChangeSetId ? tree({ engine }, change.ChangeSetId, `${indent}  `) : [])];
  });
}

function changeSet(
  { engine }: Pick<Harness, "engine">,
  body: string,
  more: Record<string, unknown> = {},
): Promise<{ readonly Id?: string | undefined; readonly StackId?: string | undefined }> {
  return engine.createChangeSet(scope, {
    StackName: "r",
    ChangeSetName: "next",
    TemplateBody: body,
    IncludeNestedStacks: true,
    ...more,
  });
}

const value = (V: string) => ({ Parameters: [{ ParameterKey: "V", ParameterValue: V }] });

describe("change sets with nested stacks", () => {
  it("have a change set for each nested stack at any depth, and change nothing", async () => {
    const h = await deployedLevels();
    const before = h.provider.image();
    const { Id = "" } = await changeSet(h, h.root, value("2"));
    // Nobody here knows which properties of Fake::Thing make CloudFormation replace it.
    expect(tree(h, Id)).to.have.members([
      "Modify Mid False",
      "  Modify MidThing Conditional",
      "  Modify Leaf False",
      "    Modify LeafThing Conditional",
      "Modify Same False",
      "Modify RootThing Conditional",
    ]);
    const root = h.engine.describeChangeSet(scope, Id, undefined);
    const mid = h.engine.describeChangeSet(scope, changeSetOf(root, "Mid"), undefined);
    const leaf = h.engine.describeChangeSet(scope, changeSetOf(mid, "Leaf"), undefined);
    expect([root.ParentChangeSetId, root.IncludeNestedStacks, mid.ParentChangeSetId, mid.StackId]).to.deep.equal([
      undefined,
      true,
      Id,
      h.mid,
    ]);
    expect([leaf.ParentChangeSetId, leaf.RootChangeSetId, leaf.StackId]).to.deep.equal([mid.ChangeSetId, Id, h.leaf]);
    expect(h.provider.image()).to.deep.equal(before);
  });

  it("are executed and deleted from the root change set only, which takes the others with it", async () => {
    const h = await deployedLevels();
    const { Id = "" } = await changeSet(h, h.root, value("2"));
    const mid = changeSetOf(h.engine.describeChangeSet(scope, Id, undefined), "Mid");
    for (const call of ["executeChangeSet", "deleteChangeSet"] as const) {
      const refused = await refusal(() =>
        call === "executeChangeSet"
          ? h.engine.executeChangeSet(scope, { ChangeSetName: mid })
          : h.engine.deleteChangeSet(scope, mid, undefined),
      );
      expect(refused).to.match(/^ValidationError: ChangeSet \[arn.* belongs to the change set/);
    }
    h.engine.deleteChangeSet(scope, Id, undefined);
    expect(await refusal(() => h.engine.describeChangeSet(scope, mid, undefined))).to.match(/^ChangeSetNotFound/);
    expect(h.engine.listChangeSets(scope, h.leaf).Summaries).to.deep.equal([]);
  });

  it("say what is replaced, what that may replace, and what becomes of removed resources", async () => {
    const h = harness();
    const stack = (resources: Record<string, unknown>) => JSON.stringify({ Resources: resources });
    const table = (name: string, more = {}) => ({
      Type: "AWS::DynamoDB::Table",
      Properties: { TableName: name, ...more },
      UpdateReplacePolicy: "Retain",
    });
    const user = { Type: "AWS::SQS::Queue", Properties: { QueueName: { Ref: "Table" }, DelaySeconds: 1 } };
    const kept = { Type: "AWS::S3::Bucket", DeletionPolicy: "Retain", Properties: {} };
    h.templates.set("old", stack({ Table: table("a"), User: user, Kept: kept, Gone: { Type: "AWS::SNS::Topic" } }));
    h.templates.set("new", stack({ Table: table("b"), User: user, More: { Type: "AWS::SNS::Topic" } }));
    await h.engine.createStack(scope, { StackName: "r", TemplateBody: template({ Core: child("old") }) });
    await h.engine.settled();
    const { Id = "" } = await changeSet(h, template({ Core: child("new") }));
    expect(tree(h, Id)).to.have.members([
      "Modify Core False",
      "  Add More",
      "  Modify Table True ReplaceAndRetain",
      "  Modify User Conditional",
      "  Remove Kept Retain",
      "  Remove Gone Delete",
    ]);
    const core = h.engine.describeChangeSet(
      scope,
      changeSetOf(h.engine.describeChangeSet(scope, Id, undefined), "Core"),
      undefined,
    );
    const user2 = core.Changes?.find(({ ResourceChange }) => ResourceChange?.LogicalResourceId === "User");
    expect(user2?.ResourceChange?.Details).to.deep.equal([
      {
        Target: { Attribute: "Properties", Name: "QueueName", RequiresRecreation: "Always" },
        Evaluation: "Dynamic",
        ChangeSource: "ResourceReference",
        CausingEntity: "Table",
      },
    ]);
  });

  it("put a new stack and the stacks nested in it into REVIEW_IN_PROGRESS until they are executed", async () => {
    const h = harness();
    h.templates.set(
      "a",
      template({ Thing: {} }, { Outputs: { Value: { Value: { "Fn::GetAtt": ["Thing", "Arn"] } } } }),
    );
    h.templates.set(
      "b",
      template({ Other: {} }, { Parameters: { From: { Type: "String", AllowedPattern: "arn:.*" } } }),
    );
    const body = template({ A: child("a"), B: child("b", { From: { "Fn::GetAtt": ["A", "Outputs.Value"] } }) });
    const { Id = "", StackId = "" } = await changeSet(h, body, { ChangeSetType: "CREATE" });
    expect(tree(h, Id)).to.deep.equal(["Add A", "  Add Thing", "Add B", "  Add Other"]);
    const reviewed = h.engine.listStacks(scope, ["REVIEW_IN_PROGRESS"]).StackSummaries ?? [];
    expect(reviewed.map(({ ParentId }) => ParentId)).to.have.members([undefined, StackId, StackId]);
    const b = changeSetOf(h.engine.describeChangeSet(scope, Id, undefined), "B");
    expect(h.engine.describeChangeSet(scope, b, undefined).Parameters).to.deep.equal([
      { ParameterKey: "From", ParameterValue: "{{changeSet:KNOWN_AFTER_APPLY}}" },
    ]);
    h.engine.executeChangeSet(scope, { ChangeSetName: Id });
    await h.engine.settled();
    expect([statusOf(h, "r"), statusOf(h, nested(h, "r", "B"))]).to.deep.equal(["CREATE_COMPLETE", "CREATE_COMPLETE"]);
    expect(h.engine.listStacks(scope, ["REVIEW_IN_PROGRESS"]).StackSummaries).to.deep.equal([]);
    expect(nested(h, "r", "B")).to.be.oneOf(reviewed.map(({ StackId: id }) => id));
  });

  it("leave nested stacks in REVIEW_IN_PROGRESS when they are deleted; deleting the root stack takes them along", async () => {
    const h = harness();
    h.templates.set("a", template({ Thing: {} }));
    const { Id = "" } = await changeSet(h, template({ A: child("a") }), { ChangeSetType: "CREATE" });
    h.engine.deleteChangeSet(scope, Id, undefined);
    expect(h.engine.listStacks(scope, ["REVIEW_IN_PROGRESS"]).StackSummaries).to.have.length(2);
    h.engine.deleteStack(scope, { StackName: "r" });
    await h.engine.settled();
    expect(h.engine.listStacks(scope, ["REVIEW_IN_PROGRESS"]).StackSummaries).to.deep.equal([]);
    expect(h.engine.listStacks(scope, ["DELETE_COMPLETE"]).StackSummaries).to.have.length(2);
  });

  it("take their time where they are told to, and can't be deleted meanwhile; and fail where they are told to", async () => {
    const h = await deployedLevels();
    h.engine.faults.add({ id: "s", path: "r", on: "change-set", action: { kind: "slow", seconds: 30 }, times: 1 });
    const { Id = "" } = await changeSet(h, h.root, value("2"));
    const look = () => h.engine.describeChangeSet(scope, Id, undefined);
    expect([look().Status, look().ExecutionStatus, look().Changes]).to.deep.equal([
      "CREATE_IN_PROGRESS",
      "UNAVAILABLE",
      [],
    ]);
    expect(await refusal(() => h.engine.deleteChangeSet(scope, Id, undefined))).to.match(/^InvalidChangeSetStatus/);
    await h.clock.sleep(31_000);
    expect([look().Status, look().ExecutionStatus, look().Changes?.length]).to.deep.equal([
      "CREATE_COMPLETE",
      "AVAILABLE",
      3,
    ]);
    h.engine.deleteChangeSet(scope, Id, undefined);
    h.engine.faults.add({ id: "f", path: "r", on: "change-set", action: { kind: "fail", reason: "as told" } });
    const failed = await changeSet(h, h.root, value("2"));
    const { Status, StatusReason } = h.engine.describeChangeSet(scope, failed.Id, undefined);
    expect([Status, StatusReason]).to.deep.equal(["FAILED", "as told"]);
  });

  it("are shown a page at a time", async () => {
    const h = harness();
    const many = template(Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`T${index}`, {}])));
    const { Id = "" } = await changeSet(h, many, { ChangeSetType: "CREATE" });
    const first = h.engine.describeChangeSet(scope, Id, undefined);
    const second = h.engine.describeChangeSet(scope, Id, undefined, first.NextToken);
    expect([first.Changes?.length, second.Changes?.length, second.NextToken]).to.deep.equal([100, 50, undefined]);
  });

  it("fail with the first nested one that fails, and name it", async () => {
    const h = await deployedLevels();
    h.templates.set("mid", template({ Leaf: child("nowhere") }));
    const { Id = "" } = await changeSet(h, template({ Mid: child("mid") }));
    const { Status, StatusReason, ExecutionStatus } = h.engine.describeChangeSet(scope, Id, undefined);
    expect([Status, ExecutionStatus]).to.deep.equal(["FAILED", "UNAVAILABLE"]);
    expect(StatusReason).to.match(
      /^Nested change set arn.*-Mid-.* was not successfully created: Currently in FAILED\.$/,
    );
    expect(await refusal(() => h.engine.executeChangeSet(scope, { ChangeSetName: Id }))).to.match(
      /^InvalidChangeSetStatus/,
    );
  });
});

function changeSetOf({ Changes }: DescribeChangeSetOutput, logicalId: string): string {
  const found = Changes?.find(({ ResourceChange }) => ResourceChange?.LogicalResourceId === logicalId);
  return found?.ResourceChange?.ChangeSetId ?? `no change set of ${logicalId}`;
}
