import { type ActionsOfTypes, here } from "./typeActions.ts";

export const computeActions: ActionsOfTypes = {
  "AWS::ApplicationAutoScaling::ScalableTarget": { always: ["application-autoscaling:RegisterScalableTarget"] },
  "AWS::ApplicationAutoScaling::ScalingPolicy": { always: ["application-autoscaling:PutScalingPolicy"] },
  "AWS::CloudFormation::Stack": {
    always: ["cloudformation:CreateStack", "cloudformation:DescribeStacks"],
    resource: here("cloudformation", "stack/{name}/*"),
  },
  "AWS::CloudTrail::Trail": { always: ["cloudtrail:CreateTrail"], resource: here("cloudtrail", "trail/{name}") },
  "AWS::CloudWatch::Alarm": {
    always: ["cloudwatch:PutMetricAlarm"],
    resource: here("cloudwatch", "alarm:{name}"),
    name: "AlarmName",
  },
  "AWS::CloudWatch::Dashboard": {
    always: ["cloudwatch:PutDashboard"],
    resource: "cloudwatch::{account}:dashboard/{name}",
    name: "DashboardName",
  },
  "AWS::CodeBuild::Project": { always: ["codebuild:CreateProject"], resource: here("codebuild", "project/{name}") },
  "AWS::ECR::Repository": {
    always: ["ecr:CreateRepository"],
    tagged: ["ecr:TagResource"],
    resource: here("ecr", "repository/{name}"),
  },
  "AWS::ECS::Cluster": {
    always: ["ecs:CreateCluster"],
    tagged: ["ecs:TagResource"],
    resource: here("ecs", "cluster/{name}"),
  },
  // The cluster's name is Panther's own: a service's ARN holds both.
  "AWS::ECS::Service": {
    always: ["ecs:CreateService"],
    tagged: ["ecs:TagResource"],
    resource: here("ecs", "service/panther-web-cluster/{name}"),
    name: "ServiceName",
  },
  "AWS::ECS::TaskDefinition": {
    always: ["ecs:RegisterTaskDefinition"],
    tagged: ["ecs:TagResource"],
    resource: here("ecs", "task-definition/{name}:1"),
    name: "Family",
  },
  "AWS::Events::Rule": {
    always: ["events:PutRule"],
    with: { Targets: ["events:PutTargets"] },
    tagged: ["events:TagResource"],
    resource: here("events", "rule/{name}"),
    name: "Name",
  },
  "AWS::GuardDuty::Detector": { always: ["guardduty:CreateDetector"] },
  "AWS::Lambda::EventSourceMapping": {
    always: ["lambda:CreateEventSourceMapping"],
    resource: here("lambda", "event-source-mapping:00000000-0000-4000-8000-000000000000"),
  },
  "AWS::Lambda::Function": {
    always: ["lambda:CreateFunction", "lambda:GetFunction"],
    with: { ReservedConcurrentExecutions: ["lambda:PutFunctionConcurrency"] },
    tagged: ["lambda:TagResource"],
    resource: here("lambda", "function:{name}"),
  },
  "AWS::Lambda::LayerVersion": {
    always: ["lambda:PublishLayerVersion"],
    resource: here("lambda", "layer:{name}"),
    name: "LayerName",
  },
  "AWS::Lambda::Permission": {
    always: ["lambda:AddPermission"],
    resource: here("lambda", "function:{name}"),
    name: "FunctionName",
  },
  "AWS::Serverless::Application": {
    always: ["serverlessrepo:CreateCloudFormationTemplate", "serverlessrepo:GetCloudFormationTemplate"],
    arn: "Location.ApplicationId",
  },
};
