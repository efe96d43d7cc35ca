import { expect } from "chai";
import { byGroup } from "../../../model/preflight/documentedGroups.ts";
import { actionsToCheck, organizationObservations } from "../../../model/preflight/organizationFindings.ts";
import {
  documentsOf,
  doubtfulPolicies,
  keysOfLevels,
  levelsOfFiles,
  readLevel,
  type Stop,
  stopsOf,
} from "../../../model/preflight/servicePolicies.ts";
import type { SimulatedDecision } from "../../../model/preflight/simulation.ts";

const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const everything = { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" };
const noVpc = { Sid: "NoVpc", Effect: "Deny", Action: "ec2:CreateVpc", Resource: "*" };
const untagged = {
  Effect: "Deny",
  Action: "s3:*",
  Resource: "*",
  Condition: {
    StringNotEquals: { "aws:PrincipalTag/team": "security", "aws:RequestedRegion": "eu-west-1" },
    Null: { "aws:PrincipalTag/team": "false" },
  },
};
const unit = readLevel({ name: "unit ou-1", policies: [{ name: "Network", document: policy(everything, noVpc) }] });
const decided = (
  decision: SimulatedDecision["decision"],
  more: Partial<SimulatedDecision> = {},
): SimulatedDecision => ({
  action: "ec2:CreateVpc",
  resource: "*",
  decision,
  boundary: false,
  organization: false,
  policies: [],
  ...more,
});
const byLine = (line?: number) =>
  decided("explicitDeny", { matched: [{ policyId: "PolicyInputList.1", ...(line !== undefined && { line }) }] });
const none = new Set<string>();
const needed = [
  { actions: ["ec2:CreateVpc", "s3:PutBucketTagging", "s3:CreateBucket", "iam:CreateRole"], resources: [] },
];
const seen = (stops: readonly Stop[], doubts: readonly Stop[] = [], levels = 3) =>
  organizationObservations(stops, doubts, { levels, needed });

describe("service control policies from files", () => {
  it("are levels; one that only forbids stands beside FullAWSAccess", () => {
    const levels = levelsOfFiles([
      { name: "no.json", document: policy(noVpc) },
      { name: "yes.json", document: policy(everything) },
      { name: "odd.json", document: "[]" },
    ]);
    expect(levels.map(({ policies }) => policies.map(({ name }) => name))).to.deep.equal([
      ["no.json", "FullAWSAccess"],
      ["yes.json"],
      ["odd.json", "FullAWSAccess"],
    ]);
    expect(levels[0]?.name).to.equal("file no.json");
  });
});

describe("what a level of policies stops", () => {
  it("is told by policy and statement, which the simulator knows by its line", () => {
    const [document = ""] = documentsOf(unit);
    expect(document.split("\n")[2]).to.include('"Sid":"NoVpc"');
    expect(stopsOf(unit, [decided("allowed"), byLine(3)], none)).to.deep.include({
      decision: byLine(3),
      where: "policy Network on unit ou-1",
      statement: "NoVpc",
      unknownKeys: [],
    });
    expect(stopsOf(unit, [byLine()], none)[0]?.statement).to.equal("not told");
    expect(stopsOf(unit, [decided("explicitDeny")], none)[0]).to.include({ where: "unit ou-1", statement: "not told" });
    const odd = decided("explicitDeny", { matched: [{ policyId: "odd" }] });
    expect(stopsOf(unit, [odd], none)[0]).to.include({ statement: "not told" });
  });

  it("is the level's own where nothing there allows it, if nobody's condition leaves it open", () => {
    expect(stopsOf(unit, [decided("implicitDeny")], none)).to.deep.equal([
      { decision: decided("implicitDeny"), where: "unit ou-1", unknownKeys: [] },
    ]);
    const conditional = { ...everything, Condition: { Bool: { "aws:Odd": "true" } } };
    const level = readLevel({ name: "root r-1", policies: [{ name: "p", document: policy(conditional) }] });
    expect(stopsOf(level, [decided("implicitDeny")], new Set(["aws:odd"]))[0]?.unknownKeys).to.deep.equal(["aws:Odd"]);
  });

  it("may hang on keys that nobody knows: then it is looked for without them", () => {
    const level = readLevel({ name: "root r-1", policies: [{ name: "Tags", document: policy(everything, untagged) }] });
    expect(keysOfLevels([level, unit])).to.deep.equal(["aws:PrincipalTag/team", "aws:RequestedRegion"]);
    const unknown = new Set(["aws:principaltag/team"]);
    const doubtful = doubtfulPolicies([level, unit], unknown);
    expect(doubtful.policies.map(({ name }) => name)).to.deep.equal(["policy Tags on root r-1"]);
    expect(documentsOf(doubtful)[0]).to.include('"Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}');
    expect(stopsOf(doubtful, [byLine(2)], unknown)[0]).to.deep.include({
      where: "policy Tags on root r-1",
      statement: "statement 2",
      unknownKeys: ["aws:PrincipalTag/team"],
    });
  });

  it("may hang on a variable, which can't be taken out of it", () => {
    const variable = {
      Effect: "Deny",
      Action: "s3:*",
      Resource: "arn:aws:s3:::${aws:PrincipalTag/team, 'x'}-*",
    };
    const odd = { ...variable, Condition: { Bool: "odd", Null: { "aws:PrincipalTag/team": "true" } } };
    const policies = [{ name: "p", document: policy(variable, odd) }];
    const level = readLevel({ name: "root r-1", policies });
    expect(keysOfLevels([level])).to.deep.equal(["aws:PrincipalTag/team"]);
    const doubtful = doubtfulPolicies([level], new Set(["aws:principaltag/team"]));
    expect(documentsOf(doubtful)[0]).to.not.include("Condition");
    expect(doubtful.policies[0]?.statements).to.have.length(2);
  });

  it("is nothing of a document that is no policy", () => {
    expect(readLevel({ name: "x", policies: [{ name: "p", document: "{" }] }).policies[0]?.statements).to.deep.equal(
      [],
    );
    const odd = JSON.stringify({ Statement: ["odd", { Effect: "Deny", Condition: { Bool: "odd" } }] });
    const level = readLevel({ name: "x", policies: [{ name: "p", document: odd }] });
    expect(level.policies[0]?.statements.map(({ name }) => name)).to.deep.equal(["statement 2"]);
    expect(keysOfLevels([level])).to.deep.equal([]);
  });
});

describe("a policy from a file", () => {
  it("is named once", () => {
    const [level] = levelsOfFiles([{ name: "no.json", document: policy(noVpc) }]).map(readLevel);
    if (!level) throw new Error("none");
    expect(stopsOf(level, [byLine(2)], none)[0]).to.include({ where: "file no.json", statement: "NoVpc" });
  });
});

describe("what is said of service control policies", () => {
  const stop = { decision: byLine(3), where: "policy Network on unit ou-1", statement: "NoVpc", unknownKeys: [] };

  it("is each statement once, with the documentation's groups", () => {
    const tagging = { ...stop, decision: { ...byLine(3), action: "ec2:CreateTags" } };
    const [found, ...more] = seen([stop, tagging, stop]);
    expect(more).to.deep.equal([]);
    expect(found).to.include({ verdict: "failure", who: "organization administrator" });
    expect(found?.message).to.equal("NoVpc of policy Network on unit ou-1 stops what is needed.");
    expect(found?.evidence).to.deep.equal(["tagging: ec2:CreateTags", "VPC and networking: ec2:CreateVpc"]);
  });

  it("says where no statement is told", () => {
    const messages = [
      { ...stop, statement: "not told" },
      { decision: byLine(3), where: "unit ou-1", unknownKeys: [] },
      { decision: byLine(3), where: "", unknownKeys: [] },
    ].map((one) => seen([one])[0]?.message);
    expect(messages).to.deep.equal([
      "A statement that the simulator does not tell of policy Network on unit ou-1 stops what is needed.",
      "Nothing on unit ou-1 allows what is needed.",
      "The organization stops what is needed; the simulator does not tell which statement.",
    ]);
  });

  it("can't be told where it hangs on the request itself", () => {
    const open = { ...stop, unknownKeys: ["aws:SourceIp"] };
    const [found] = seen([open]);
    expect(found?.verdict).to.equal("could-not-tell");
    expect(found?.message).to.include("may stop what is needed. It depends on aws:SourceIp, which only");
    expect(seen([], [open]).map(({ verdict }) => verdict)).to.deep.equal(["could-not-tell"]);
    expect(seen([], [{ decision: byLine(3), where: "unit ou-1", unknownKeys: [] }])[0]?.message).to.include(
      "It may be that nothing on",
    );
  });

  it("passes, counting what was asked by group", () => {
    const [found] = seen([]);
    expect(found).to.include({ verdict: "pass", message: "Nothing that is needed is stopped on 3 levels." });
    expect(found?.evidence).to.deep.equal([
      "actions of tagging: 1, VPC and networking: 1, S3 configuration: 1, other services: 1",
    ]);
    expect(seen([], [], 1)[0]?.message).to.include("on one level");
  });

  it("is a list of actions for an administrator where nobody may read them", () => {
    const told = actionsToCheck(needed, "no");
    expect(told).to.include({ verdict: "could-not-tell", who: "organization administrator" });
    expect(told.evidence).to.deep.equal([
      "tagging: s3:PutBucketTagging",
      "VPC and networking: ec2:CreateVpc",
      "S3 configuration: s3:CreateBucket",
      "other services: iam:CreateRole",
    ]);
  });
});

describe("the groups that Panther's documentation calls out", () => {
  it("have each action once, tagging before its service", () => {
    const groups = byGroup([
      "ec2:CreateTags",
      "sqs:TagQueue",
      "iam:TagRole",
      "dynamodb:TagResource",
      "s3:PutBucketTagging",
      "s3:PutEncryptionConfiguration",
      "elasticloadbalancing:AddTags",
      "ecs:CreateCluster",
    ]);
    expect(Object.fromEntries(groups)).to.deep.equal({
      tagging: [
        "dynamodb:TagResource",
        "ec2:CreateTags",
        "elasticloadbalancing:AddTags",
        "iam:TagRole",
        "s3:PutBucketTagging",
        "sqs:TagQueue",
      ],
      "S3 configuration": ["s3:PutEncryptionConfiguration"],
      ECS: ["ecs:CreateCluster"],
    });
  });
});
