import { logGroup, statement, trust } from "../families.ts";
import type { Scope } from "../scope.ts";
import {
  and,
  arn,
  condition,
  equals,
  findInMap,
  getAtt,
  isSet,
  isTrue,
  join,
  not,
  noValue,
  type Output,
  type Resource,
  type Resources,
  ref,
  region,
  sub,
  type Value,
  type Values,
  when,
} from "../template.ts";
import { networkConditions, networkMappings, networkOutputs, networkResources } from "./bootstrapNetwork.ts";
import type { StackDefinition } from "./definition.ts";
import { loadBalancerAccounts } from "./loadBalancerAccounts.ts";

const conditions: Values = {
  ...networkConditions,
  CreateAlarmTopic: equals(ref("AlarmTopicArn"), ""),
  HasSubscribers: not(equals(join("", ref("LogSubscriptionPrincipals")), "")),
  LogAccess: isTrue("EnableS3AccessLogs"),
  LogAccessHere: and(condition("LogAccess"), equals(ref("AccessLogsBucketName"), "")),
  ReplicateData: isSet("DataReplicationBucketName"),
};

const accessLog = (prefix: string): Value =>
  when(
    "LogAccess",
    {
      DestinationBucketName: when("LogAccessHere", ref("AuditLogs"), ref("AccessLogsBucketName")),
      LogFilePrefix: `${prefix}/`,
    },
    noValue,
  );

function bucket(scope: Scope, id: string, rest: Values, days = 0): Resource {
  const tiering = scope.has("EnableIntelligentTiering");
  const rules: Value[] = [
    { Id: "incomplete-uploads", Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
    { Id: "old-versions", Status: "Enabled", NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
    ...(days > 0 ? [{ Id: "expire", Status: "Enabled", ExpirationInDays: days + 30 * scope.revision(id) }] : []),
    ...(tiering && days === 0
      ? [
          {
            Id: "tiering",
            Status: when("UseTiering", "Enabled", "Disabled"),
            Transitions: [{ StorageClass: "INTELLIGENT_TIERING", TransitionInDays: 30 * (1 + scope.revision(id)) }],
          },
        ]
      : []),
  ];
  return {
    Type: "AWS::S3::Bucket",
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
      LifecycleConfiguration: { Rules: rules },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: "Enabled" },
      ...rest,
    },
  };
}

const overTlsOnly = (id: string): Value => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: sub(`\${${id}.Arn}/*`),
  Condition: { Bool: { "aws:SecureTransport": false } },
});

const bucketPolicy = (id: string, ...more: readonly Value[]): Resource => ({
  Type: "AWS::S3::BucketPolicy",
  Properties: {
    Bucket: ref(id),
    PolicyDocument: { Version: "2012-10-17", Statement: [overTlsOnly(id), ...more] },
  },
});

function buckets(scope: Scope): Resources {
  const expiry = scope.has("PantherAuditLogsExpirationDays");
  return {
    AuditLogs: bucket(scope, "AuditLogs", {
      AccessControl: "LogDeliveryWrite",
      ...(expiry ? { Tags: [{ Key: "ExpirationDays", Value: ref("PantherAuditLogsExpirationDays") }] } : {}),
    }),
    AuditLogsPolicy: bucketPolicy("AuditLogs", {
      Effect: "Allow",
      Principal: { AWS: findInMap("ELBAccounts", region, "Principal") },
      Action: "s3:PutObject",
      Resource: sub("${AuditLogs.Arn}/*"),
    }),
    InputDataBucket: bucket(scope, "InputDataBucket", { LoggingConfiguration: accessLog("input-data") }, 30),
    InputDataBucketPolicy: bucketPolicy("InputDataBucket"),
    ProcessedData: bucket(scope, "ProcessedData", { LoggingConfiguration: accessLog("processed-data") }),
    ProcessedDataPolicy: bucketPolicy("ProcessedData"),
    AthenaResults: bucket(scope, "AthenaResults", { LoggingConfiguration: accessLog("athena-results") }, 15),
    AnalysisVersions: bucket(scope, "AnalysisVersions", {
      LoggingConfiguration: accessLog("analysis-versions"),
    }),
    DataReplicationRole: {
      Type: "AWS::IAM::Role",
      Condition: "ReplicateData",
      Properties: {
        RoleName: sub("panther-data-replication-role-${AWS::Region}"),
        AssumeRolePolicyDocument: trust("s3.amazonaws.com"),
        Policies: [
          {
            PolicyName: "Replicate",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                statement(["s3:GetReplicationConfiguration", "s3:ListBucket"], getAtt("ProcessedData")),
                statement(["s3:ReplicateObject"], sub("${DataReplicationBucketName}/*")),
              ],
            },
          },
        ],
      },
    },
  };
}

