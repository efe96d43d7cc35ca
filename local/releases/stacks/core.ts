import {
  custom,
  errorAlarm,
  type FunctionSpec,
  functionConditions,
  functions,
  queueWithDeadLetters,
  settings,
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
  noValue,
  type Resource,
  type Resources,
  ref,
  samTransform,
  sub,
  type Value,
  type Values,
  when,
} from "../template.ts";
import { bridgeConditions, chinaBridge } from "./chinaBridge.ts";
import type { StackDefinition } from "./definition.ts";
import { pulumiBuild } from "./pulumiBuild.ts";

// CloudFormation refuses a throughput for a table that pays per request, and its absence for one that does not.
const kvThroughput: Values = {
  ProvisionedThroughput: when("KvProvisioned", { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }, noValue),
};

const tableSpecs: readonly TableSpec[] = [
  { id: "OrganizationTable", name: "panther-organization", key: "id" },
  { id: "AnalysisTable", name: "panther-analysis", key: "id", stream: true },
  { id: "AnalysisPacksTable", name: "panther-analysis-packs", key: "id" },
  { id: "OutputsTable", name: "panther-outputs", key: "outputId" },
  { id: "SourcesTable", name: "panther-source-integrations", key: "integrationId" },
  { id: "KvTable", name: "panther-kv-store", key: "key", billing: ref("KvTableBillingMode"), rest: kvThroughput },
  { id: "LogTypesTable", name: "panther-logtypes", key: "RecordID", sort: "RecordKind" },
];

const items = (table: string): Value =>
  statement(["dynamodb:*Item", "dynamodb:Query", "dynamodb:Scan"], getAtt(table), sub(`\${${table}.Arn}/index/*`));

function functionSpecs(scope: Scope): readonly FunctionSpec[] {
  const specs: readonly FunctionSpec[] = [
    {
      base: "UsersApi",
      name: "panther-users-api",
      text: "Invites, changes and removes users",
      environment: { USER_POOL_ID: ref("UserPoolId"), APP_DOMAIN_URL: ref("AppDomainURL") },
      statements: [
        statement(["cognito-idp:*"], arn("cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/${UserPoolId}")),
      ],
    },
    {
      base: "OrganizationApi",
      name: "panther-organization-api",
      text: "Keeps the settings of the company",
      settings: ["CompanyDisplayName", "EnableFips"],
      statements: [items("OrganizationTable")],
    },
    {
      base: "AnalysisApi",
      name: "panther-analysis-api",
      text: "Keeps detections and their packs",
      memory: 1024,
      timeout: 120,
      environment: { BUCKET: ref("AnalysisVersionsBucket") },
      settings: ["SentryEnvironment"],
      statements: [
        items("AnalysisTable"),
        items("AnalysisPacksTable"),
        statement(["s3:GetObject", "s3:PutObject"], arn("s3:::${AnalysisVersionsBucket}/*")),
        // The publisher's signing key: one ARN for all partitions, so it means nothing outside the standard one.
        statement(["kms:Verify"], "arn:aws:kms:us-west-2:349240696275:key/57e3be93-237b-4de2-886f-d1e1aaa38b09"),
      ],
    },
    {
      base: "OutputsApi",
      name: "panther-outputs-api",
      text: "Keeps the destinations of alerts",
      environment: { KEY_ID: ref("OutputsKeyId") },
      statements: [
        items("OutputsTable"),
        statement(["kms:Encrypt", "kms:Decrypt"], arn("kms:${AWS::Region}:${AWS::AccountId}:key/${OutputsKeyId}")),
      ],
    },
    {
      base: "AlertDeliveryApi",
      name: "panther-alert-delivery-api",
      text: "Delivers alerts to their destinations",
      queue: "AlertDeliveryQueue",
      settings: ["EnableAlertAssignees"],
      statements: [items("OutputsTable")],
    },
    {
      base: "SourceApi",
      name: "panther-source-api",
      text: "Keeps what data comes from where",
      environment: { INPUT_DATA_BUCKET: ref("InputDataBucket") },
      settings: ["EnablePantherAuditLogIngestion", "DynamoDBCloudtrailEnabled"],
      statements: [
        items("SourcesTable"),
        statement(
          ["sqs:SendMessage"],
          sub("https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/panther-snapshots"),
        ),
      ],
    },
    {
      base: "MetricsApi",
      name: "panther-metrics-api",
      text: "Reads metrics for the web app",
      settings: ["DatadogEnabled", "DatadogExtensionVersion", "DatadogAPIKey"],
      statements: [statement(["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"], "*")],
    },
    {
      base: "LogtypesApi",
      name: "panther-logtypes-api",
      text: "Keeps the schemas of logs",
      statements: [items("LogTypesTable")],
    },
    {
      base: "KvStore",
      name: "panther-kv-cleaner",
      text: "Removes keys whose time is over",
      schedule: "rate(1 hour)",
      statements: [items("KvTable")],
    },
    {
      base: "PackUpdates",
      name: "panther-pack-updates",
      text: "Looks for new packs of detections",
      queue: "PackUpdatesQueue",
      statements: [items("AnalysisPacksTable")],
    },
  ];
  return specs.map((spec) => ({ ...spec, memory: spec.memory ?? (scope.release.minor >= 32 ? 256 : 128) }));
}

