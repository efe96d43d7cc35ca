import {
  custom,
  errorAlarm,
  type FunctionSpec,
  functionConditions,
  functions,
  queueWithDeadLetters,
  statement,
  type TableSpec,
  tables,
} from "../families.ts";
import type { Scope } from "../scope.ts";
import {
  and,
  arn,
  condition,
  equals,
  getAtt,
  not,
  type Resource,
  type Resources,
  ref,
  samTransform,
  sub,
  type Values,
} from "../template.ts";
import type { StackDefinition } from "./definition.ts";

const tableSpecs: readonly TableSpec[] = [
  { id: "ComplianceTable", name: "panther-compliance", key: "resourceId", sort: "policyId" },
  { id: "ResourcesTable", name: "panther-resources", key: "id", stream: true },
  { id: "AlertForwarderTable", name: "panther-alert-forwarder", key: "id" },
];

const memory = ref("CloudSecurityMemory");

function functionSpecs(scope: Scope): readonly FunctionSpec[] {
  const poller = scope.has("SnapshotPollerLambdaMemorySize") ? ref("SnapshotPollerLambdaMemorySize") : 1024;
  const forwarder = scope.has("DataLakeForwarderMemory") ? ref("DataLakeForwarderMemory") : 256;
  const readsResources = statement(["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"], getAtt("ResourcesTable"));
  return [
    {
      base: "ResourcesApi",
      name: "panther-resources-api",
      text: "Answers questions about cloud resources",
      memory,
      settings: ["CloudSecurityScanSegments", "EnableFips"],
      statements: [readsResources, statement(["sqs:SendMessage"], getAtt("ResourcesQueue"))],
    },
    {
      base: "ComplianceApi",
      name: "panther-compliance-api",
      text: "Answers questions about compliance",
      memory,
      statements: [statement(["dynamodb:*Item", "dynamodb:Query"], getAtt("ComplianceTable"))],
    },
    {
      base: "ResourceProcessor",
      name: "panther-resource-processor",
      text: "Judges changed resources",
      queue: "ResourcesQueue",
      memory,
      settings: ["SentryEnvironment"],
      statements: [readsResources, statement(["lambda:InvokeFunction"], getAtt("PolicyEngineFunction"))],
    },
    {
      base: "PolicyEngine",
      name: "panther-policy-engine",
      text: "Runs policies",
      runtime: "python",
      timeout: 120,
      memory,
    },
    {
      base: "SnapshotPollers",
      name: "panther-snapshot-pollers",
      text: "Takes snapshots of watched accounts",
      queue: "SnapshotsQueue",
      memory: poller,
      timeout: 300,
      settings: ["SnapshotScanWindowMinutes"],
      statements: [
        statement(["sts:AssumeRole"], arn("iam::*:role/PantherAuditRole-${AWS::Region}")),
        statement(
          ["sqs:SendMessage"],
          sub("https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/panther-snapshots"),
        ),
      ],
    },
    {
      base: "SnapshotScheduler",
      name: "panther-snapshot-scheduler",
      text: "Says when an account is looked at again",
      schedule: "rate(15 minutes)",
      environment: {
        SNAPSHOT_QUEUE: sub("https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/panther-snapshots"),
      },
    },
    {
      base: "EventProcessor",
      name: "panther-aws-event-processor",
      text: "Turns CloudTrail events into requests for snapshots",
      queue: "EventsQueue",
      statements: [statement(["s3:GetObject"], arn("s3:::${ProcessedDataBucket}/logs/*"))],
    },
    {
      base: "AlertForwarder",
      name: "panther-alert-forwarder",
      text: "Sends alerts of policies on",
      queue: "AlertForwarderQueue",
      statements: [statement(["dynamodb:PutItem"], getAtt("AlertForwarderTable"))],
    },
    {
      base: "DatalakeForwarder",
      name: "panther-cloudsecurity-datalake-forwarder",
      text: "Writes changed resources to the data lake",
      memory: forwarder,
      environment: { STREAM: ref("ResourceHistory") },
      statements: [statement(["firehose:PutRecordBatch"], getAtt("ResourceHistory"))],
    },
    {
      base: "RemediationApi",
      name: "panther-remediation-api",
      text: "Starts remediations by hand",
      statements: [statement(["sqs:SendMessage"], getAtt("RemediationQueue"))],
    },
  ];
}

