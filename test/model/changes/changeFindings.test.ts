import { expect } from "chai";
import { changeFindings } from "../../../model/changes/changeFindings.ts";
import type { ResourceChange } from "../../../model/changes/changeTree.ts";
import { heldBy } from "../../../model/changes/statefulTypes.ts";
import { parseVersion } from "../../../model/release/version.ts";

const release = parseVersion("1.37.11");
const nestedType = "AWS::CloudFormation::Stack";

function resource(logicalId: string, type: string, more: Partial<ResourceChange> = {}): ResourceChange {
  return {
    logicalId,
    type,
    physicalId: null,
    action: "modify",
    mayBeReplaced: false,
    old: null,
    stateful: heldBy(type) !== undefined,
    causes: [],
    nested: null,
    ...more,
  };
}

const replaced = { action: "replace", old: "deleted" } as const;
const removed = { action: "remove", old: "deleted" } as const;

function found(resources: readonly ResourceChange[], accept: readonly string[] = []) {
  const core = resource("Core", nestedType, { nested: { path: ["panther", "Core"], resources } });
  return changeFindings({ path: ["panther"], resources: [core] }, { release, accept });
}

const codes = (...changes: readonly ResourceChange[]) =>
  found(changes).map(({ severity, code }) => `${severity} ${code}`);

describe("findings about changes", () => {
  it("refuse what replaces or removes data, with its place, its cause and what is lost", () => {
    const causes = [
      { property: "TableName", from: "Prefix", replaces: "always", known: true },
      { property: "KeySchema", from: null, replaces: "always", known: true },
      { property: "Tags", from: null, replaces: "never", known: true },
    ] as const;
    const [finding, ...more] = found([
      resource("Outputs", "AWS::DynamoDB::Table", { ...replaced, physicalId: "panther-outputs", causes }),
    ]);
    expect(more).to.deep.equal([]);
    expect(finding).to.deep.equal({
      severity: "error",
      code: "replaces-stateful",
      message:
        "Core > Outputs (AWS::DynamoDB::Table panther-outputs) is replaced by a new, empty one because of TableName (by Prefix), KeySchema. What is lost: its items.",
      fix: "Back it up before. If it is meant: --accept replaces-stateful",
      releases: [release],
      accepted: false,
    });
    const named = (physicalId: string) =>
      found([resource("A", "AWS::SQS::Queue", { ...removed, physicalId })])[0]?.message;
    expect(named("https://sqs.us-east-1.amazonaws.com/123456789012/panther-q")).to.include(
      "(AWS::SQS::Queue panther-q)",
    );
    expect(named("arn:aws:sqs:us-east-1:123456789012:panther-q")).to.include("(AWS::SQS::Queue panther-q)");
    expect(named("arn:aws:cloudformation:us-east-1:1:stack/panther-Core-1/9")).to.include("Queue panther-Core-1)");
    expect(codes(resource("B", "AWS::S3::Bucket", removed))).to.deep.equal(["error removes-stateful"]);
    expect(codes(resource("T", "AWS::SNS::Topic", removed))).to.deep.equal([]);
    // A type is no property of an object's prototype.
    expect(codes(resource("C", "constructor", removed))).to.deep.equal([]);
    expect(codes(resource("U", "AWS::Cognito::UserPool", { action: "add" }))).to.deep.equal([]);
    expect(codes(resource("U", "AWS::Cognito::UserPool"))).to.deep.equal([]);
  });

  it("refuse nested stacks that go, and say it of what is in them, too", () => {
    const inside = { path: ["panther", "Core", "Old"], resources: [resource("K", "AWS::KMS::Key", removed)] };
    expect(codes(resource("Old", nestedType, { ...removed, nested: inside }))).to.deep.equal([
      "error removes-nested-stack",
      "error removes-stateful",
    ]);
    expect(codes(resource("Old", nestedType, replaced))).to.deep.equal(["error removes-nested-stack"]);
    expect(codes(resource("Old", nestedType, { action: "remove", old: "retained" }))).to.deep.equal([
      "warning leaves-behind",
    ]);
    expect(codes(resource("New", nestedType, { action: "add" }))).to.deep.equal([]);
  });

  it("warn of what stays behind, of what may be replaced, and of messages and logs; errors come first", () => {
    const perhaps = { mayBeReplaced: true };
    expect(
      codes(
        resource("A", "AWS::S3::Bucket", { action: "replace", old: "retained" }),
        resource("B", "AWS::RDS::DBCluster", { action: "remove", old: "snapshot" }),
        resource("C", "AWS::KMS::Key", perhaps),
        resource("D", "AWS::Logs::LogGroup", removed),
        resource("E", "AWS::SQS::Queue", replaced),
        resource("F", "AWS::SQS::Queue", perhaps),
        resource("G", "AWS::DynamoDB::Table", removed),
      ),
    ).to.deep.equal([
      "error removes-stateful",
      "warning leaves-behind",
      "warning leaves-behind",
      "warning may-replace-stateful",
      "warning loses-messages-or-logs",
      "warning loses-messages-or-logs",
    ]);
    const [kept, gone] = [
      found([resource("C", "AWS::KMS::Key", { ...perhaps, old: "retained" })]),
      found([resource("C", "AWS::KMS::Key", perhaps)]),
    ];
    expect([kept[0]?.fix, gone[0]?.fix]).to.deep.equal([
      "What stands would be kept; the new one would be empty.",
      "Back it up before.",
    ]);
  });

  it("go on once accepted by name: what loses data is read each time all the same", () => {
    const both = [resource("A", "AWS::S3::Bucket", replaced), resource("B", "AWS::Logs::LogGroup", removed)];
    expect(
      found(both, ["replaces-stateful", "loses-messages-or-logs"]).map(({ severity, accepted }) => [
        severity,
        accepted,
      ]),
    ).to.deep.equal([
      ["warning", false],
      ["warning", true],
    ]);
    expect(found(both, ["removes-stateful"])[0]?.severity).to.equal("error");
  });
});