function people(scope: Scope): Resources {
  const role = (name: string, account: string, policy: string, wanted: string): Resource => ({
    Type: "AWS::IAM::Role",
    Condition: wanted,
    Properties: {
      RoleName: sub(`${name}-\${AWS::Region}`),
      MaxSessionDuration: 3600 * (1 + scope.revision(`${wanted}Role`)),
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: arn(`iam::\${${account}}:root`) },
            Action: "sts:AssumeRole",
            Condition: { Bool: { "aws:SecureTransport": true, "aws:MultiFactorAuthPresent": true } },
          },
        ],
      },
      ManagedPolicyArns: [arn(`iam::aws:policy/${policy}`)],
    },
  });
  return {
    SupportRole: role("PantherSupportRole", "SupportRoleIdentityAccountId", "job-function/ViewOnlyAccess", "Support"),
    OperationsRole: role("PantherOperationsRole", "OpsRoleIdentityAccountId", "ReadOnlyAccess", "Operations"),
    CustomMessageTriggerInvokePermission: {
      Type: "AWS::Lambda::Permission",
      Properties: {
        Action: "lambda:InvokeFunction",
        FunctionName: ref("UsersApiFunction"),
        Principal: "cognito-idp.amazonaws.com",
        SourceArn: arn("cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/${UserPoolId}"),
      },
    },
  };
}

const conditions: Values = {
  ...functionConditions,
  ...bridgeConditions,
  KvProvisioned: equals(ref("KvTableBillingMode"), "PROVISIONED"),
  Support: isSet("SupportRoleIdentityAccountId"),
  Operations: isSet("OpsRoleIdentityAccountId"),
};

export const core: StackDefinition = {
  name: "Core",
  tag: "panther-core",
  style: "short",
  dependsOn: ["BootstrapGateway"],
  wires: {
    AlarmTopicArn: { from: "Bootstrap.AlarmTopicArn" },
    AnalysisVersionsBucket: { from: "Bootstrap.AnalysisVersionsBucket" },
    AppDomainURL: { from: "Bootstrap.AppDomainURL", pattern: "^[a-z0-9.-]+\\.[a-z]{2,}$" },
    InputDataBucket: { from: "Bootstrap.InputDataBucket" },
    OutputsKeyId: { from: "Bootstrap.OutputsKeyId", pattern: "^[0-9a-f-]{36}$" },
    SqsKeyId: { from: "Bootstrap.SqsKeyId", pattern: "^[0-9a-f-]{36}$" },
    UserPoolId: { from: "Bootstrap.UserPoolId", pattern: "^[a-zA-Z0-9_-]{15,}$" },
  },
  renames: { CompanyEmail: "FirstUserEmail" },
  customResources: true,
  body: (scope) => ({
    Description: "Users, detections, destinations, sources and schemas, and the build that follows a deployment",
    Transform: samTransform,
    Conditions: conditions,
    Resources: {
      ...tables(scope, tableSpecs),
      ...queueWithDeadLetters(scope, "AlertDelivery", "panther-alert-delivery-queue", 60),
      ...queueWithDeadLetters(scope, "PackUpdates", "panther-pack-updates-queue", 300),
      ...queueWithDeadLetters(scope, "AuditExport", "panther-audit-export-queue", 120),
      ...functions(scope, functionSpecs(scope)),
      ...people(scope),
      ...pulumiBuild(scope),
      ...chinaBridge(),
      ...errorAlarm(scope, "AnalysisApiAlarm", "panther-analysis-api"),
      ...errorAlarm(scope, "AlertDeliveryAlarm", "panther-alert-delivery-api"),
      ...errorAlarm(scope, "OutputsAlarm", "panther-outputs-api"),
      ...errorAlarm(scope, "OrganizationAlarm", "panther-organization-api"),
      ...errorAlarm(scope, "LayerManagerAlarm", "panther-layer-manager"),
      ...errorAlarm(scope, "PipLayerAlarm", "panther-layer-manager"),
      ...errorAlarm(scope, "LogtypesAlarm", "panther-logtypes-api"),
      ...errorAlarm(scope, "UsersApiAlarm", "panther-users-api"),
      ...errorAlarm(scope, "MetricsAlarm", "panther-metrics-api"),
      ...custom(
        scope,
        "PantherSettings",
        "PantherSettings",
        { CompanyEmail: ref("CompanyEmail"), ...settings(scope, ["CompanyDisplayName"]) },
        { DependsOn: ["OrganizationApiFunction", "OrganizationTable"] },
      ),
    },
    Outputs: {
      PulumiProjectName: { Description: "Project to start after a deployment", Value: ref("PulumiProject") },
      AnalysisTableName: { Description: "Table of detections", Value: ref("AnalysisTable") },
    },
  }),
};
