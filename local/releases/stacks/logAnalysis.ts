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
  arn,
  equals,
  getAtt,
  isSet,
  isTrue,
  join,
  not,
  noValue,
  type Resources,
  ref,
  samTransform,
  sub,
  type Value,
  type Values,
  when,
} from "../template.ts";
import type { StackDefinition } from "./definition.ts";

const tableSpecs: readonly TableSpec[] = [
  { id: "AlertInfoTable", name: "panther-log-alert-info", key: "id", sort: "timePartition", stream: true },
  { id: "AlertDedupTable", name: "panther-log-alert-dedup", key: "partitionKey" },
  { id: "LookupTables", name: "panther-lookup-tables", key: "id" },
];

/** Reserved only where the customer's account has room for it. */
const reserved = (count: Value): Value => when("ReserveConcurrency", count, noValue);
const parameterOr = (scope: Scope, name: string, otherwise: number): Value => (scope.has(name) ? ref(name) : otherwise);

function functionSpecs(scope: Scope): readonly FunctionSpec[] {
  return [
    {
      base: "LogProcessor",
      name: "panther-log-processor",
      text: "Parses logs and writes them to the data lake",
      queue: "InputDataQueue",
      batchSize: ref("LogProcessorLambdaSQSReadBatchSize"),
      concurrency: reserved(300),
      memory: ref("LogProcessorLambdaMemorySize"),
      timeout: 600,
      environment: { BUCKET: ref("ProcessedDataBucket"), TOPIC_ARN: ref("ProcessedDataTopicArn") },
      settings: ["LogProcessorGzipLevel", "SentryEnvironment", "EnableFips"],
      statements: [
        statement(["s3:PutObject"], arn("s3:::${ProcessedDataBucket}/*")),
        statement(["sts:AssumeRole"], arn("iam::*:role/PantherLogProcessingRole-*")),
        statement(
          ["sqs:DeleteMessage", "sqs:ReceiveMessage"],
          arn("sqs:${AWS::Region}:${AWS::AccountId}:panther-input-data-queue"),
        ),
      ],
    },
    {
      base: "RulesEngine",
      name: "panther-rules-engine",
      text: "Runs detections on logs",
      runtime: "python",
      queue: "RulesQueue",
      memory: 1024,
      timeout: 300,
      settings: [
        "PythonAssumableRoleArns",
        "PythonManagedPolicyArn",
        "SlowRuleMaxDuration",
        "SlowRuleMaxUtilization",
        "FeatureSandboxedExecFlows",
      ],
      statements: [
        statement(["dynamodb:UpdateItem"], getAtt("AlertDedupTable")),
        statement(["s3:GetObject"], arn("s3:::${ProcessedDataBucket}/*")),
      ],
    },
    {
      base: "AlertsApi",
      name: "panther-alerts-api",
      text: "Answers questions about alerts",
      settings: ["EnableAlertsGSIThree"],
      statements: [statement(["dynamodb:*Item", "dynamodb:Query"], getAtt("AlertInfoTable"))],
    },
    {
      base: "LogAlertForwarder",
      name: "panther-log-alert-forwarder",
      text: "Turns deduplicated alerts into deliveries",
      statements: [statement(["dynamodb:PutItem"], getAtt("AlertInfoTable"))],
      environment: {
        ALERT_QUEUE: sub("https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/panther-alert-delivery-queue"),
      },
    },
    {
      base: "DatacatalogUpdater",
      name: "panther-datacatalog-updater",
      text: "Keeps tables and partitions up to date",
      queue: "DatacatalogQueue",
      timeout: 300,
      environment: { WORK_GROUP: ref("AthenaWorkGroup"), RESULTS: ref("AthenaResultsBucket") },
      settings: [
        "SnowflakeAPISecretARN",
        "SnowflakeAdminAPISecretARN",
        "SnowflakeRBACSecretARN",
        "SnowflakeDDLUpdateConcurrency",
        "SnowflakeDestinationClusterARNs",
      ],
      statements: [statement(["glue:*Partition*", "glue:*Table*"], "*")],
    },
    {
      base: "MessageForwarder",
      name: "panther-message-forwarder",
      text: "Puts messages of other queues into the input bucket",
      queue: "MessageForwarderQueue",
      concurrency: reserved(parameterOr(scope, "MessageForwarderReservedConcurrency", 25)),
      environment: { BUCKET: ref("InputDataBucket") },
    },
    {
      base: "GraphPuller",
      name: "panther-graph-puller",
      text: "Reads logs through Microsoft Graph",
      schedule: "rate(5 minutes)",
      environment: { BUCKET: ref("InputDataBucket") },
      settings: ["EnableMicrosoftGraphPuller"],
    },
    {
      base: "LookupsApi",
      name: "panther-lookup-tables-api",
      text: "Keeps lookup tables",
      settings: ["MaxLookupTableCompressedSizeMB"],
      statements: [statement(["dynamodb:*Item"], getAtt("LookupTables"))],
    },
    {
      base: "ReplayLogPusher",
      name: "panther-replay-log-pusher",
      text: "Sends past logs through detections",
      concurrency: reserved(parameterOr(scope, "ReplayAPIReservedConcurrency", 20)),
      settings: ["EnableReplays"],
    },
    {
      base: "ReplayResults",
      name: "panther-replay-results-processor",
      text: "Collects what a replay found",
      concurrency: reserved(parameterOr(scope, "ReplayProcessorReservedConcurrency", 40)),
    },
  ];
}

