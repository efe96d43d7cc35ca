import { accountId, type FakeContext } from "../fakeContext.ts";
import type { CheckCase } from "./checkCase.ts";

const facts = { names: [], owned: [], others: [], stacks: [], observation: { kind: "nothing" }, resources: [] };

/** A check of names, by what its call answers. */
function names(
  [type, name]: readonly [string, string],
  { answer, none }: { readonly answer: unknown; readonly none: unknown },
  call: (answer: unknown) => Omit<FakeContext, "facts">,
): CheckCase {
  const expected = { ...facts, names: [{ type, name, resource: "Core/It" }] };
  return {
    passes: { ...call(none), facts: expected },
    finds: { ...call(answer), facts: expected },
    refused: (error) => ({ ...call(error), facts: expected }),
  };
}

const detector = { ...facts, resources: [{ type: "AWS::GuardDuty::Detector" }] };
const own = { type: "AWS::GuardDuty::Detector", id: "12abc34d567e8fa901bc2d34e56789f0" };
const secret = { ARN: "arn:aws:secretsmanager:us-east-1:1:secret:panther/b-AbCdEf", Name: "panther/b" };
const policy = "PantherInfraManagementDenies";

export const leftoverCases = {
  "leftover-stacks": {
    passes: {
      facts: { ...facts, stacks: [{ stackId: "a", name: "panther-prod", status: "CREATE_COMPLETE", tags: {} }] },
    },
    finds: {
      facts: { ...facts, stacks: [{ stackId: "a", name: "panther-bootstrap", status: "CREATE_COMPLETE", tags: {} }] },
    },
    refused: (error) => ({ facts: { ...facts, stacks: error } }),
  },
  "leftover-roles": names(
    ["AWS::IAM::Role", "PantherAuditRole-us-east-1"],
    {
      answer: { Roles: [{ RoleName: "PantherAuditRole-us-east-1", Path: "/" }], IsTruncated: false },
      none: { Roles: [{ RoleName: "Deployer", Path: "/" }], IsTruncated: false },
    },
    (listRoles) => ({ apis: { iam: { listRoles } } }),
  ),
  "leftover-policies": names(
    ["AWS::IAM::ManagedPolicy", policy],
    {
      answer: { Policies: [{ PolicyName: policy, Arn: `arn:aws:iam::${accountId}:policy/${policy}` }] },
      none: { Policies: [{ PolicyName: policy, Arn: `arn:aws:iam::aws:policy/${policy}` }] },
    },
    (listPolicies) => ({ apis: { iam: { listPolicies } } }),
  ),
  "leftover-log-groups": names(
    ["AWS::Logs::LogGroup", "/ecs/odd"],
    { answer: { logGroups: [{ logGroupName: "/ecs/odd", storedBytes: 0 }] }, none: {} },
    (describeLogGroups) => ({ apis: { logs: { describeLogGroups } } }),
  ),
  "leftover-aliases": names(
    ["AWS::KMS::Alias", "alias/panther-sqs"],
    {
      answer: { Aliases: [{ AliasName: "alias/panther-sqs" }], Truncated: false },
      none: { Aliases: [{ AliasName: "alias/aws/s3" }] },
    },
    (listAliases) => ({ apis: { keys: { listAliases } } }),
  ),
  "leftover-project": names(
    ["AWS::CodeBuild::Project", "panther-pulumi"],
    {
      answer: { projects: [{ name: "panther-pulumi" }] },
      none: { projects: [], projectsNotFound: ["panther-pulumi"] },
    },
    (batchGetProjects) => ({ aws: { builds: { batchGetProjects } } }),
  ),
  "leftover-buckets": names(
    ["AWS::S3::Bucket", "company-panther-data"],
    {
      answer: { Buckets: [{ Name: "company-panther-data", BucketRegion: "eu-west-1" }] },
      none: { Buckets: [{ Name: "panther-elsewhere", BucketRegion: "eu-west-1" }] },
    },
    (listBuckets) => ({ apis: { buckets: { listBuckets } } }),
  ),
  "leftover-tables": names(
    ["AWS::DynamoDB::Table", "panther-resources"],
    { answer: { TableNames: ["panther-resources"] }, none: { TableNames: ["orders"] } },
    (listTables) => ({ apis: { tables: { listTables } } }),
  ),
  "leftover-topics": names(
    ["AWS::SNS::Topic", "panther-cw-alarms"],
    {
      answer: { Topics: [{ TopicArn: `arn:aws:sns:us-east-1:${accountId}:panther-cw-alarms` }] },
      none: { Topics: [{ TopicArn: `arn:aws:sns:us-east-1:${accountId}:orders` }] },
    },
    (listTopics) => ({ apis: { topics: { listTopics } } }),
  ),
  "leftover-queues": names(
    ["AWS::SQS::Queue", "panther-alerts"],
    { answer: { QueueUrls: [`https://sqs.us-east-1.amazonaws.com/${accountId}/panther-alerts`] }, none: {} },
    (listQueues) => ({ apis: { queues: { listQueues } } }),
  ),
  "leftover-tagged": names(
    ["AWS::Lambda::Function", "panther-api"],
    {
      answer: {
        PaginationToken: "",
        ResourceTagMappingList: [
          { ResourceARN: `arn:aws:lambda:us-east-1:${accountId}:function:panther-api`, Tags: [] },
          { ResourceARN: "arn:aws:s3:::abc", Tags: [{ Key: "Application", Value: "Panther" }] },
        ],
      },
      none: {
        ResourceTagMappingList: [
          { ResourceARN: `arn:aws:ec2:us-east-1:${accountId}:vpc/panther`, Tags: [] },
          // A check of its own tells of it.
          { ResourceARN: `arn:aws:dynamodb:us-east-1:${accountId}:table/panther-old`, Tags: [] },
        ],
      },
    },
    (getResources) => ({ apis: { tagged: { getResources } } }),
  ),
  "leftover-detector": {
    passes: {
      facts: { ...detector, owned: [own] },
      apis: { detectors: { listDetectors: { DetectorIds: [own.id] } } },
    },
    finds: { facts: detector, apis: { detectors: { listDetectors: { DetectorIds: [own.id] } } } },
    refused: (listDetectors) => ({ facts: detector, apis: { detectors: { listDetectors } } }),
  },
  "leftover-secrets": {
    passes: { apis: { secrets: { listSecrets: { SecretList: [secret] } } } },
    finds: { apis: { secrets: { listSecrets: { SecretList: [{ ...secret, DeletedDate: new Date("2026-11-01") }] } } } },
    refused: (listSecrets) => ({ apis: { secrets: { listSecrets } } }),
  },
} as const satisfies Readonly<Record<string, CheckCase>>;
