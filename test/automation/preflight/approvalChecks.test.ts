import { expect } from "chai";
import { approvalChecks } from "../../../automation/preflight/approvalChecks.ts";
import { PantherError } from "../../../model/error.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";
import { awsError, environmentOf, type FakeContext, refusals, resultOf } from "./fakeContext.ts";

const look = (code: string, fake: FakeContext) => resultOf(approvalChecks, code, fake);
const notReadable = new PantherError("template-unavailable", "Access Denied", "Check.");
const objects = [
  { bucket: "panther-enterprise-us-east-1", key: "a" },
  { bucket: "panther-enterprise-us-east-1", key: "b" },
];
const target = { root: {}, nested: { u: {} }, objects, unread: [] };
const noRole = awsError("NoSuchEntityException", "The role with name PantherDeploymentRole cannot be found.");
const roleTemplate = parseTemplate(
  "Resources: {R: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: []}}]}}}",
);
const role = { url: "https://x", template: roleTemplate };

/** A page of the simulator for what was asked. */
function simulated(decide: (resource: string) => string) {
  return ({ ActionNames, ResourceArns }: { ActionNames: string[]; ResourceArns: string[] }) => ({
    IsTruncated: false,
    EvaluationResults: ActionNames.map((action) => ({
      EvalActionName: action,
      EvalResourceName: "*",
      EvalDecision: "implicitDeny",
      ResourceSpecificResults: ResourceArns.map((resource) => ({
        EvalResourceName: resource,
        EvalResourceDecision: decide(resource),
        MatchedStatements: [],
      })),
    })),
  });
}
const allowed = simulated(() => "allowed");
const refusingB = simulated((resource) => (resource.endsWith("/b") ? "implicitDeny" : "allowed"));
const standing = { getRole: { Role: { Arn: "arn:aws:iam::123456789012:role/PantherDeploymentRole" } } };

describe("approval, checked", () => {
  it("of the release: read, refused, not to be told", async () => {
    expect((await look("approved-release", { facts: { target } })).verdict).to.equal("pass");
    const refused = await look("approved-release", { facts: { target: notReadable } });
    expect(refused).to.include({ verdict: "failure", who: "Panther" });
    expect(refused.observations[0]?.fix).to.include("AWS account ID: 123456789012\nAWS region: us-east-1");
    const inPart = await look("approved-release", { facts: { target: { ...target, unread: ["x"] } } });
    expect(inPart.verdict).to.equal("could-not-tell");
    for (const error of refusals) {
      expect((await look("approved-release", { facts: { target: error } })).verdict).to.equal("could-not-tell");
    }
  });

  it("of a release in a bucket of one's own is nothing for Panther", async () => {
    const environment = environmentOf({ releaseBucket: "my-releases" });
    expect((await look("approved-release", { environment, facts: { target: notReadable } })).who).to.equal("you");
  });

  it("of the role's template: read, refused, not needed, not to be told", async () => {
    expect((await look("approved-role-template", { facts: { role } })).verdict).to.equal("pass");
    expect(await look("approved-role-template", { facts: { role: notReadable } })).to.include({
      verdict: "failure",
      who: "Panther",
    });
    const environment = environmentOf({ deploymentRole: { arn: "arn:aws:iam::123456789012:role/Mine" } });
    expect((await look("approved-role-template", { environment })).verdict).to.equal("pass");
    for (const error of refusals) {
      expect((await look("approved-role-template", { facts: { role: error } })).verdict).to.equal("could-not-tell");
    }
  });
});

describe("what the role may read", () => {
  it("is simulated with the role that stands, where its stack has the template wanted", async () => {
    const facts = { target, role, roleStays: true };
    const look = (simulatePrincipalPolicy: unknown) =>
      resultOf(approvalChecks, "role-reads-release", {
        facts,
        apis: { iam: { ...standing, simulatePrincipalPolicy } },
      });
    expect((await look(allowed)).verdict).to.equal("pass");
    const bad = await look(refusingB);
    expect(bad.verdict).to.equal("failure");
    expect(bad.observations[0]?.evidence).to.deep.equal([
      "s3:GetObject on arn:aws:s3:::panther-enterprise-us-east-1/b: not allowed",
    ]);
  });

  it("is what its new template allows: the role is updated first", async () => {
    const verdict = async (now: unknown, later: unknown) => {
      const iam = { ...standing, simulatePrincipalPolicy: now, simulateCustomPolicy: later };
      return (await look("role-reads-release", { facts: { target, role }, apis: { iam } })).verdict;
    };
    expect(await verdict(refusingB, allowed)).to.equal("pass");
    expect(await verdict(allowed, refusingB)).to.equal("failure");
  });

  it("is told of what could be decided alone", async () => {
    const template = parseTemplate(`Resources:
  R: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"], Policies: [{PolicyDocument: {Statement: []}}]}}`);
    const iam = { getRole: noRole, getPolicy: awsError("AccessDenied"), simulateCustomPolicy: refusingB };
    const facts = { target, role: { ...role, template } };
    const result = await look("role-reads-release", { facts, apis: { iam } });
    expect(result.verdict).to.equal("could-not-tell");
    expect(result.observations.at(-1)?.message).to.equal(
      "The role may read 1 of the 2 objects of the release, by its own policies.",
    );
  });

  it("is simulated with the template's policies before there is a role", async () => {
    const result = await look("role-reads-release", {
      facts: { target, role },
      apis: { iam: { getRole: noRole, simulateCustomPolicy: allowed } },
    });
    expect(result.verdict).to.equal("pass");
  });

  it("can't be told of a role that somebody else is still to make, nor where nobody may simulate", async () => {
    const environment = environmentOf({ deploymentRole: { arn: "arn:aws:iam::123456789012:role/Mine" } });
    const missing = await look("role-reads-release", {
      environment,
      facts: { target },
      apis: { iam: { getRole: noRole } },
    });
    expect(missing.verdict).to.equal("could-not-tell");
    for (const error of refusals) {
      const iam = { ...standing, simulatePrincipalPolicy: error, simulateCustomPolicy: error };
      const result = await look("role-reads-release", { facts: { target, role }, apis: { iam } });
      expect(result.verdict).to.equal("could-not-tell");
    }
  });

  it("is asked for page by page, and again for what was not answered", async () => {
    const asked: string[] = [];
    const simulatePrincipalPolicy = ({ ResourceArns, Marker }: { ResourceArns: string[]; Marker?: string }) => {
      asked.push(`${ResourceArns.length} ${Marker ?? ""}`.trim());
      const [EvalResourceName] = ResourceArns;
      return Marker === undefined
        ? { IsTruncated: true, Marker: "more", EvaluationResults: [] }
        : { EvaluationResults: [{ EvalActionName: "s3:GetObject", EvalResourceName, EvalDecision: "allowed" }] };
    };
    const iam = { ...standing, simulatePrincipalPolicy };
    const facts = { target, role, roleStays: true };
    expect((await look("role-reads-release", { facts, apis: { iam } })).verdict).to.equal("pass");
    expect(asked).to.deep.equal(["2", "2 more", "1", "1 more"]);
  });
});
