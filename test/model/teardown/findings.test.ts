import { expect } from "chai";
import type { Finding } from "../../../model/finding.ts";
import type { SeenStack } from "../../../model/preflight/otherStacks.ts";
import type { DeployedResource } from "../../../model/teardown/deletions.ts";
import type { LogGroupPlan } from "../../../model/teardown/logGroups/logGroupPlan.ts";
import { othersFindings, pulumiFindings, unreadFinding } from "../../../model/teardown/planFindings.ts";
import {
  acceptableTeardownCodes,
  hasCleanUp,
  othersLogGroupFindings,
  roleFindings,
  type StandingRole,
  teardownCodeFindings,
} from "../../../model/teardown/teardownFindings.ts";

const place = { accountId: "123456789012", region: "us-east-1", stackName: "panther-prod" };
const arn = "arn:aws:iam::123456789012:role/PantherDeploymentRole";
const pool: DeployedResource = {
  path: ["Bootstrap", "UserPool"],
  type: "AWS::Cognito::UserPool",
  id: "us-east-1_a",
  retained: false,
};
const known = (...statements: readonly object[]): StandingRole => ({
  kind: "known",
  arn,
  policies: [{ name: "PantherInfraManagementDenies", document: JSON.stringify({ Statement: statements }) }],
});
const of = (role: StandingRole, region = place.region) => roleFindings({ ...place, region, role, resources: [pool] });
const inBrief = (findings: readonly Finding[]) => findings.map(({ severity, code }) => `${severity} ${code}`);

describe("what of its role would make a deletion fail", () => {
  const deny = { Effect: "Deny", Action: "cognito-idp:DeleteUserPool", Resource: "*" };

  it("is told before: denies, a role that is gone, one of another partition, one that can't be read", () => {
    expect(of({ kind: "none" })).to.deep.equal([]);
    expect(of(known({ Effect: "Allow", Action: "*", Resource: "*" }))).to.deep.equal([]);
    expect(inBrief(of({ kind: "gone", arn }))).to.deep.equal(["error role-gone"]);
    expect(inBrief(of({ kind: "unreadable", arn, why: "denied" }))).to.deep.equal(["warning role-unread"]);
    expect(inBrief(of(known({ ...deny, Condition: {} })))).to.deep.equal(["warning role-may-deny"]);
    const readOnly = { Effect: "Allow", Action: "*", Resource: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
    expect(inBrief(of(known(readOnly, readOnly), "cn-north-1"))).to.deep.equal(["warning role-of-other-partition"]);

    const [denies] = of(known({ ...deny, Sid: "Keep" }));
    expect(denies).to.include({ severity: "error", code: "role-denies" });
    expect(denies?.message).to.include(
      "Bootstrap/UserPool (cognito-idp:DeleteUserPool, by PantherInfraManagementDenies Keep)",
    );
    expect(denies?.fix).to.include("--role-arn");
  });
});

describe("Panther's own clean-up function", () => {
  const own: DeployedResource = {
    path: ["BootstrapGateway", "CustomTeardown"],
    type: "Custom::PantherTeardown",
    id: "x",
    retained: false,
  };
  const group = (name: string, way: LogGroupPlan["way"]): LogGroupPlan => ({
    name,
    way,
    storedBytes: 0,
    belongs: "unknown",
    why: "",
  });

  it("fails outside the partition that its code names", () => {
    expect([hasCleanUp([pool, own]), hasCleanUp([pool])]).to.deep.equal([true, false]);
    expect(teardownCodeFindings([pool, own], { region: "us-east-1" })).to.deep.equal([]);
    expect(teardownCodeFindings([pool], { region: "cn-north-1" })).to.deep.equal([]);
    const [finding] = teardownCodeFindings([pool, own], { region: "cn-north-1" });
    expect(finding).to.include({ severity: "warning", code: "teardown-code-of-other-partition" });
    expect(finding?.fix).to.include("--retain-resources CustomTeardown --region cn-north-1");
  });

  it("takes somebody else's log groups with it, unless they are named or of another beginning", () => {
    const theirs = group("/aws/lambda/panther-billing", "ask");
    expect(othersLogGroupFindings([pool], [theirs])).to.deep.equal([]);
    expect(
      othersLogGroupFindings([own], [group(theirs.name, "delete"), group("/aws/codebuild/panther-x", "ask")]),
    ).to.deep.equal([]);
    const [finding] = othersLogGroupFindings([own], [theirs, group("/aws/lambda/panther-alerts-api", "delete")]);
    expect(finding).to.include({ severity: "error", code: "log-groups-of-others" });
    expect(finding?.message).to.include("somebody else's: /aws/lambda/panther-billing.");
  });
});

describe("what else speaks against a teardown", () => {
  const stack = (name: string, more: Partial<SeenStack> = {}): SeenStack => ({
    stackId: `arn:${name}`,
    name,
    status: "CREATE_COMPLETE",
    tags: {},
    ...more,
  });

  it("is another Panther, whose buckets have the same tags", () => {
    const nested = stack("panther-b-Core", { rootId: "arn:panther-b", tags: { PantherVersion: "1.36.0" } });
    const seen = [stack("panther-a"), stack("panther-b"), nested, stack("panther-cloudsec-iam")];
    expect(othersFindings(seen, ["panther-b"])).to.deep.equal([]);
    const [finding] = othersFindings(seen, ["panther-a"]);
    expect(finding).to.include({ severity: "error", code: "another-panther" });
    expect(finding?.message).to.include("by its stacks panther-b.");
    expect(finding?.fix).to.include("--stack panther-b.").and.include("--accept another-panther");
    expect(acceptableTeardownCodes).to.include("another-panther");
    // One of a deployment from source, which needs no nested stacks to be known; and a service with such a name.
    const core = stack("panther-core", { tags: { Application: "Panther", Stack: "panther-core" } });
    expect(inBrief(othersFindings([core], ["panther-a"]))).to.deep.equal(["error another-panther"]);
    expect(othersFindings([stack("panther-core"), stack("panther-web")], ["panther-a"])).to.deep.equal([]);
  });

  it("is Pulumi's state where it can't be read, or has more than the program makes", () => {
    expect(pulumiFindings({ kind: "none" })).to.deep.equal([]);
    expect(pulumiFindings({ kind: "kept", why: "it has a machine", fix: "" })).to.deep.equal([]);
    expect(inBrief(pulumiFindings({ kind: "unavailable", message: "no login", fix: "Log in." }))).to.deep.equal([
      "error pulumi-unavailable",
    ]);
    const found = { kind: "found", resources: 7, kept: 2, removeStack: false } as const;
    expect(pulumiFindings({ ...found, strangers: [] })).to.deep.equal([]);
    expect(inBrief(pulumiFindings({ ...found, strangers: ["urn:x"] }))).to.deep.equal(["warning state-of-others"]);
    expect(unreadFinding({ things: "roles", why: "denied" }).message).to.equal(
      "Which roles stay can't be told: denied",
    );
  });
});
