import { PantherError } from "../../../../model/error.ts";
import { parseTemplate } from "../../../../model/release/templateText.ts";
import { accountId } from "../fakeContext.ts";
import type { CheckCase } from "./checkCase.ts";
import { simulator } from "./simulator.ts";

const denied = new PantherError(
  "template-unavailable",
  "The template can't be read: S3 error: Access Denied",
  "Check.",
);
const objects = [{ bucket: "panther-enterprise-us-east-1", key: "0a1b2c3d" }];
const target = { root: {}, nested: {}, objects, unread: [] };
const role = {
  url: "https://panther-public-cloudformation-templates.s3.us-west-2.amazonaws.com/x",
  template: parseTemplate(
    "Resources: {R: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: []}}]}}}",
  ),
};
const standing = { getRole: { Role: { Arn: `arn:aws:iam::${accountId}:role/PantherDeploymentRole` } } };

export const approvalCases = {
  "approved-release": {
    passes: { facts: { target } },
    finds: { facts: { target: denied } },
    refused: (error) => ({ facts: { target: error } }),
  },
  "approved-role-template": {
    passes: { facts: { role } },
    finds: { facts: { role: denied } },
    refused: (error) => ({ facts: { role: error } }),
  },
  "role-reads-release": {
    passes: {
      facts: { target, role },
      apis: {
        iam: { ...standing, simulatePrincipalPolicy: simulator([]), simulateCustomPolicy: simulator([]) },
      },
    },
    finds: {
      facts: { target, role },
      apis: {
        iam: {
          ...standing,
          simulatePrincipalPolicy: simulator(["s3:GetObject"]),
          simulateCustomPolicy: simulator(["s3:GetObject"]),
        },
      },
    },
    refused: (error) => ({
      facts: { target, role },
      apis: { iam: { ...standing, simulatePrincipalPolicy: error, simulateCustomPolicy: error } },
    }),
  },
} as const satisfies Readonly<Record<string, CheckCase>>;
