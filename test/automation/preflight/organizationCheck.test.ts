import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { organizationCheck } from "../../../automation/preflight/organizationCheck.ts";
import { releaseResources } from "../../../model/preflight/releaseResources.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";
import { accountId, awsError, environmentOf, type FakeContext, refusals, resultOf } from "./fakeContext.ts";
import { type Simulation, simulateCustomPolicy } from "./fakeSimulator.ts";

const template = parseTemplate(
  "Resources: {Vpc: {Type: AWS::EC2::VPC}, Role: {Type: AWS::IAM::Role, Properties: {RoleName: panther-x}}}",
);
const facts = {
  releaseResources: releaseResources(template, {}, {}, { accountId, region: "eu-west-1" }),
  roleResources: [],
};
const environment = environmentOf({ region: "eu-west-1", tags: { team: "security" } });
const callersRole = { Role: { Arn: `arn:aws:iam::${accountId}:role/team/Deployer` } };

const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const deny = (Sid: string, Action: string, StringNotEquals?: Readonly<Record<string, string>>) => ({
  Sid,
  Effect: "Deny",
  Action,
  Resource: "*",
  ...(StringNotEquals && { Condition: { StringNotEquals } }),
});

/** An organization whose unit has these policies besides FullAWSAccess, which is everywhere. */
function organizationWith(documents: Readonly<Record<string, string>>) {
  const all: Readonly<Record<string, string>> = { FullAWSAccess: policy(everything), ...documents };
  const parents: Readonly<Record<string, unknown>> = {
    [accountId]: { Parents: [{ Id: "ou-1", Type: "ORGANIZATIONAL_UNIT" }] },
    "ou-1": { Parents: [{ Id: "r-1", Type: "ROOT" }] },
  };
  return {
    describeOrganization: { Organization: { Id: "o-1", MasterAccountId: "999999999999", FeatureSet: "ALL" } },
    listParents: ({ ChildId }: { ChildId: string }) => parents[ChildId],
    listPoliciesForTarget: ({ TargetId }: { TargetId: string }) => ({
      Policies: Object.keys(TargetId === "ou-1" ? all : { FullAWSAccess: "" }).map((Name) => ({ Id: Name, Name })),
    }),
    describePolicy: ({ PolicyId }: { PolicyId: string }) => ({ Policy: { Content: all[PolicyId] } }),
  };
}

const look = (fake: FakeContext) =>
  resultOf([organizationCheck], "organization-policies", { environment, facts, ...fake });
const under = (documents: Readonly<Record<string, string>>, knowsLevels = true) =>
  look({
    apis: {
      organization: organizationWith(documents),
      iam: { getRole: callersRole, simulateCustomPolicy: simulateCustomPolicy(knowsLevels) },
    },
  });

