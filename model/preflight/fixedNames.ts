import { resolve } from "../release/parameters/nested/expression.ts";
import type { ReleaseResource } from "./releaseResources.ts";

/** Which property names a resource; one without it gets a name that nobody else has. */
export const nameProperties: Readonly<Record<string, string>> = {
  "AWS::Athena::WorkGroup": "Name",
  "AWS::CloudTrail::Trail": "TrailName",
  "AWS::CodeBuild::Project": "Name",
  "AWS::DynamoDB::Table": "TableName",
  "AWS::ECR::Repository": "RepositoryName",
  "AWS::ECS::Cluster": "ClusterName",
  "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
  "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
  "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
  "AWS::IAM::Role": "RoleName",
  "AWS::KMS::Alias": "AliasName",
  "AWS::KinesisFirehose::DeliveryStream": "DeliveryStreamName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::S3::Bucket": "BucketName",
  "AWS::SNS::Topic": "TopicName",
  "AWS::SQS::Queue": "QueueName",
  "AWS::SecretsManager::Secret": "Name",
};

/** A name that a release gives, and to which resource. */
export interface FixedName {
  readonly type: string;
  readonly name: string;
  /** `Core/UsersTable`. */
  readonly resource: string;
}

/** A function of SAM's is one of Lambda's in what stands. */
export function typeInAws(type: string): string {
  return type === "AWS::Serverless::Function" ? "AWS::Lambda::Function" : type;
}

/** The names that are in the templates, as far as parameters alone decide them. */
export function fixedNames(resources: readonly ReleaseResource[]): readonly FixedName[] {
  return resources.flatMap(({ type: declared, path, properties, known }) => {
    const type = typeInAws(declared);
    const property = nameProperties[type];
    const name = property === undefined ? undefined : resolve(properties[property], known)?.text;
    return name === undefined || name === "" ? [] : [{ type, name, resource: path.join("/") }];
  });
}
