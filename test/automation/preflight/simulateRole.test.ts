import { expect } from "chai";
import { roleStays } from "../../../automation/preflight/roleStays.ts";
import { simulateRole } from "../../../automation/preflight/simulateRole.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";
import { simulator } from "./cases/simulator.ts";
import { accountId, awsError, environmentOf, fakeContext } from "./fakeContext.ts";
import type { Simulation } from "./fakeSimulator.ts";

const text = `
Parameters: {DeploymentRoleName: {Type: String, Default: x}, OpsAccountId: {Type: String, Default: ""}}
Resources:
  R: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: [{Effect: Allow, Action: "ec2:*", Resource: "*"}]}}]}}`;
const template = parseTemplate(text);
const role = { url: "https://x", template };
const questions = [{ actions: ["ec2:CreateVpc"], resources: ["*"] }];
const boundary = '{"Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}';
const Role = {
  Arn: `arn:aws:iam::${accountId}:role/PantherDeploymentRole`,
  PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${accountId}:policy/Limit` },
};

/** What was asked of whom, and what came of it. */
async function asked(
  facts: object,
  now: ReturnType<typeof simulator>,
  getPolicyVersion: unknown = undefined,
  aws = {},
) {
  const subjects: (readonly [string, ...(readonly (readonly string[] | undefined)[])])[] = [];
  const told =
    (who: string, answer: ReturnType<typeof simulator>) =>
    (input: Simulation & { readonly PermissionsBoundaryPolicyInputList?: readonly string[] }) => {
      subjects.push([who, input.PolicyInputList, input.PermissionsBoundaryPolicyInputList]);
      return answer(input);
    };
  const result = await simulateRole(
    fakeContext({
      facts: { role, ...facts },
      aws,
      apis: {
        iam: {
          getRole: { Role },
          getPolicy: { Policy: { DefaultVersionId: "v1" } },
          getPolicyVersion: getPolicyVersion ?? { PolicyVersion: { Document: encodeURIComponent(boundary) } },
          simulatePrincipalPolicy: told("standing", now),
          simulateCustomPolicy: told("template", simulator([])),
        },
      },
    }),
    questions,
  );
  return { subjects, ...result };
}

describe("the deployment role, simulated", () => {
  it("is its new template's, within the boundary of the role that stands", async () => {
    const { subjects, decisions, notes } = await asked({}, simulator([]));
    const [, documents, limits] = subjects.find(([who]) => who === "template") ?? [];
    expect(documents).to.have.length(1);
    expect(documents?.[0]).to.include('"ec2:*"');
    expect(limits).to.deep.equal([boundary]);
    expect({ decisions: decisions.map(({ decision }) => decision), notes }).to.deep.equal({
      decisions: ["allowed"],
      notes: [],
    });
  });

  it("is bounded also where nobody may read the boundary: the standing role's simulation has it", async () => {
    const now = (input: Simulation) => ({
      IsTruncated: false,
      EvaluationResults: input.ActionNames.map((action) => ({
        EvalActionName: action,
        EvalResourceName: "*",
        EvalDecision: "implicitDeny",
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
      })),
    });
    const { decisions } = await asked({}, now as never, awsError("AccessDenied"));
    expect(decisions.map(({ decision, boundary: isBounded }) => [decision, isBounded])).to.deep.equal([
      ["implicitDeny", true],
    ]);
  });

  it("is the standing one alone where its stack has the template wanted", async () => {
    const { subjects, decisions } = await asked({ roleStays: true }, simulator(["ec2:CreateVpc"]));
    expect(subjects.map(([who]) => who)).to.deep.equal(["standing"]);
    expect(decisions.map(({ decision }) => decision)).to.deep.equal(["implicitDeny"]);
  });

  it("keeps a deny that somebody attached besides the template of its stack", async () => {
    const { decisions, notes } = await asked({}, simulator(["ec2:CreateVpc"], "explicitDeny"), undefined, {
      stacks: { describeStacks: { Stacks: [{}] }, getTemplate: { TemplateBody: text } },
    });
    expect({ decisions: decisions.map(({ decision }) => decision), notes }).to.deep.equal({
      decisions: ["explicitDeny"],
      notes: [],
    });
  });

  it("has a warning for a deny of today that the new template does not have", async () => {
    const { decisions, notes } = await asked({}, simulator(["ec2:CreateVpc"], "explicitDeny"));
    expect(decisions.map(({ decision }) => decision)).to.deep.equal(["allowed"]);
    expect(notes.map(({ verdict, evidence }) => [verdict, evidence])).to.deep.equal([
      ["warning", ["ec2:CreateVpc: explicitly denied by PolicyInputList.1"]],
    ]);
  });
});

describe("whether the role's stack stays as it is", () => {
  const stays = (stack: unknown, TemplateBody = text) => {
    const ofFile = environmentOf();
    const parameters = { OpsAccountId: accountId };
    const deploymentRole = { ...ofFile.deploymentRole, parameters } as typeof ofFile.deploymentRole;
    const environment = { ...ofFile, deploymentRole };
    const stacks = { describeStacks: { Stacks: [stack] }, getTemplate: { TemplateBody } };
    return roleStays(fakeContext({ environment, aws: { stacks } }).run, role);
  };
  const parameters = (values: Readonly<Record<string, string>>) => ({
    Parameters: Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  });
  const own = { DeploymentRoleName: "PantherDeploymentRole", OpsAccountId: accountId };

  it("is told by its template and its parameters", async () => {
    expect(await stays(parameters(own))).to.equal(true);
    expect(await stays(parameters({ ...own, OpsAccountId: "" }))).to.equal(false);
    expect(await stays(parameters(own), text.replace("ec2:*", "s3:*"))).to.equal(false);
  });

  it("is no where nobody may look, and yes of a role that somebody else manages", async () => {
    const stacks = { describeStacks: awsError("AccessDenied"), getTemplate: {} };
    expect(await roleStays(fakeContext({ aws: { stacks } }).run, role)).to.equal(false);
    const environment = environmentOf({ deploymentRole: { arn: Role.Arn } });
    expect(await roleStays(fakeContext({ environment }).run, role)).to.equal(true);
  });
});
