import { expect } from "chai";
import { changeCounts } from "../../../model/changes/changePreview.ts";
import { changeTree, flatChanges, isGuess, isTagsAlone } from "../../../model/changes/changeTree.ts";
import type { DescribedChange, DescribedStack } from "../../../model/changes/describedStack.ts";

const nestedType = "AWS::CloudFormation::Stack";

function stack(changes: readonly DescribedChange[], nested: Readonly<Record<string, DescribedStack>> = {}) {
  return { changes, nested: new Map(Object.entries(nested)), unknownParameters: new Set(["Handed"]) };
}

function change(action: string, logicalId: string, type: string, more: DescribedChange = {}): DescribedChange {
  return { Action: action, LogicalResourceId: logicalId, ResourceType: type, ...more };
}

const automatic = [{ Target: { Attribute: "Properties" }, ChangeSource: "Automatic", Evaluation: "Dynamic" }];

/** A line per change, as `path action`. */
function lines(root: DescribedStack): readonly string[] {
  return flatChanges(changeTree(root, ["panther"])).map(({ path, change: { action, mayBeReplaced, old } }) =>
    [path.join("/"), action, ...(mayBeReplaced ? ["perhaps replaced"] : []), ...(old ? [old] : [])].join(" "),
  );
}

describe("the tree of changes", () => {
  it("has each stack's changes below it, by name, and no nested stack in which nothing changes", () => {
    const core = stack([change("Add", "B", "AWS::SQS::Queue"), change("Modify", "A", "AWS::SNS::Topic")]);
    const deep = stack([change("Modify", "Leaf", nestedType, { Details: automatic })], { Leaf: stack([]) });
    const root = stack(
      [
        change("Modify", "Mid", nestedType, { Details: automatic }),
        change("Modify", "Core", nestedType, { Details: automatic }),
        // CloudFormation gives none of a stack that it can't look into: who knows what changes there.
        change("Modify", "Closed", nestedType, { Details: automatic }),
      ],
      { Core: core, Mid: deep },
    );
    expect(lines(root)).to.deep.equal([
      "panther/Closed modify",
      "panther/Core modify",
      "panther/Core/A modify",
      "panther/Core/B add",
    ]);
  });

  it("says of each resource what becomes of it, and of what stands", () => {
    const table = "AWS::DynamoDB::Table";
    const root = stack([
      change("Add", "A", table),
      change("Import", "B", table),
      change("Remove", "C", table),
      change("Remove", "D", table, { PolicyAction: "Retain" }),
      change("Remove", "E", table, { PolicyAction: "Snapshot" }),
      change("Modify", "F", table, { Replacement: "False" }),
      change("Modify", "G", table, { Replacement: "Conditional" }),
      change("Modify", "H", table, { Replacement: "True" }),
      change("Modify", "I", table, { Replacement: "True", PolicyAction: "ReplaceAndRetain" }),
      change("Modify", "J", table, { Replacement: "True", PolicyAction: "ReplaceAndDelete" }),
      change("Dynamic", "K", table),
      {},
    ]);
    expect(lines(root)).to.deep.equal([
      "panther/ modify",
      "panther/A add",
      "panther/B import",
      "panther/C remove deleted",
      "panther/D remove retained",
      "panther/E remove snapshot",
      "panther/F modify",
      "panther/G modify perhaps replaced",
      "panther/H replace deleted",
      "panther/I replace retained",
      "panther/J replace deleted",
      "panther/K modify perhaps replaced",
    ]);
    const { resources } = changeTree(root, ["panther"]);
    expect(resources.filter(({ stateful }) => stateful)).to.have.length(11);
    expect(changeCounts({ path: [], resources })).to.deep.equal({
      added: 1,
      modified: 4,
      mayBeReplaced: 2,
      replaced: 3,
      removed: 3,
      imported: 1,
    });
  });

  it("names each property once, with what it comes from where CloudFormation knows", () => {
    const target = (Name: string, RequiresRecreation: string) => ({
      Target: { Attribute: "Properties", Name, RequiresRecreation },
    });
    const Details = [
      // As the User Guide shows a property that a parameter changes: one static, one dynamic.
      { ...target("KeyName", "Always"), Evaluation: "Dynamic", ChangeSource: "DirectModification" },
      {
        ...target("KeyName", "Always"),
        Evaluation: "Static",
        ChangeSource: "ParameterReference",
        CausingEntity: "Name",
      },
      { ...target("Role", "Conditionally"), ChangeSource: "ResourceAttribute", CausingEntity: "Role.Arn" },
      { ...target("Role", "Conditionally"), ChangeSource: "ResourceAttribute", CausingEntity: "Role.Arn" },
      { ...target("Size", "Never"), ChangeSource: "DirectModification" },
      { Target: { Attribute: "Tags" }, ChangeSource: "DirectModification" },
      { Target: { Attribute: "Properties" }, ChangeSource: "DirectModification" },
      { ChangeSource: "NoModification" },
      {},
      ...automatic,
    ];
    const { resources } = changeTree(stack([change("Modify", "A", "AWS::EC2::Instance", { Details })]), ["panther"]);
    expect(resources[0]?.causes).to.deep.equal([
      { property: "KeyName", from: "Name", replaces: "always", known: true },
      { property: "Role", from: "Role.Arn", replaces: "conditionally", known: true },
      { property: "Size", from: null, replaces: "never", known: true },
      { property: "Tags", from: null, replaces: "never", known: true },
      { property: "", from: null, replaces: "never", known: true },
    ]);
  });

  it("takes a replacement by what another nested stack hands over for the guess that it is", () => {
    const by = (Name: string, CausingEntity: string) => ({
      Target: { Attribute: "Properties", Name, RequiresRecreation: "Always" },
      ...{ Evaluation: "Static", ChangeSource: "ParameterReference", CausingEntity },
    });
    const more = { Replacement: "True", PolicyAction: "ReplaceAndDelete" };
    const table = (id: string, Details: DescribedChange["Details"]) =>
      change("Modify", id, "AWS::DynamoDB::Table", { ...more, Details });
    const root = stack([
      table("A", [by("TableName", "Handed")]),
      table("B", [by("TableName", "Handed"), by("KeySchema", "Own")]),
      table("C", []),
    ]);
    expect(lines(root)).to.deep.equal([
      "panther/A modify perhaps replaced",
      "panther/B replace deleted",
      "panther/C replace deleted",
    ]);
    const [guess, sure] = changeTree(root, []).resources.map(({ causes }) => isGuess(causes));
    expect([guess, sure]).to.deep.equal([true, false]);
  });

  it("tells what only gets other tags", () => {
    const tags = [{ Target: { Attribute: "Tags" }, ChangeSource: "DirectModification" }];
    const size = [{ Target: { Attribute: "Properties", Name: "Size" }, ChangeSource: "DirectModification" }];
    const is = (action: string, details: DescribedChange["Details"], more: DescribedChange = {}) =>
      changeTree(stack([change(action, "A", "AWS::SNS::Topic", { Details: details, ...more })]), []).resources.map(
        isTagsAlone,
      );
    expect([is("Modify", tags), is("Modify", [...tags, ...size]), is("Add", undefined)]).to.deep.equal([
      [true],
      [false],
      [false],
    ]);
    expect([is("Modify", undefined), is("Modify", tags, { Replacement: "Conditional" })]).to.deep.equal([
      [false],
      [false],
    ]);
  });
});
