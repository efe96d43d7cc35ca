/**
 * How much is lost with a resource. `lasting`: what nobody can make again. `passing`: what is on its way, or what tells of
 * the past only; releases take functions away, and their log groups with them.
 */
export type Holding = "lasting" | "passing";

export interface Held {
  readonly holding: Holding;
  /** What is in it, in the plural. */
  readonly what: string;
}

/**
 * Resource types that hold what a template can't bring back. Source: those of Panther's published templates, and those
 * that the CloudFormation User Guide names under "DeletionPolicy attribute" and "Prevent updates to stack resources".
 */
const types: Readonly<Record<string, readonly [Holding, string]>> = {
  "AWS::Athena::DataCatalog": ["lasting", "registrations of data sources"],
  "AWS::Athena::WorkGroup": ["lasting", "saved queries and their history"],
  "AWS::Backup::BackupVault": ["lasting", "backups"],
  "AWS::CloudTrail::EventDataStore": ["lasting", "events"],
  "AWS::Cognito::IdentityPool": ["lasting", "identities"],
  "AWS::Cognito::UserPool": ["lasting", "users, with their passwords and second factors"],
  "AWS::DynamoDB::GlobalTable": ["lasting", "items"],
  "AWS::DynamoDB::Table": ["lasting", "items"],
  "AWS::EC2::Volume": ["lasting", "blocks"],
  "AWS::ECR::Repository": ["lasting", "images"],
  "AWS::EFS::FileSystem": ["lasting", "files"],
  "AWS::Glue::Database": ["lasting", "table definitions"],
  "AWS::Glue::Table": ["lasting", "partitions and schema"],
  "AWS::GuardDuty::Detector": ["lasting", "findings and suppression rules"],
  "AWS::KMS::Key": ["lasting", "key material, without which nobody can decrypt what it has encrypted"],
  "AWS::KMS::ReplicaKey": ["lasting", "key material, without which nobody can decrypt what it has encrypted"],
  "AWS::Kinesis::Stream": ["lasting", "records"],
  "AWS::KinesisFirehose::DeliveryStream": ["passing", "records that are not delivered yet"],
  "AWS::Logs::LogGroup": ["passing", "log events"],
  "AWS::OpenSearchService::Domain": ["lasting", "indices"],
  "AWS::RDS::DBCluster": ["lasting", "databases"],
  "AWS::RDS::DBInstance": ["lasting", "databases"],
  "AWS::Redshift::Cluster": ["lasting", "databases"],
  "AWS::S3::Bucket": ["lasting", "objects"],
  "AWS::SQS::Queue": ["passing", "messages that nobody has read yet"],
  "AWS::SSM::Parameter": ["lasting", "value"],
  "AWS::SecretsManager::Secret": ["lasting", "value"],
  "AWS::Serverless::SimpleTable": ["lasting", "items"],
  "AWS::Timestream::Table": ["lasting", "records"],
};

/** What a resource of that type holds; undefined where a new one is as good as the old. */
export function heldBy(type: string): Held | undefined {
  const found = Object.hasOwn(types, type) ? types[type] : undefined;
  return found && { holding: found[0], what: found[1] };
}
