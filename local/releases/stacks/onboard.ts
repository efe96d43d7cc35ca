import { custom } from "../families.ts";
import { arn, isTrue, type Resources, ref, region, sub, type Values } from "../template.ts";
import type { StackDefinition } from "./definition.ts";
import { satelliteStack } from "./satellites.ts";

const conditions: Values = {
  TrailWanted: isTrue("EnableCloudTrail"),
  GuardDutyWanted: isTrue("EnableGuardDuty"),
  AccessLogsWanted: isTrue("EnableS3AccessLogs"),
};

function trail(): Resources {
  return {
    AuditLogTopic: { Type: "AWS::SNS::Topic", Properties: { TopicName: "panther-auditlog-processing" } },
    AuditLogTopicPolicy: {
      Type: "AWS::SNS::TopicPolicy",
      Properties: {
        Topics: [ref("AuditLogTopic")],
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "s3.amazonaws.com" },
              Action: "sns:Publish",
              Resource: ref("AuditLogTopic"),
            },
            {
              Effect: "Allow",
              Principal: { Service: "cloudtrail.amazonaws.com" },
              Action: "sns:Publish",
              Resource: ref("AuditLogTopic"),
            },
          ],
        },
      },
    },
    CloudTrail: {
      Type: "AWS::CloudTrail::Trail",
      Condition: "TrailWanted",
      Properties: {
        TrailName: sub("panther-cloudtrail-${AWS::Region}"),
        IsLogging: true,
        IsMultiRegionTrail: true,
        S3BucketName: ref("AuditLogsBucket"),
        S3KeyPrefix: "cloudtrail",
      },
    },
    GuardDutyDetector: { Type: "AWS::GuardDuty::Detector", Condition: "GuardDutyWanted", Properties: { Enable: true } },
    GuardDutyKey: {
      Type: "AWS::KMS::Key",
      Condition: "GuardDutyWanted",
      Properties: {
        Description: "Findings of GuardDuty",
        KeyPolicy: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: { AWS: arn("iam::${AWS::AccountId}:root") }, Action: "kms:*", Resource: "*" },
            {
              Effect: "Allow",
              Principal: { Service: "guardduty.amazonaws.com" },
              Action: "kms:GenerateDataKey",
              Resource: "*",
            },
          ],
        },
      },
    },
    GuardDutyKeyAlias: {
      Type: "AWS::KMS::Alias",
      Condition: "GuardDutyWanted",
      Properties: { AliasName: "alias/panther-guardduty", TargetKeyId: ref("GuardDutyKey") },
    },
  };
}

export const onboard: StackDefinition = {
  name: "Onboard",
  tag: "panther-onboard",
  style: "short",
  dependsOn: ["BootstrapGateway", "CloudSecurity", "Core", "LogAnalysis"],
  wires: { AuditLogsBucket: { from: "Bootstrap.AuditLogsBucket" } },
  customResources: true,
  body: (scope) => ({
    Description: "Makes the account that Panther runs in its first source",
    Conditions: conditions,
    Resources: {
      ...trail(),
      CloudSecurityRoles: satelliteStack(scope, "CloudsecIam", {
        MasterAccountId: ref("AWS::AccountId"),
        MasterAccountRegion: region,
        DeployCloudWatchEventSetup: true,
      }),
      LogProcessingRole: satelliteStack(scope, "LogAnalysisIam", {
        MasterAccountId: ref("AWS::AccountId"),
        RoleSuffix: sub("panther-account-${AWS::Region}"),
        S3Bucket: ref("AuditLogsBucket"),
      }),
      RealTimeEvents: satelliteStack(scope, "CloudWatchEvents", {
        MasterAccountId: ref("AWS::AccountId"),
        QueueArn: arn("sqs:${AWS::Region}:${AWS::AccountId}:panther-aws-events"),
      }),
      ...custom(
        scope,
        "SelfRegistration",
        "SelfRegistration",
        { AccountId: ref("AWS::AccountId"), AuditLogsBucket: ref("AuditLogsBucket") },
        { DependsOn: ["CloudSecurityRoles", "LogProcessingRole"] },
      ),
      ...custom(
        scope,
        "AuditLogNotification",
        "S3BucketNotification",
        { Bucket: ref("AuditLogsBucket"), TopicArn: ref("AuditLogTopic") },
        { Condition: "AccessLogsWanted", DependsOn: "AuditLogTopicPolicy" },
      ),
      ...custom(
        scope,
        "GuardDutyDestination",
        "GuardDutyDestination",
        { DetectorId: ref("GuardDutyDetector"), KeyId: ref("GuardDutyKey") },
        { Condition: "GuardDutyWanted" },
      ),
    },
  }),
};