function history(scope: Scope): Resources {
  return {
    ResourceHistoryRole: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "firehose.amazonaws.com" },
              Action: "sts:AssumeRole",
              Condition: { StringEquals: { "sts:ExternalId": ref("AWS::AccountId") } },
            },
          ],
        },
        Policies: [
          {
            PolicyName: "WriteHistory",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [statement(["s3:PutObject"], arn("s3:::${ProcessedDataBucket}/*"))],
            },
          },
        ],
      },
    },
    ResourceHistory: {
      Type: "AWS::KinesisFirehose::DeliveryStream",
      Properties: {
        DeliveryStreamName: "panther-resource-history",
        ExtendedS3DestinationConfiguration: {
          BucketARN: arn("s3:::${ProcessedDataBucket}"),
          BufferingHints: { IntervalInSeconds: 300, SizeInMBs: 5 + scope.revision("ResourceHistory") },
          CompressionFormat: "GZIP",
          Prefix: "cloud_security/resource_history/",
          RoleARN: getAtt("ResourceHistoryRole"),
        },
      },
    },
    ProcessedDataSubscription: {
      Type: "AWS::SNS::Subscription",
      Properties: { TopicArn: ref("ProcessedDataTopicArn"), Protocol: "sqs", Endpoint: getAtt("EventsQueue") },
    },
  };
}

function scaling(): Resources {
  const target = (kind: "Read" | "Write"): Resource => ({
    Type: "AWS::ApplicationAutoScaling::ScalableTarget",
    Condition: `Scale${kind}`,
    Properties: {
      MinCapacity: ref(`CloudSecurityMin${kind}Capacity`),
      MaxCapacity: ref(`CloudSecurityMax${kind}Capacity`),
      ResourceId: sub("table/${ResourcesTable}"),
      RoleARN: arn(
        "iam::${AWS::AccountId}:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
      ),
      ScalableDimension: `dynamodb:table:${kind}CapacityUnits`,
      ServiceNamespace: "dynamodb",
    },
  });
  return {
    ReadScalingTarget: target("Read"),
    WriteScalingTarget: target("Write"),
    WriteScalingPolicy: {
      Type: "AWS::ApplicationAutoScaling::ScalingPolicy",
      Condition: "ScaleWrite",
      Properties: {
        PolicyName: "panther-resources-write",
        PolicyType: "TargetTrackingScaling",
        ScalingTargetId: ref("WriteScalingTarget"),
        TargetTrackingScalingPolicyConfiguration: {
          PredefinedMetricSpecification: { PredefinedMetricType: "DynamoDBWriteCapacityUtilization" },
          TargetValue: 70,
        },
      },
    },
  };
}

const scales = (kind: "Read" | "Write"): Values => ({
  [`Scale${kind}`]: and(
    not(equals(ref(`CloudSecurityMin${kind}Capacity`), 0)),
    not(equals(ref(`CloudSecurityMax${kind}Capacity`), 0)),
  ),
});

export const cloudSecurity: StackDefinition = {
  name: "CloudSecurity",
  tag: "panther-cloud-security",
  style: "short",
  dependsOn: [],
  wires: {
    AlarmTopicArn: { from: "Bootstrap.AlarmTopicArn" },
    ProcessedDataBucket: { from: "Bootstrap.ProcessedDataBucket" },
    ProcessedDataTopicArn: { from: "Bootstrap.ProcessedDataTopicArn" },
    PythonLayerVersionArn: { from: "BootstrapGateway.PythonLayerVersionArn" },
    SqsKeyId: { from: "Bootstrap.SqsKeyId", pattern: "^[0-9a-f-]{36}$" },
  },
  customResources: true,
  body: (scope) => ({
    Description: "Snapshots of cloud accounts, policies and what they find",
    Transform: samTransform,
    Conditions: {
      ...functionConditions,
      ...scales("Read"),
      ...scales("Write"),
      ScaleAny: { "Fn::Or": [condition("ScaleRead"), condition("ScaleWrite")] },
    },
    Resources: {
      ...tables(scope, tableSpecs),
      ...queueWithDeadLetters(scope, "Resources", "panther-resources-queue", 60),
      ...queueWithDeadLetters(scope, "Snapshots", "panther-snapshots", 360),
      ...queueWithDeadLetters(scope, "Events", "panther-aws-events", 60),
      ...queueWithDeadLetters(scope, "AlertForwarder", "panther-alert-forwarder-queue", 60),
      ...queueWithDeadLetters(scope, "Remediation", "panther-remediation-queue", 180),
      ...functions(scope, functionSpecs(scope)),
      ...history(scope),
      ...scaling(),
      ...errorAlarm(scope, "PolicyEngineAlarm", "panther-policy-engine"),
      ...errorAlarm(scope, "PolicyLatencyAlarm", "panther-policy-engine"),
      ...errorAlarm(scope, "EventLagAlarm", "panther-aws-event-processor"),
      ...errorAlarm(scope, "StaleResourcesAlarm", "panther-resource-processor"),
      ...errorAlarm(scope, "AlertForwarderAlarm", "panther-alert-forwarder"),
      ...errorAlarm(scope, "SnapshotsAlarm", "panther-snapshot-pollers"),
      ...custom(scope, "ComplianceAlarms", "LambdaAlarms", {
        AlarmTopicArn: ref("AlarmTopicArn"),
        Scaled: { "Fn::If": ["ScaleAny", true, false] },
      }),
    },
    Outputs: {
      ResourcesTableName: { Description: "Table of resources", Value: ref("ResourcesTable") },
    },
  }),
};