function keysAndTopics(scope: Scope): Resources {
  const key = (text: string): Resource => ({
    Type: "AWS::KMS::Key",
    Properties: {
      Description: text,
      EnableKeyRotation: true,
      KeyPolicy: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { AWS: arn("iam::${AWS::AccountId}:root") }, Action: "kms:*", Resource: "*" },
        ],
      },
    },
  });
  const alias = (name: string, target: string): Resource => ({
    Type: "AWS::KMS::Alias",
    Properties: { AliasName: `alias/${name}`, TargetKeyId: ref(target) },
  });
  const topic = (id: string, name: string): Resource => ({
    Type: "AWS::SNS::Topic",
    Properties: { TopicName: name, DisplayName: `${name} (${1 + scope.revision(id)})`, KmsMasterKeyId: ref("SqsKey") },
  });
  return {
    SqsKey: key("Queues and topics of Panther"),
    SqsKeyAlias: alias("panther-sqs", "SqsKey"),
    OutputsKey: key("Credentials of alert destinations"),
    OutputsKeyAlias: alias("panther-alert-outputs", "OutputsKey"),
    InputDataTopic: topic("InputDataTopic", "panther-boostrap-input-data-notifications"),
    ProcessedDataTopic: topic("ProcessedDataTopic", "panther-processed-data-notifications"),
    ProcessedDataTopicPolicy: {
      Type: "AWS::SNS::TopicPolicy",
      Condition: "HasSubscribers",
      Properties: {
        Topics: [ref("ProcessedDataTopic")],
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: ref("LogSubscriptionPrincipals") },
              Action: "sns:Subscribe",
              Resource: ref("ProcessedDataTopic"),
            },
          ],
        },
      },
    },
    AlarmTopic: { ...topic("AlarmTopic", "panther-cw-alarms"), Condition: "CreateAlarmTopic" },
  };
}

function api(scope: Scope): Resources {
  return {
    AppsyncServiceRole: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: trust("appsync.amazonaws.com"),
        Policies: [
          {
            PolicyName: "InvokeFunctions",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                statement(["lambda:InvokeFunction"], arn("lambda:${AWS::Region}:${AWS::AccountId}:function:panther-*")),
              ],
            },
          },
        ],
      },
    },
    GraphQLApi: {
      Type: "AWS::AppSync::GraphQLApi",
      Properties: {
        Name: "panther-graphql-api",
        AuthenticationType: "AMAZON_COGNITO_USER_POOLS",
        LogConfig: { CloudWatchLogsRoleArn: getAtt("AppsyncServiceRole"), FieldLogLevel: "ERROR" },
        UserPoolConfig: { AwsRegion: region, DefaultAction: "ALLOW", UserPoolId: ref("UserPool") },
      },
    },
    AppsyncLogGroup: logGroup(sub("/aws/appsync/apis/${GraphQLApi.ApiId}")),
    UserPool: {
      Type: "AWS::Cognito::UserPool",
      Properties: {
        UserPoolName: "panther-users",
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        AutoVerifiedAttributes: ["email"],
        MfaConfiguration: "OPTIONAL",
        EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
        UsernameAttributes: ["email"],
        Policies: { PasswordPolicy: { MinimumLength: 12 + scope.revision("UserPool"), RequireNumbers: true } },
      },
    },
  };
}

const outputs: Readonly<Record<string, Output>> = {
  AlarmTopicArn: {
    Description: "Where alarms go",
    Value: when("CreateAlarmTopic", ref("AlarmTopic"), ref("AlarmTopicArn")),
  },
  AnalysisVersionsBucket: { Description: "Bucket of detections", Value: ref("AnalysisVersions") },
  AppsyncServiceRoleArn: { Description: "Role that AppSync calls functions with", Value: getAtt("AppsyncServiceRole") },
  AthenaResultsBucket: { Description: "Bucket of query results", Value: ref("AthenaResults") },
  AuditLogsBucket: { Description: "Bucket of audit logs", Value: ref("AuditLogs") },
  GraphQLApiEndpoint: { Description: "URL of the API", Value: getAtt("GraphQLApi", "GraphQLUrl") },
  GraphQLApiId: { Description: "ID of the API", Value: getAtt("GraphQLApi", "ApiId") },
  InputDataBucket: { Description: "Bucket of data that is pushed in", Value: ref("InputDataBucket") },
  InputDataTopicArn: { Description: "Topic about data that is pushed in", Value: ref("InputDataTopic") },
  OutputsKeyId: { Description: "Key of destinations' credentials", Value: ref("OutputsKey") },
  ProcessedDataBucket: { Description: "Bucket of processed data", Value: ref("ProcessedData") },
  ProcessedDataTopicArn: { Description: "Topic about processed data", Value: ref("ProcessedDataTopic") },
  SqsKeyId: { Description: "Key of queues and topics", Value: ref("SqsKey") },
  UserPoolId: { Description: "User pool", Value: ref("UserPool") },
  ...networkOutputs,
};

export const bootstrap: StackDefinition = {
  name: "Bootstrap",
  tag: "panther-bootstrap",
  style: "short",
  dependsOn: [],
  wires: {},
  customResources: false,
  body: (scope) => ({
    Description: "Buckets, keys, topics, network, user pool and API: what the other stacks build on",
    Mappings: { ...networkMappings, ELBAccounts: loadBalancerAccounts },
    Conditions: {
      ...conditions,
      ...(scope.has("EnableIntelligentTiering") ? { UseTiering: isTrue("EnableIntelligentTiering") } : {}),
    },
    Resources: { ...buckets(scope), ...keysAndTopics(scope), ...api(scope), ...networkResources(scope) },
    Outputs: outputs,
  }),
};
