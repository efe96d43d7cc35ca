import { serviceParameters } from "../../../../model/preflight/regionServices.ts";
import { releaseResources } from "../../../../model/preflight/releaseResources.ts";
import { parseTemplate } from "../../../../model/release/templateText.ts";
import { accountId, awsError, environmentOf } from "../fakeContext.ts";
import type { CheckCase } from "./checkCase.ts";

const root = parseTemplate(`Parameters:
  {CertificateArn: {Default: ""}, CustomDomain: {Default: ""}, VpcID: {Default: ""}, SecurityGroupID: {Default: ""},
   SubnetOneID: {Default: ""}, SubnetTwoID: {Default: ""}, SubnetOneIPRange: {Default: 172.31.250.0/26}}`);
const facts = { target: { root } };
const withParameters = (parameters: Readonly<Record<string, string>>) => environmentOf({ parameters });

/** A check that tells what the plan found. */
function planned(code: string, severity: string, from: string | null): CheckCase {
  const finding = { code, severity, accepted: false, message: "m", fix: "f" };
  const plan = (findings: readonly unknown[]) => ({ facts: { plan: { plan: { from }, findings } } });
  return { passes: plan([]), finds: plan([finding]), refused: (error) => ({ facts: { plan: error } }) };
}

const CertificateArn = `arn:aws:acm:us-east-1:${accountId}:certificate/12345678-1234-1234-1234-123456789012`;
const certificate = (describeCertificate: unknown) => ({
  environment: withParameters({ CertificateArn, CustomDomain: "panther.example.com" }),
  facts,
  apis: { acm: { describeCertificate } },
});

const inVpc = (more: Readonly<Record<string, unknown>>) => ({
  environment: withParameters({
    VpcID: "vpc-0123456789",
    SecurityGroupID: "sg-0123456789",
    SubnetOneIPRange: "10.0.5.0/26",
  }),
  facts,
  apis: {
    network: {
      describeVpcs: { Vpcs: [{ VpcId: "vpc-0123456789", CidrBlock: "10.0.0.0/16" }] },
      describeSubnets: {
        Subnets: [{ SubnetId: "subnet-1", CidrBlock: "10.0.1.0/24", AvailabilityZone: "us-east-1a" }],
      },
      describeSecurityGroups: { SecurityGroups: [{ GroupId: "sg-0123456789" }] },
      ...more,
    },
  },
});

const secrets = (describeSecret: unknown) => ({
  environment: withParameters({
    PulumiSecretArn: `arn:aws:secretsmanager:us-east-1:${accountId}:secret:panther-AbCdEf`,
  }),
  apis: { secrets: { describeSecret } },
});

const roleStack = (StackStatus: string) => ({
  facts: { observation: { kind: "running", root: { name: "panther-prod", status: "UPDATE_COMPLETE" } } },
  aws: { stacks: { describeStacks: { Stacks: [{ StackName: "role", StackId: "arn", StackStatus }] } } },
});

const existingRole = (getRole: unknown) => ({
  environment: environmentOf({ deploymentRole: { arn: `arn:aws:iam::${accountId}:role/Mine` } }),
  apis: { iam: { getRole } },
});
const trusting = (service: string) => ({
  Role: { AssumeRolePolicyDocument: encodeURIComponent(`{"Principal":{"Service":"${service}"}}`) },
});

const queue = parseTemplate("Resources: {Queue: {Type: AWS::SQS::Queue}, Pool: {Type: AWS::Cognito::UserPool}}");
const inRegion = (getParameters: unknown) => ({
  facts: { resources: releaseResources(queue, {}, {}, { accountId, region: "us-east-1" }) },
  apis: { publicParameters: { getParameters } },
});
const listed = (there: readonly string[]) => ({
  Parameters: [
    ...there.map((name) => ({ Name: serviceParameters("us-east-1", name).there, Value: name })),
    ...["sqs", "cognito-idp"].map((name) => ({ Name: serviceParameters("us-east-1", name).known, Value: name })),
  ],
  InvalidParameters: [],
});

const quotas = (getServiceQuota: unknown) => ({
  facts: { observation: { kind: "nothing" }, resources: [{ type: "AWS::EC2::VPC", properties: {} }], stacks: [] },
  apis: { network: { describeVpcs: { Vpcs: [{}, {}] } }, quotas: { getServiceQuota } },
});

export const fitCases = {
  "role-version": {
    passes: existingRole(trusting("cloudformation.amazonaws.com")),
    finds: existingRole(trusting("ec2.amazonaws.com")),
    refused: existingRole,
  },
  "stack-states": {
    passes: roleStack("CREATE_COMPLETE"),
    finds: roleStack("UPDATE_ROLLBACK_FAILED"),
    refused: (error) => ({ facts: { observation: error } }),
  },
  parameters: planned("nested-limit", "error", "1.38.5"),
  runtimes: planned("runtime-not-creatable", "warning", null),
  plan: planned("downgrade", "error", "1.38.5"),
  "icp-recordal": planned("recordal-needed", "warning", null),
  certificate: {
    passes: certificate({ Certificate: { Status: "ISSUED", DomainName: "panther.example.com" } }),
    finds: certificate({ Certificate: { Status: "PENDING_VALIDATION", DomainName: "panther.example.com" } }),
    refused: certificate,
  },
  network: {
    passes: inVpc({}),
    finds: inVpc({ describeVpcs: awsError("InvalidVpcID.NotFound", "The vpc ID 'vpc-0123456789' does not exist") }),
    refused: (describeSubnets) => inVpc({ describeSubnets }),
  },
  secrets: {
    passes: secrets({ Name: "panther" }),
    finds: secrets(awsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")),
    refused: secrets,
  },
  services: { passes: inRegion(listed(["sqs", "cognito-idp"])), finds: inRegion(listed(["sqs"])), refused: inRegion },
  quotas: {
    passes: quotas({ Quota: { QuotaCode: "L-F678F1CE", Value: 5 } }),
    finds: quotas({ Quota: { QuotaCode: "L-F678F1CE", Value: 2 } }),
    refused: quotas,
  },
} as const satisfies Readonly<Record<string, CheckCase>>;
