import { expect } from "chai";
import { changesText } from "../../../automation/cli/changesText.ts";
import { lineOf } from "../../../automation/cli/progressView.ts";
import { type ChangePreview, changeCounts } from "../../../model/changes/changePreview.ts";
import type { ResourceChange } from "../../../model/changes/changeTree.ts";
import { heldBy } from "../../../model/changes/statefulTypes.ts";
import { parseVersion } from "../../../model/release/version.ts";

const from = parseVersion("1.36.0");
const to = parseVersion("1.37.11");
const nestedType = "AWS::CloudFormation::Stack";

function resource(logicalId: string, type: string, more: Partial<ResourceChange> = {}): ResourceChange {
  return {
    ...{ logicalId, type, physicalId: null, action: "modify", mayBeReplaced: false, old: null },
    ...{ stateful: heldBy(type) !== undefined, causes: [], nested: null },
    ...more,
  };
}

function nested(logicalId: string, resources: readonly ResourceChange[], more: Partial<ResourceChange> = {}) {
  return resource(logicalId, nestedType, { nested: { path: ["panther", logicalId], resources }, ...more });
}

function preview(resources: readonly ResourceChange[], more: Partial<ChangePreview> = {}): ChangePreview {
  const stack = { path: ["panther"], resources };
  const roleArn = "arn:aws:iam::123456789012:role/PantherDeploymentRole";
  return { from, to, counts: changeCounts(stack), roleArn, secretsAsTheyRun: [], secretsLeftOut: [], stack, ...more };
}

const causes = [{ property: "TableName", from: "Prefix", replaces: "always", known: true }] as const;
const tags = [{ property: "Tags", from: null, replaces: "never", known: true }] as const;

describe("the text of changes", () => {
  it("has what takes data away first, then the tree, and tags in one line a stack", () => {
    const text = changesText(
      preview([
        nested("Core", [
          resource("New", "AWS::S3::Bucket", { action: "import" }),
          resource("Table", "AWS::DynamoDB::Table", { action: "replace", old: "retained", causes }),
          resource("Topic", "AWS::SNS::Topic", { causes: tags }),
          resource("Zone", "AWS::SNS::Topic", { causes: tags }),
        ]),
        nested("Fresh", [resource("A", "AWS::SNS::Topic", { action: "add" })], { action: "add" }),
        nested("Gone", [resource("Key", "AWS::KMS::Key", { action: "remove", old: "snapshot" })], {
          action: "remove",
          old: "deleted",
        }),
        resource("Pool", "AWS::Cognito::UserPool", { mayBeReplaced: true }),
        resource("Single", "AWS::SNS::Topic", { causes: tags }),
      ]),
      { more: true },
    );
    expect(text.split("\n")).to.deep.equal([
      "Changes of v1.36.0 → v1.37.11",
      "  2 added, 4 modified (1 may be replaced), 1 replaced, 2 removed, 1 imported",
      "",
      "  Takes data away, or may",
      "  ‼ Core > Table (DynamoDB::Table) replaced, the old one stays behind: TableName",
      "    (by Prefix)",
      "  ‼ Gone (CloudFormation::Stack) removed",
      "  ‼ Gone > Key (KMS::Key) removed, a snapshot stays behind",
      "  ‼ Pool (Cognito::UserPool) may be replaced",
      "",
      "  panther",
      "  ├─ ~ Core",
      "  │  ├─ → New  S3::Bucket",
      "  │  ├─ ± Table !  DynamoDB::Table  TableName (by Prefix)",
      "  │  └─ ~ 2 more resources get other tags, and nothing else",
      "  ├─ + Fresh  nested stack, 1 resource in it",
      "  ├─ - Gone  nested stack",
      "  │  └─ - Key !  KMS::Key",
      "  ├─ ? Pool !  Cognito::UserPool",
      "  └─ ~ 1 more resource gets other tags, and nothing else",
      "  + added  ~ modified  ± replaced  ? may be replaced  - removed  ! holds data",
      "",
      "  Looked at with the permissions that",
      "  arn:aws:iam::123456789012:role/PantherDeploymentRole has now; where the hop",
      "  updates that role, it does so first.",
      "  Only this hop can be told exactly; with --changes an upgrade looks again",
      "  before each hop after v1.37.11.",
    ]);
  });

  it("stays within 80 columns, whatever names there are", () => {
    const long = "VeryLongLogicalIdOfAResource".repeat(4);
    const text = changesText(
      preview([nested("Core", [resource(long, "AWS::ServerlessSomething::WithALongName", { causes })])]),
      { more: false },
    );
    expect(text).to.include("…");
    expect(text.split("\n").filter((line) => line.length > 80)).to.deep.equal([]);
  });

  it("says where there is nothing, what secrets it had, and what a first deploy is", () => {
    const none = changesText(preview([], { from: to, roleArn: null, secretsAsTheyRun: ["A"], secretsLeftOut: ["B"] }), {
      more: false,
    });
    expect(none).to.include(
      "Changes of a deploy of v1.37.11 as the file has it\n  None: every resource stays as it is.",
    );
    expect(none).to.include("With the secrets as they run: A.").and.include("sends no secrets: B.");
    expect(none).to.include("the caller's own permissions");
    const guessed = [{ property: "Role", from: "RoleArn", replaces: "never", known: false }] as const;
    const perhaps = changesText(preview([resource("A", "AWS::SNS::Topic", { causes: guessed })]), { more: false });
    expect(perhaps).to.include("A  SNS::Topic  Role (by RoleArn?)").and.include("Of these 1 may stay");
    const first = preview([resource("A", "AWS::SNS::Topic", { action: "add" })], { from: null });
    expect(changesText(first, { more: false })).to.match(/^Changes of the first deploy of v1\.37\.11\n {2}1 added,/);
    expect(lineOf({ type: "changes-previewed", changes: first })).to.include("└─ + A  SNS::Topic");
  });
});