describe("organization-policies, checked", () => {
  for (const knowsLevels of [true, false]) {
    it(`names statement, policy and level, ${knowsLevels ? "which the simulator goes down" : "also where the simulator knows of no levels"}`, async () => {
      const found = await under(
        { NoNetworks: policy(deny("NoQueues", "sqs:CreateQueue"), deny("NoVpc", "ec2:CreateVpc")) },
        knowsLevels,
      );
      expect(found).to.include({ verdict: "failure", who: "organization administrator" });
      expect(found.observations).to.have.length(1);
      expect(found.observations[0]?.message).to.equal("NoVpc of policy NoNetworks on unit ou-1 stops what is needed.");
      expect(found.observations[0]?.evidence).to.deep.equal(["VPC and networking: ec2:CreateVpc"]);
      expect((await under({}, knowsLevels)).verdict).to.equal("pass");
    });
  }

  it("asks with what the policies ask about: region, IAM's own region, who acts, and tags", async () => {
    const needs = (key: string, value: string, action = "ec2:CreateVpc") =>
      under({ Scoped: policy(deny("Scoped", action, { [key]: value })) });
    const role = `arn:aws:iam::${accountId}:role/PantherDeploymentRole`;
    for (const [key, value, action] of [
      ["aws:RequestedRegion", "eu-west-1"],
      ["aws:RequestedRegion", "us-east-1", "iam:CreateRole"],
      ["aws:PrincipalArn", role],
      ["aws:PrincipalArn", callersRole.Role.Arn, "codebuild:StartBuild"],
      ["aws:RequestTag/team", "security"],
      ["aws:PrincipalTag/Team", "security"],
      ["aws:PrincipalOrgID", "o-1"],
    ] as const) {
      expect((await needs(key, value, action)).verdict, key).to.equal("pass");
      expect((await needs(key, "other", action)).verdict, key).to.equal("failure");
    }
  });

  it("sends tags with what is made and with tagging alone: other requests have none", async () => {
    const tagged = { "aws:RequestTag/team": "security" };
    const without = await under({
      Tags: policy(deny("Team", "ec2:CreateVpc", tagged), deny("All", "iam:PassRole", tagged)),
    });
    expect(without.observations.map(({ message }) => message)).to.deep.equal([
      "All of policy Tags on unit ou-1 stops what is needed.",
    ]);
    expect((await under({ Tags: policy(deny("Made", "iam:CreateRole", tagged)) })).verdict).to.equal("pass");
  });

  it("can't tell where a statement hangs on what only the request has", async () => {
    const found = await under({ Office: policy(deny("OfficeOnly", "ec2:CreateVpc", { "aws:SourceIp": "192.0.2.1" })) });
    expect(found.verdict).to.equal("could-not-tell");
    expect(found.observations[0]?.message).to.include("OfficeOnly of policy Office on unit ou-1 may stop");
    expect(found.observations[0]?.message).to.include("aws:SourceIp");
    // Another condition of the same statement may keep it from mattering.
    const elsewhere = { "aws:SourceIp": "192.0.2.1", "aws:RequestedRegion": "eu-west-1" };
    expect((await under({ Office: policy(deny("x", "ec2:CreateVpc", elsewhere)) })).verdict).to.equal("pass");
  });

  it("sends the levels in order, from the root to the account, with one document a policy", async () => {
    const asked: Simulation[] = [];
    const answer = simulateCustomPolicy();
    const iam = {
      getRole: callersRole,
      simulateCustomPolicy: (input: Simulation) => {
        asked.push(input);
        return answer(input);
      },
    };
    await look({ apis: { organization: organizationWith({ Own: policy(deny("A", "sqs:CreateQueue")) }), iam } });
    const levels = asked[0]?.OrderedOrganizationPolicyInputList?.map(
      (level) => level.ServiceControlPolicyInputList.length,
    );
    expect(levels).to.deep.equal([1, 2, 1]);
    expect(new Set(asked.map((one) => one.OrderedOrganizationPolicyInputList?.length))).to.deep.equal(new Set([3]));
  });

  it("fails where a level allows nothing of it", async () => {
    const found = await look({
      apis: {
        organization: {
          ...organizationWith({}),
          listPoliciesForTarget: { Policies: [{ Id: "Few", Name: "Few" }] },
          describePolicy: { Policy: { Content: policy({ Effect: "Allow", Action: "ec2:CreateVpc", Resource: "*" }) } },
        },
        iam: { getRole: callersRole, simulateCustomPolicy: simulateCustomPolicy() },
      },
    });
    expect(found.verdict).to.equal("failure");
    expect(found.observations[0]?.message).to.equal("Nothing on root r-1 allows what is needed.");
    expect(found.observations[0]?.evidence?.join()).to.not.include("ec2:CreateVpc");
  });

  it("passes where no policies can be", async () => {
    for (const describeOrganization of [
      awsError("AWSOrganizationsNotInUseException"),
      { Organization: { MasterAccountId: accountId } },
      { Organization: { MasterAccountId: "9", FeatureSet: "CONSOLIDATED_BILLING" } },
    ]) {
      const organization = { ...organizationWith({}), describeOrganization };
      expect((await look({ apis: { organization } })).verdict).to.equal("pass");
    }
  });

  it("lists the actions for an administrator where the caller may not look, or not simulate", async () => {
    for (const error of refusals) {
      const iam = { getRole: callersRole, simulateCustomPolicy: simulateCustomPolicy() };
      const unread = await look({ apis: { organization: { ...organizationWith({}), listParents: error }, iam } });
      const unasked = await look({
        apis: { organization: organizationWith({}), iam: { ...iam, simulateCustomPolicy: error } },
      });
      for (const result of [unread, unasked]) {
        expect(result).to.include({ verdict: "could-not-tell", who: "organization administrator" });
        expect(result.observations[0]?.evidence).to.include("VPC and networking: ec2:CreateVpc");
      }
    }
  });

  it("says where the account is in another organization than the one that was asked", async () => {
    const listParents = awsError("ChildNotFoundException", "You specified a child that doesn't exist.");
    const iam = { getRole: callersRole };
    const result = await look({ apis: { organization: { ...organizationWith({}), listParents }, iam } });
    expect(result.verdict).to.equal("could-not-tell");
    expect(result.observations[0]?.message).to.include(`Account ${accountId} is not in the organization o-1.`);
  });

  it("takes policies from files, and says which can't be read", async () => {
    const folder = await mkdtemp(join(tmpdir(), "panther-scp-"));
    const file = join(folder, "network.json");
    const withFile = (scpFile: string) =>
      look({
        apis: { iam: { getRole: callersRole, simulateCustomPolicy: simulateCustomPolicy() } },
        scpFiles: [scpFile],
      });
    try {
      await writeFile(file, policy(deny("NoVpc", "ec2:CreateVpc")));
      const [found] = (await withFile(file)).observations;
      expect(found?.message).to.equal("NoVpc of file network.json stops what is needed.");
      for (const text of ["{", "[]"]) {
        await writeFile(file, text);
        const odd = await withFile(file);
        expect(odd.verdict).to.equal("could-not-tell");
        expect(odd.observations[0]?.message).to.include("network.json can't be read");
      }
      expect((await withFile(join(folder, "none.json"))).observations[0]?.message).to.include(
        "none.json can't be read",
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
