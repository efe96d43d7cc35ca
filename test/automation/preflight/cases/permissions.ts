import { releaseResources } from "../../../../model/preflight/releaseResources.ts";
import { parseTemplate } from "../../../../model/release/templateText.ts";
import { accountId, environmentOf, type FakeContext } from "../fakeContext.ts";
import type { CheckCase } from "./checkCase.ts";
import { simulator } from "./simulator.ts";

const place = { accountId, region: "us-east-1" };
const secret = `arn:aws:secretsmanager:us-east-1:${accountId}:secret:panther-AbCdEf`;
const facts = {
  releaseResources: releaseResources(parseTemplate("Resources: {Vpc: {Type: AWS::EC2::VPC}}"), {}, {}, place),
  roleResources: [],
  role: {
    url: "https://x",
    template: parseTemplate(
      "Resources: {R: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: []}}]}}}",
    ),
  },
};
const reader = parseTemplate(`
Resources:
  Reader:
    Type: AWS::Serverless::Function
    Properties: {Policies: [{Statement: {Effect: Allow, Action: "secretsmanager:GetSecretValue", Resource: "*"}}]}`);
const getRole = { Role: { Arn: `arn:aws:iam::${accountId}:role/team/Deployer` } };

/** A check that asks the simulator, by what it denies. */
function simulated(denied: string, more: FakeContext = {}): CheckCase {
  const asked = (answer: unknown) => ({
    facts,
    ...more,
    apis: { ...more.apis, iam: { getRole, simulatePrincipalPolicy: answer, simulateCustomPolicy: answer } },
  });
  return { passes: asked(simulator([])), finds: asked(simulator([denied], "explicitDeny")), refused: asked };
}

const organization = {
  describeOrganization: { Organization: { Id: "o-1", MasterAccountId: "999999999999", FeatureSet: "ALL" } },
  listParents: { Parents: [{ Id: "r-1", Type: "ROOT" }] },
  listPoliciesForTarget: { Policies: [{ Id: "p-1", Name: "NoNetworks" }] },
  describePolicy: {
    Policy: { Content: '{"Statement":[{"Sid":"NoVpc","Effect":"Deny","Action":"ec2:CreateVpc","Resource":"*"}]}' },
  },
};

export const permissionCases = {
  "caller-permissions": simulated("iam:PassRole"),
  "role-permissions": simulated("ec2:CreateVpc"),
  "secret-readers": simulated("secretsmanager:GetSecretValue", {
    environment: environmentOf({ parameters: { PulumiSecretArn: secret } }),
    facts: { ...facts, target: { unread: [] }, releaseResources: releaseResources(reader, {}, {}, place) },
  }),
  "organization-policies": {
    ...simulated("ec2:CreateVpc", { apis: { organization } }),
    refused: (listParents) => ({
      facts,
      apis: { organization: { ...organization, listParents }, iam: { getRole } },
    }),
  },
} as const satisfies Readonly<Record<string, CheckCase>>;
