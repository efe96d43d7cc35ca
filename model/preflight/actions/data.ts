import { type ActionsOfTypes, here } from "./typeActions.ts";

export const dataActions: ActionsOfTypes = {
  "AWS::Athena::DataCatalog": {
    always: ["athena:CreateDataCatalog"],
    resource: here("athena", "datacatalog/{name}"),
    name: "Name",
  },
  "AWS::Athena::WorkGroup": { always: ["athena:CreateWorkGroup"], resource: here("athena", "workgroup/{name}") },
  "AWS::DynamoDB::Table": {
    always: ["dynamodb:CreateTable", "dynamodb:DescribeTable"],
    with: {
      TimeToLiveSpecification: ["dynamodb:UpdateTimeToLive"],
      PointInTimeRecoverySpecification: ["dynamodb:UpdateContinuousBackups"],
    },
    tagged: ["dynamodb:TagResource"],
    resource: here("dynamodb", "table/{name}"),
  },
  "AWS::KinesisFirehose::DeliveryStream": {
    always: ["firehose:CreateDeliveryStream"],
    resource: here("firehose", "deliverystream/{name}"),
  },
  "AWS::Logs::LogGroup": {
    always: ["logs:CreateLogGroup"],
    with: { RetentionInDays: ["logs:PutRetentionPolicy"] },
    resource: here("logs", "log-group:{name}"),
  },
  "AWS::S3::Bucket": {
    always: ["s3:CreateBucket"],
    with: {
      BucketEncryption: ["s3:PutEncryptionConfiguration"],
      PublicAccessBlockConfiguration: ["s3:PutBucketPublicAccessBlock"],
      VersioningConfiguration: ["s3:PutBucketVersioning"],
      LifecycleConfiguration: ["s3:PutLifecycleConfiguration"],
      LoggingConfiguration: ["s3:PutBucketLogging"],
      NotificationConfiguration: ["s3:PutBucketNotification"],
      ReplicationConfiguration: ["s3:PutReplicationConfiguration"],
      AccessControl: ["s3:PutBucketAcl"],
    },
    tagged: ["s3:PutBucketTagging"],
    resource: "s3:::{name}",
  },
  "AWS::S3::BucketPolicy": { always: ["s3:PutBucketPolicy"], resource: "s3:::{name}", name: "Bucket" },
  "AWS::SNS::Subscription": { always: ["sns:Subscribe"], resource: here("sns", "{name}") },
  "AWS::SNS::Topic": {
    always: ["sns:CreateTopic", "sns:GetTopicAttributes"],
    tagged: ["sns:TagResource"],
    resource: here("sns", "{name}"),
  },
  "AWS::SNS::TopicPolicy": { always: ["sns:SetTopicAttributes"], resource: here("sns", "{name}") },
  "AWS::SQS::Queue": {
    always: ["sqs:CreateQueue", "sqs:GetQueueAttributes"],
    tagged: ["sqs:TagQueue"],
    resource: here("sqs", "{name}"),
  },
  "AWS::SQS::QueuePolicy": { always: ["sqs:SetQueueAttributes"], resource: here("sqs", "{name}") },
  "AWS::SecretsManager::Secret": {
    always: ["secretsmanager:CreateSecret"],
    tagged: ["secretsmanager:TagResource"],
    resource: here("secretsmanager", "secret:{name}-AbCdEf"),
  },
};
