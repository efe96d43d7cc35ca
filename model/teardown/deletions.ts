import { partitionOf } from "../release/partition.ts";

/** A resource that stands in a stack, at any depth. */
export interface DeployedResource {
  /** Logical IDs, from the stack's own resource down. */
  readonly path: readonly string[];
  /** CloudFormation's, for example AWS::S3::Bucket. */
  readonly type: string;
  /** CloudFormation's physical ID: a name, an ARN or a URL. */
  readonly id: string;
  /** Whether its template has CloudFormation leave it behind. */
  readonly retained: boolean;
}

export interface AccountPlace {
  readonly accountId: string;
  readonly region: string;
}

/** One call by which CloudFormation deletes a resource, on its ARN. */
export interface Deletion {
  readonly action: string;
  readonly arn: string;
}

/** Actions, and what of an ARN stands after the partition, by type. `{name}` is the physical ID, or the end of one. */
type DeletionRule = readonly [arn: string, ...actions: readonly string[]];

const here = (service: string, rest: string) => `${service}:{region}:{account}:${rest}`;

/**
 * The types that a deployment role's own statements have forbidden to delete in some release, and the others of which much
 * is in Panther. Source: `handlers.delete.permissions` in each type's schema; ARNs: Service Authorization Reference.
 */
const rules: Readonly<Record<string, DeletionRule>> = {
  "AWS::Athena::WorkGroup": [here("athena", "workgroup/{name}"), "athena:DeleteWorkGroup"],
  "AWS::Cognito::UserPool": [here("cognito-idp", "userpool/{name}"), "cognito-idp:DeleteUserPool"],
  "AWS::Cognito::UserPoolDomain": [here("cognito-idp", "userpool/{name}"), "cognito-idp:DeleteUserPoolDomain"],
  "AWS::DynamoDB::GlobalTable": [
    here("dynamodb", "table/{name}"),
    "dynamodb:DeleteTable",
    "dynamodb:DeleteTableReplica",
  ],
  "AWS::DynamoDB::Table": [here("dynamodb", "table/{name}"), "dynamodb:DeleteTable"],
  "AWS::ECR::Repository": [here("ecr", "repository/{name}"), "ecr:DeleteRepository"],
  "AWS::ECS::Cluster": [here("ecs", "cluster/{name}"), "ecs:DeleteCluster"],
  "AWS::ElasticLoadBalancingV2::LoadBalancer": [
    here("elasticloadbalancing", "{name}"),
    "elasticloadbalancing:DeleteLoadBalancer",
  ],
  "AWS::IAM::Role": ["iam::{account}:role/{name}", "iam:DeleteRole"],
  "AWS::KMS::Key": [here("kms", "key/{name}"), "kms:ScheduleKeyDeletion"],
  "AWS::Lambda::Function": [here("lambda", "function:{name}"), "lambda:DeleteFunction"],
  "AWS::Logs::LogGroup": [here("logs", "log-group:{name}"), "logs:DeleteLogGroup"],
  "AWS::S3::Bucket": ["s3:::{name}", "s3:DeleteBucket"],
  "AWS::SNS::Topic": [here("sns", "{name}"), "sns:DeleteTopic"],
  "AWS::SQS::Queue": [here("sqs", "{name}"), "sqs:DeleteQueue"],
};

/** The calls by which a resource is deleted, as far as its type is known here. */
export function deletionsOf({ type, id }: DeployedResource, { accountId, region }: AccountPlace): readonly Deletion[] {
  const [pattern, ...actions] = rules[type] ?? [""];
  const { name: partition } = partitionOf(region);
  // A queue's ID is its URL, which ends with its name.
  const name = id.startsWith("https://") ? id.slice(id.lastIndexOf("/") + 1) : id;
  const arn = id.startsWith("arn:")
    ? id
    : `arn:${partition}:${pattern
        .replace("{region}", region)
        .replace("{account}", accountId)
        .replace("{name}", () => name)}`;
  return actions.map((action) => ({ action, arn }));
}
