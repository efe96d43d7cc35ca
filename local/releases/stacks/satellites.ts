import { statement } from "../families.ts";
import { type Scope, scopeOf, type TemplateName } from "../scope.ts";
import {
  arn,
  equals,
  getAtt,
  isSet,
  type Resource,
  ref,
  region,
  sub,
  type Template,
  type Value,
  type Values,
  when,
} from "../template.ts";
import { templateUrl } from "../urls.ts";
import { printTemplate } from "../yaml.ts";

/** The templates of the third level; customers deploy the same ones by hand in their other accounts. */
type SatelliteName = Extract<TemplateName, "CloudsecIam" | "LogAnalysisIam" | "CloudWatchEvents">;

const readingRole = (name: Value, account: Value, policies: Values): Resource => ({
  Type: "AWS::IAM::Role",
  Properties: {
    RoleName: name,
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: account },
          Action: "sts:AssumeRole",
          Condition: { Bool: { "aws:SecureTransport": true } },
        },
      ],
    },
    ...policies,
  },
});

const masterAccount = arn("iam::${MasterAccountId}:root");

function cloudsecIam(scope: Scope): Template {
  const reads = [
    "cloudformation:GetTemplate",
    "dynamodb:ListTagsOfResource",
    "kms:ListResourceTags",
    "waf:ListTagsForResource",
  ];
  return {
    Description: "Roles that cloud security reads an account with",
    Parameters: {
      MasterAccountId: { Type: "String", Default: "", Description: "Account that Panther runs in" },
      MasterAccountRegion: { Type: "String", Default: "", Description: "Region that Panther runs in; blank: this one" },
      DeployCloudWatchEventSetup: {
        Type: "String",
        Default: false,
        Description: "Also create the role that sets up events",
      },
    },
    Conditions: {
      SameRegion: equals(ref("MasterAccountRegion"), ""),
      EventSetup: equals(ref("DeployCloudWatchEventSetup"), true),
    },
    Resources: {
      AuditRole: readingRole(
        { "Fn::Join": ["-", ["PantherAuditRole", when("SameRegion", region, ref("MasterAccountRegion"))]] },
        masterAccount,
        {
          ManagedPolicyArns: [arn("iam::aws:policy/SecurityAudit")],
          Policies: [
            {
              PolicyName: "ReadMore",
              PolicyDocument: {
                Version: "2012-10-17",
                Statement: [statement(reads.slice(0, 2 + scope.revision("AuditRole")), "*")],
              },
            },
          ],
        },
      ),
      StackSetExecutionRole: {
        ...readingRole(
          {
            "Fn::Join": [
              "-",
              ["PantherCloudFormationStackSetExecutionRole", when("SameRegion", region, ref("MasterAccountRegion"))],
            ],
          },
          masterAccount,
          {},
        ),
        Condition: "EventSetup",
      },
    },
    Outputs: { AuditRoleARN: { Description: "Role to read with", Value: getAtt("AuditRole") } },
  };
}

function logAnalysisIam(scope: Scope): Template {
  return {
    Description: "Role that logs are read from a bucket with",
    Parameters: {
      MasterAccountId: { Type: "String", Description: "Account that Panther runs in" },
      RoleSuffix: { Type: "String", Description: "End of the role's name" },
      S3Bucket: { Type: "String", Description: "Bucket with logs" },
      KmsKey: { Type: "String", Default: "", Description: "Key that the logs are encrypted with" },
    },
    Conditions: { HasKey: isSet("KmsKey") },
    Resources: {
      LogProcessingRole: readingRole(sub("PantherLogProcessingRole-${RoleSuffix}"), masterAccount, {
        MaxSessionDuration: 3600 * (1 + scope.revision("LogProcessingRole")),
        Policies: [
          {
            PolicyName: "ReadData",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                statement(["s3:GetBucketLocation", "s3:ListBucket"], arn("s3:::${S3Bucket}")),
                statement(["s3:GetObject"], arn("s3:::${S3Bucket}/*")),
                when("HasKey", statement(["kms:Decrypt"], ref("KmsKey")), ref("AWS::NoValue")),
              ],
            },
          },
        ],
      }),
    },
    Outputs: { RoleArn: { Description: "Role to read with", Value: getAtt("LogProcessingRole") } },
  };
}

function cloudWatchEvents(scope: Scope): Template {
  return {
    Description: "Events of an account, sent to Panther as they happen",
    Parameters: {
      MasterAccountId: { Type: "String", Description: "Account that Panther runs in" },
      QueueArn: { Type: "String", Description: "Queue to send events to" },
      SnsTopicName: {
        Type: "String",
        Default: "panther-cloudwatch-events-topic",
        Description: "Name of the topic between",
      },
    },
    Resources: {
      EventsTopic: { Type: "AWS::SNS::Topic", Properties: { TopicName: ref("SnsTopicName") } },
      EventsTopicPolicy: {
        Type: "AWS::SNS::TopicPolicy",
        Properties: {
          Topics: [ref("EventsTopic")],
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { Service: "events.amazonaws.com" },
                Action: "sns:Publish",
                Resource: ref("EventsTopic"),
              },
              {
                Effect: "Allow",
                Principal: { AWS: masterAccount },
                Action: "sns:Subscribe",
                Resource: ref("EventsTopic"),
              },
            ],
          },
        },
      },
      EventsSubscription: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: ref("EventsTopic"),
          Protocol: "sqs",
          Endpoint: ref("QueueArn"),
          RawMessageDelivery: true,
        },
      },
      EventsRule: {
        Type: "AWS::Events::Rule",
        Properties: {
          Description: "Calls that change something",
          EventPattern: {
            "detail-type": ["AWS API Call via CloudTrail"],
            detail: { eventVersion: ["1.05", "1.06", "1.07", "1.08"].slice(0, 2 + scope.revision("EventsRule")) },
          },
          State: "ENABLED",
          Targets: [{ Arn: ref("EventsTopic"), Id: "panther-events" }],
        },
      },
    },
  };
}

const templates: Readonly<Record<SatelliteName, (scope: Scope) => Template>> = {
  CloudsecIam: cloudsecIam,
  LogAnalysisIam: logAnalysisIam,
  CloudWatchEvents: cloudWatchEvents,
};

export const satelliteTemplate = (scope: Scope, name: SatelliteName): Template =>
  templates[name](scopeOf(scope.release, name));

/** A nested stack of the third level: publishes its template first, since the URL is made of the content's hash. */
export function satelliteStack(scope: Scope, name: SatelliteName, parameters: Values): Resource {
  const text = printTemplate(satelliteTemplate(scope, name), "long");
  const key = scope.release.store(new TextEncoder().encode(text));
  return {
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: templateUrl(scope.release, key), Parameters: parameters },
  };
}