function inputRole(): Resources {
  return {
    InputDataRole: {
      Type: "AWS::IAM::Role",
      Properties: {
        RoleName: sub("PantherInputDataLogProcessingRole-${AWS::Region}"),
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: { AWS: arn("iam::${AWS::AccountId}:root") }, Action: "sts:AssumeRole" },
          ],
        },
        Policies: [
          {
            PolicyName: "ReadData",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                statement(
                  ["s3:GetObject", "s3:ListBucket"],
                  arn("s3:::${InputDataBucket}"),
                  arn("s3:::${InputDataBucket}/*"),
                ),
              ],
            },
          },
        ],
      },
    },
    InputDataSubscription: {
      Type: "AWS::SNS::Subscription",
      Properties: { TopicArn: ref("InputDataTopicArn"), Protocol: "sqs", Endpoint: getAtt("InputDataQueue") },
    },
    SnowflakeRole: {
      Type: "AWS::IAM::Role",
      Condition: "ShareWithSnowflake",
      Properties: {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: { AWS: ref("SnowflakeDestinationClusterARNs") }, Action: "sts:AssumeRole" },
          ],
        },
      },
    },
  };
}

const conditions: Values = {
  ...functionConditions,
  ReserveConcurrency: isTrue("EnableLambdaReservedConcurrency"),
  OwnPythonPolicy: isSet("PythonManagedPolicyArn"),
  ShareWithSnowflake: not(equals(join("", ref("SnowflakeDestinationClusterARNs")), "")),
};

export const logAnalysis: StackDefinition = {
  name: "LogAnalysis",
  tag: "panther-log-analysis",
  style: "long",
  dependsOn: ["Core"],
  wires: {
    AlarmTopicArn: { from: "Bootstrap.AlarmTopicArn" },
    AthenaResultsBucket: { from: "Bootstrap.AthenaResultsBucket" },
    AthenaWorkGroup: { from: "BootstrapGateway.AthenaWorkGroup" },
    InputDataBucket: { from: "Bootstrap.InputDataBucket" },
    InputDataTopicArn: { from: "Bootstrap.InputDataTopicArn" },
    ProcessedDataBucket: { from: "Bootstrap.ProcessedDataBucket" },
    ProcessedDataTopicArn: { from: "Bootstrap.ProcessedDataTopicArn" },
    PythonLayerVersionArn: { from: "BootstrapGateway.PythonLayerVersionArn" },
    SqsKeyId: { from: "Bootstrap.SqsKeyId", pattern: "^[0-9a-f-]{36}$" },
  },
  customResources: true,
  body: (scope) => ({
    Description: "Logs on their way in, detections on them, and alerts",
    Transform: samTransform,
    Conditions: conditions,
    Resources: {
      ...tables(scope, tableSpecs),
      ...queueWithDeadLetters(scope, "InputData", "panther-input-data-queue", 720),
      ...queueWithDeadLetters(scope, "Rules", "panther-rules-engine-queue", 360),
      ...queueWithDeadLetters(scope, "Datacatalog", "panther-datacatalog-updater-queue", 360),
      ...queueWithDeadLetters(scope, "MessageForwarder", "panther-message-forwarder-queue", 60),
      ...functions(scope, functionSpecs(scope)),
      ...inputRole(),
      ...errorAlarm(scope, "RulesEngineAlarm", "panther-rules-engine"),
      ...errorAlarm(scope, "LogProcessorAlarm", "panther-log-processor"),
      ...errorAlarm(scope, "GlueSyncAlarm", "panther-datacatalog-updater"),
      ...errorAlarm(scope, "ColdStartAlarm", "panther-rules-engine"),
      ...errorAlarm(scope, "ParquetAlarm", "panther-log-processor"),
      ...errorAlarm(scope, "PartitionsAlarm", "panther-datacatalog-updater"),
      ...errorAlarm(scope, "LookupsAlarm", "panther-lookup-tables-api"),
      ...errorAlarm(scope, "AlertsApiAlarm", "panther-alerts-api"),
      ...custom(scope, "ManagedSchemas", "ManagedSchemas", { UpdateUrl: "https://example.com/panther-schemas.json" }),
      ...custom(
        scope,
        "UpdateLogProcessorTables",
        "UpdateLogProcessorTables",
        { TablesSignature: `signature-${scope.build("LogProcessorFunction")}` },
        { DependsOn: "DatacatalogUpdaterFunction" },
      ),
      ...custom(scope, "LayerAttachment", "LayerAttachment", {
        Attach: { "Fn::If": ["OwnPythonPolicy", true, false] },
        LayerVersionArn: ref("PythonLayerVersionArn"),
      }),
    },
    Outputs: {
      InputDataRoleArn: { Description: "Role that reads data pushed in", Value: getAtt("InputDataRole") },
    },
  }),
};
