/**
 * What can't be deployed in AWS China, with who says so. A list made by hand and not from what a schema of today says:
 * which services the split leaves out is Panther's decision, and AppSync, say, has come to China since.
 */

export interface UnsupportedType {
  /** A resource type; one that ends with `*` stands for all that begin so. */
  readonly type: string;
  readonly why: string;
  readonly source: string;
  /** Types that use what it makes by a name that is written out: where they wait for it by DependsOn they go too. */
  readonly takesWaiting?: readonly string[];
}

const manual = "Panther's documentation, page AWS China";
const templates = "Panther's public templates, v1.16.0";
const cognito = "Cognito user pools are not available in AWS China";
const appSync = "AppSync and the web app stay outside China";

export const unsupportedTypes: readonly UnsupportedType[] = [
  { type: "AWS::Cognito::*", why: cognito, source: manual },
  { type: "AWS::AppSync::*", why: appSync, source: manual },
  { type: "AWS::Serverless::GraphQLApi", why: appSync, source: manual },
  { type: "Custom::CognitoUserPool*", why: cognito, source: templates },
  { type: "Custom::PantherUser", why: "it invites the first user into the Cognito user pool", source: templates },
  { type: "Custom::AppSyncAlarms", why: appSync, source: templates },
];

/** Nested stacks that go as a whole, by the value of their `Stack` tag. */
export const unsupportedStacks: readonly { readonly tag: string; readonly why: string; readonly source: string }[] = [
  { tag: "panther-appsync", why: appSync, source: manual },
  { tag: "panther-web", why: appSync, source: manual },
];

/** Services that call in from a region that has them: permissions for them go. */
export const unsupportedServices: readonly { readonly host: RegExp; readonly why: string; readonly source: string }[] =
  [
    { host: /^cognito-(?:idp|identity|sync)\.amazonaws\.com(?:\.cn)?$/, why: cognito, source: manual },
    { host: /^appsync\.amazonaws\.com(?:\.cn)?$/, why: appSync, source: manual },
  ];

/** Types of a function's events in SAM. */
export const unsupportedEvents: readonly { readonly type: string; readonly why: string; readonly source: string }[] = [
  { type: "Cognito", why: cognito, source: manual },
];

/** An application of the public repository, which is in the standard partition alone. */
export const unsupportedApplication: UnsupportedType = {
  type: "AWS::Serverless::Application",
  why: "AWS China can't reach the application repository of another partition",
  source: "AWS General Reference, Amazon Resource Names: ARNs don't reach across partitions",
  takesWaiting: ["AWS::Athena::DataCatalog"],
};

/** IAM refuses a policy that names a resource of another partition. */
export const foreignArn = {
  why: "it names a resource of another partition, which IAM in AWS China refuses",
  source: "AWS IAM User Guide, grammar of policies: MalformedPolicyDocument for the ARN of another partition",
} as const;

/**
 * Types that exist for another resource and have no purpose without it: they go with it. A resource of any other type
 * that needs something that goes stops the transform, as nobody can tell whether it may be lost.
 */
export const attachedTypes: readonly string[] = [
  "AWS::ApplicationAutoScaling::ScalableTarget",
  "AWS::ApplicationAutoScaling::ScalingPolicy",
  "AWS::CloudWatch::Alarm",
  "AWS::Events::Rule",
  "AWS::IAM::ManagedPolicy",
  "AWS::IAM::Policy",
  "AWS::IAM::RolePolicy",
  "AWS::Lambda::Alias",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Permission",
  "AWS::Lambda::Version",
  "AWS::Logs::LogGroup",
  "AWS::Logs::MetricFilter",
  "AWS::Logs::SubscriptionFilter",
  "AWS::Route53::RecordSet",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::Subscription",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
  "AWS::SSM::Parameter",
  "AWS::WAFv2::WebACLAssociation",
  "Custom::*Alarms",
  "Custom::*MetricFilters",
];

/** Whether a resource type is meant by a name in which `*` stands for anything. */
export function isType(type: string, pattern: string): boolean {
  const [start = "", end] = pattern.split("*");
  return end === undefined ? type === pattern : type.startsWith(start) && type.endsWith(end);
}
