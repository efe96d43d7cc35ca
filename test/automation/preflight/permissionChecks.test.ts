import { expect } from "chai";
import { permissionChecks } from "../../../automation/preflight/permissionChecks.ts";
import { simulate } from "../../../automation/preflight/simulate.ts";
import { releaseResources } from "../../../model/preflight/releaseResources.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";
import { accountId, awsError, environmentOf, type FakeContext, refusals, resultOf } from "./fakeContext.ts";
import type { Simulation } from "./fakeSimulator.ts";

const look = (code: string, fake: FakeContext) => resultOf(permissionChecks, code, fake);

/** A simulator that denies some actions. */
function simulator(denied: readonly string[], detail: Readonly<Record<string, unknown>> = {}) {
  const asked: Simulation[] = [];
  const answer = (input: Simulation) => {
    asked.push(input);
    return {
      EvaluationResults: input.ActionNames.flatMap((action) =>
        input.ResourceArns.map((resource) => ({
          EvalActionName: action,
          EvalResourceName: resource,
          EvalDecision: denied.includes(action) ? "implicitDeny" : "allowed",
          ...(denied.includes(action) && detail),
        })),
      ),
    };
  };
  return { asked, answer };
}

const template = parseTemplate("Resources: {Vpc: {Type: AWS::EC2::VPC}, Queue: {Type: AWS::SQS::Queue}}");
const facts = {
  releaseResources: releaseResources(template, {}, {}, { accountId, region: "us-east-1" }),
  roleResources: releaseResources(
    parseTemplate("Resources: {R: {Type: AWS::IAM::Role, Properties: {RoleName: PantherDeploymentRole, Tags: []}}}"),
    {},
    {},
    { accountId, region: "us-east-1" },
  ),
  role: {
    url: "https://x",
    template: parseTemplate(
      "Resources: {R: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: []}}]}}}",
    ),
  },
};
const role = { Role: { Arn: `arn:aws:iam::${accountId}:role/team/Deployer` } };

describe("permissions, checked", () => {
  it("caller-permissions: by the role of a session, with its path; by the user", async () => {
    const { asked, answer } = simulator([]);
    const iam = { getRole: role, simulatePrincipalPolicy: answer };
    expect((await look("caller-permissions", { facts, apis: { iam } })).verdict).to.equal("pass");
    expect(asked[0]?.PolicySourceArn).to.equal(role.Role.Arn);
    const denied = { ...iam, simulatePrincipalPolicy: simulator(["iam:PassRole"]).answer };
    const found = await look("caller-permissions", {
      caller: `arn:aws:iam::${accountId}:user/jane`,
      facts,
      apis: { iam: denied },
    });
    expect(found.verdict).to.equal("failure");
    expect(found.observations[0]?.evidence?.[0]).to.include(
      "iam:PassRole on arn:aws:iam::123456789012:role/PantherDeploymentRole",
    );
  });

  it("ask once for all of a service's resources, and take of the answer what was asked", async () => {
    const { asked, answer } = simulator(["iam:PutRolePolicy"]);
    const iam = { simulateCustomPolicy: answer };
    const decisions = await simulate(iam as never, { kind: "policies", documents: [] }, [
      { actions: ["iam:CreateRole"], resources: ["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b"] },
      { actions: ["iam:PutRolePolicy"], resources: ["arn:aws:iam::1:role/b"] },
      { actions: ["ec2:CreateVpc"], resources: ["*"] },
    ]);
    expect(asked.map(({ ResourceArns }) => ResourceArns.length)).to.deep.equal([2, 1]);
    expect(decisions.map(({ action, resource, decision }) => `${action} ${resource} ${decision}`)).to.deep.equal([
      "iam:CreateRole arn:aws:iam::1:role/a allowed",
      "iam:CreateRole arn:aws:iam::1:role/b allowed",
      "iam:PutRolePolicy arn:aws:iam::1:role/b implicitDeny",
      "ec2:CreateVpc * allowed",
    ]);
  });

  it("caller-permissions: root and federated users can't be simulated, and some may not simulate", async () => {
    for (const who of ["iam::123456789012:root", "sts::123456789012:federated-user/bob"]) {
      expect((await look("caller-permissions", { caller: `arn:aws:${who}` })).verdict).to.equal("could-not-tell");
    }
    for (const error of refusals) {
      const iam = { getRole: role, simulatePrincipalPolicy: error };
      expect((await look("caller-permissions", { facts, apis: { iam } })).verdict).to.equal("could-not-tell");
    }
  });

  it("caller-permissions: of a role that somebody else manages", async () => {
    const { asked, answer } = simulator([]);
    const environment = environmentOf({ deploymentRole: { arn: `arn:aws:iam::${accountId}:role/deploy/Mine` } });
    await look("caller-permissions", {
      environment,
      apis: { iam: { getRole: role, simulatePrincipalPolicy: answer } },
    });
    const passing = asked.find(({ ActionNames }) => ActionNames.includes("iam:PassRole"));
    expect(passing?.ResourceArns).to.deep.equal([`arn:aws:iam::${accountId}:role/deploy/Mine`]);
  });

  it("caller-permissions: for what is to be done, by what stands, with what AWS has in each request", async () => {
    const stackId = `arn:aws:cloudformation:us-east-1:${accountId}:stack/panther-deployment-role/1`;
    const asked = async (running: string | undefined, side?: "web") => {
      const { asked: calls, answer } = simulator([]);
      const stack = { stackId, name: "panther-deployment-role", status: "CREATE_COMPLETE", tags: {} };
      const observation = { kind: "running", root: { terminationProtection: true }, running: { version: running } };
      await look("caller-permissions", {
        ...(side && { side }),
        facts: running === undefined ? facts : { ...facts, observation, stacks: [stack] },
        apis: { iam: { getRole: role, simulatePrincipalPolicy: answer } },
        aws: { stacks: { describeStackResources: { StackResources: [{ LogicalResourceId: "R" }] } } },
      });
      return calls;
    };
    const actions = (calls: readonly Simulation[]) => calls.flatMap(({ ActionNames }) => ActionNames);
    const first = await asked(undefined);
    expect(actions(first)).to.include.members(["cloudformation:CreateStack", "iam:CreateRole", "codebuild:StartBuild"]);
    const made = first.find(({ ActionNames }) => ActionNames.includes("iam:CreateRole"))?.ContextEntries ?? [];
    expect(made.find(({ ContextKeyName }) => ContextKeyName === "aws:CalledVia")).to.deep.equal({
      ContextKeyName: "aws:CalledVia",
      ContextKeyType: "stringList",
      ContextKeyValues: ["cloudformation.amazonaws.com"],
    });
    const notOfUpgrade = ["cloudformation:CreateStack", "cloudformation:UpdateTerminationProtection", "iam:CreateRole"];
    expect(actions(await asked("1.38.5"))).to.not.include.members(notOfUpgrade);
    expect(actions(await asked("1.39.7")).filter((one) => one.startsWith("iam:"))).to.deep.equal(["iam:PassRole"]);
    expect(actions(await asked("1.38.5", "web")).join()).to.not.include("codebuild:");
  });

  it("caller-permissions: of the role that is named instead, where IAM knows it", async () => {
    const arn = `arn:aws:iam::${accountId}:role/ci/Upgrade`;
    const { asked, answer } = simulator(["iam:PassRole"]);
    const named = { facts, principals: [arn], apis: { iam: { simulatePrincipalPolicy: answer } } };
    const [found] = (await look("caller-permissions", named)).observations;
    expect(found?.message).to.equal("Nothing allows role/ci/Upgrade what is needed.");
    expect(new Set(asked.map(({ PolicySourceArn }) => PolicySourceArn))).to.deep.equal(new Set([arn]));
    const iam = { simulatePrincipalPolicy: awsError("NoSuchEntityException") };
    expect((await look("caller-permissions", { ...named, apis: { iam } })).verdict).to.equal("failure");
    const elsewhere = { ...named, principals: ["arn:aws:iam::999999999999:role/A"] };
    expect((await look("caller-permissions", elsewhere)).verdict).to.equal("could-not-tell");
  });

  it("role-permissions: what the release's types take, of the standing role and of its template", async () => {
    const standing = (denied: readonly string[], later: readonly string[], detail = {}) => ({
      facts,
      apis: {
        iam: {
          getRole: role,
          simulatePrincipalPolicy: simulator(denied, detail).answer,
          simulateCustomPolicy: simulator(later).answer,
        },
      },
    });
    expect((await look("role-permissions", standing([], []))).verdict).to.equal("pass");
    expect((await look("role-permissions", standing(["ec2:CreateVpc"], []))).verdict).to.equal("pass");
    // The template takes the old one's place, also where that one allowed more.
    expect((await look("role-permissions", standing([], ["ec2:CreateVpc"]))).verdict).to.equal("failure");
    const missing = await look("role-permissions", standing(["ec2:CreateVpc"], ["ec2:CreateVpc"]));
    expect(missing.observations[0]?.evidence).to.deep.equal(["ec2:CreateVpc: not allowed"]);
    const bounded = { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } };
    // No template of Panther's helps against a boundary.
    expect((await look("role-permissions", standing(["ec2:CreateVpc"], [], bounded))).verdict).to.equal("failure");
    const byOrganization = { OrganizationsDecisionDetail: { AllowedByOrganizations: false } };
    expect((await look("role-permissions", standing(["ec2:CreateVpc"], [], byOrganization))).verdict).to.equal(
      "could-not-tell",
    );
    for (const error of refusals) {
      const result = await look("role-permissions", { facts, apis: { iam: { getRole: error } } });
      expect(result.verdict).to.equal("could-not-tell");
    }
  });

  it("role-permissions: before the role is there, with the policies that its template attaches, where they can be read", async () => {
    const template = parseTemplate(`Resources:
  R: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"], Policies: [{PolicyDocument: {Statement: []}}]}}`);
    const documents: (readonly string[])[] = [];
    const asked = (getPolicyVersion: unknown, denied: readonly string[] = []) => ({
      facts: { ...facts, role: { url: "https://x", template } },
      apis: {
        iam: {
          getRole: awsError("NoSuchEntityException"),
          getPolicy: { Policy: { DefaultVersionId: "v7" } },
          getPolicyVersion,
          simulateCustomPolicy: (input: Simulation) => {
            documents.push(input.PolicyInputList ?? []);
            return simulator(denied).answer(input);
          },
        },
      },
    });
    const read = { PolicyVersion: { Document: encodeURIComponent('{"Statement":[1]}') } };
    expect((await look("role-permissions", asked(read))).verdict).to.equal("pass");
    expect(documents[0]).to.include('{"Statement":[1]}');
    // What an unread policy may allow is not known to be missing; what is forbidden is.
    const unread = await look("role-permissions", asked(awsError("AccessDenied"), ["ec2:CreateVpc"]));
    expect(unread.verdict).to.equal("could-not-tell");
    expect(unread.observations[0]?.evidence).to.deep.equal(["arn:aws:iam::aws:policy/ReadOnlyAccess"]);
  });

  it("role-permissions: with what the role's policies ask about, IAM's own region apart", async () => {
    const { asked, answer } = simulator([]);
    const iam = { getRole: role, simulatePrincipalPolicy: answer, simulateCustomPolicy: answer };
    await look("role-permissions", { facts, apis: { iam } });
    const [{ ContextEntries = [] } = {}] = asked;
    const values = Object.fromEntries(
      ContextEntries.map(({ ContextKeyName, ContextKeyValues }) => [ContextKeyName, ContextKeyValues[0]]),
    );
    expect(values).to.include({ "aws:RequestedRegion": "us-east-1", "aws:ResourceTag/panther:app": "panther" });
  });
});
