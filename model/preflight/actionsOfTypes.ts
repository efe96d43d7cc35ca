/** The actions that making a resource of a type takes, and what they are allowed on. */
export interface TypeActions {
  readonly always: readonly string[];
  /** Further ones where a property is set. */
  readonly with?: Readonly<Record<string, readonly string[]>>;
  /** What of an ARN stands after partition, with `{region}`, `{account}` and `{name}`; left out: `*`. */
  readonly resource?: string;
}

const here = (service: string, rest: string) => `${service}:{region}:{account}:${rest}`;
const role = "iam::{account}:role/{name}";

/**
 * By CloudFormation type, what its creation calls. Not all that a handler is allowed to: reads and deletions are left out,
 * which a policy that allows these rarely refuses. Types that are not here are not simulated, and are told.
 * Source: `handlers.create.permissions` in each type's schema (`aws cloudformation describe-type --type RESOURCE`); action
 * names: Service Authorization Reference. S3's SetBucketEncryption, as Panther's documentation calls it, is
 * s3:PutEncryptionConfiguration in a policy.
 */
export const actionsOfTypes: Readonly<Record<string, TypeActions>> = {
  "AWS::AppSync::DataSource": { always: ["appsync:CreateDataSource"] },
  "AWS::AppSync::GraphQLApi": { always: ["appsync:CreateGraphqlApi"] },
  "AWS::AppSync::GraphQLSchema": { always: ["appsync:StartSchemaCreation", "appsync:GetSchemaCreationStatus"] },
  "AWS::AppSync::Resolver": { always: ["appsync:CreateResolver"] },
  "AWS::ApplicationAutoScaling::ScalableTarget": { always: ["application-autoscaling:RegisterScalableTarget"] },
  "AWS::Athena::WorkGroup": { always: ["athena:CreateWorkGroup"] },
  "AWS::CloudFormation::Stack": {
    always: ["cloudformation:CreateStack", "cloudformation:DescribeStacks"],
    resource: here("cloudformation", "stack/{name}/*"),
  },
  "AWS::CloudTrail::Trail": { always: ["cloudtrail:CreateTrail"] },
  "AWS::CloudWatch::Alarm": { always: ["cloudwatch:PutMetricAlarm"] },
  "AWS::CloudWatch::Dashboard": { always: ["cloudwatch:PutDashboard"] },
  "AWS::CodeBuild::Project": { always: ["codebuild:CreateProject"], resource: here("codebuild", "project/{name}") },
  "AWS::Cognito::UserPool": { always: ["cognito-idp:CreateUserPool"] },
  "AWS::Cognito::UserPoolClient": { always: ["cognito-idp:CreateUserPoolClient"] },
  "AWS::DynamoDB::Table": {
    always: ["dynamodb:CreateTable", "dynamodb:DescribeTable"],
    with: {
      Tags: ["dynamodb:TagResource"],
      TimeToLiveSpecification: ["dynamodb:UpdateTimeToLive"],
      PointInTimeRecoverySpecification: ["dynamodb:UpdateContinuousBackups"],
    },
    resource: here("dynamodb", "table/{name}"),
  },
  "AWS::EC2::FlowLog": { always: ["ec2:CreateFlowLogs"] },
  "AWS::EC2::InternetGateway": { always: ["ec2:CreateInternetGateway"], with: { Tags: ["ec2:CreateTags"] } },
  "AWS::EC2::Route": { always: ["ec2:CreateRoute"] },
  "AWS::EC2::RouteTable": { always: ["ec2:CreateRouteTable"], with: { Tags: ["ec2:CreateTags"] } },
  "AWS::EC2::SecurityGroup": {
    always: ["ec2:CreateSecurityGroup"],
    with: {
      Tags: ["ec2:CreateTags"],
      SecurityGroupIngress: ["ec2:AuthorizeSecurityGroupIngress"],
      SecurityGroupEgress: ["ec2:AuthorizeSecurityGroupEgress"],
    },
  },
  "AWS::EC2::SecurityGroupIngress": { always: ["ec2:AuthorizeSecurityGroupIngress"] },
  "AWS::EC2::Subnet": { always: ["ec2:CreateSubnet"], with: { Tags: ["ec2:CreateTags"] } },
  "AWS::EC2::SubnetRouteTableAssociation": { always: ["ec2:AssociateRouteTable"] },
  "AWS::EC2::VPC": {
    always: ["ec2:CreateVpc"],
    with: { Tags: ["ec2:CreateTags"], EnableDnsHostnames: ["ec2:ModifyVpcAttribute"] },
  },
  "AWS::EC2::VPCGatewayAttachment": { always: ["ec2:AttachInternetGateway"] },
  "AWS::ECS::Cluster": { always: ["ecs:CreateCluster"] },
  "AWS::ECS::Service": { always: ["ecs:CreateService"] },
  "AWS::ECS::TaskDefinition": { always: ["ecs:RegisterTaskDefinition"] },
  "AWS::ElasticLoadBalancingV2::Listener": { always: ["elasticloadbalancing:CreateListener"] },
  "AWS::ElasticLoadBalancingV2::LoadBalancer": {
    always: ["elasticloadbalancing:CreateLoadBalancer"],
    with: { LoadBalancerAttributes: ["elasticloadbalancing:ModifyLoadBalancerAttributes"] },
  },
  "AWS::ElasticLoadBalancingV2::TargetGroup": { always: ["elasticloadbalancing:CreateTargetGroup"] },
  "AWS::Events::Rule": {
    always: ["events:PutRule"],
    with: { Targets: ["events:PutTargets"] },
    resource: here("events", "rule/{name}"),
  },
  "AWS::GuardDuty::Detector": { always: ["guardduty:CreateDetector"] },
  "AWS::IAM::Role": {
    always: ["iam:CreateRole", "iam:GetRole", "iam:PassRole"],
    with: {
      Tags: ["iam:TagRole"],
      Policies: ["iam:PutRolePolicy"],
      ManagedPolicyArns: ["iam:AttachRolePolicy"],
    },
    resource: role,
  },
  "AWS::KMS::Alias": { always: ["kms:CreateAlias"] },
  "AWS::KMS::Key": {
    always: ["kms:CreateKey"],
    with: { Tags: ["kms:TagResource"], EnableKeyRotation: ["kms:EnableKeyRotation"] },
  },
  "AWS::KinesisFirehose::DeliveryStream": { always: ["firehose:CreateDeliveryStream"] },
  "AWS::Lambda::Function": {
    always: ["lambda:CreateFunction", "lambda:GetFunction"],
    with: { ReservedConcurrentExecutions: ["lambda:PutFunctionConcurrency"], Tags: ["lambda:TagResource"] },
    resource: here("lambda", "function:{name}"),
  },
  "AWS::Lambda::LayerVersion": { always: ["lambda:PublishLayerVersion"], resource: here("lambda", "layer:{name}") },
  "AWS::Logs::LogGroup": {
    always: ["logs:CreateLogGroup"],
    with: { RetentionInDays: ["logs:PutRetentionPolicy"] },
    resource: here("logs", "log-group:{name}"),
  },
  "AWS::S3::Bucket": {
    always: ["s3:CreateBucket"],
    with: {
      Tags: ["s3:PutBucketTagging"],
      BucketEncryption: ["s3:PutEncryptionConfiguration"],
      PublicAccessBlockConfiguration: ["s3:PutBucketPublicAccessBlock"],
      VersioningConfiguration: ["s3:PutBucketVersioning"],
      LifecycleConfiguration: ["s3:PutLifecycleConfiguration"],
      LoggingConfiguration: ["s3:PutBucketLogging"],
      NotificationConfiguration: ["s3:PutBucketNotification"],
      ReplicationConfiguration: ["s3:PutReplicationConfiguration"],
    },
    resource: "s3:::{name}",
  },
  "AWS::SNS::Topic": {
    always: ["sns:CreateTopic", "sns:GetTopicAttributes"],
    with: { Tags: ["sns:TagResource"] },
    resource: here("sns", "{name}"),
  },
  "AWS::SQS::Queue": {
    always: ["sqs:CreateQueue", "sqs:GetQueueAttributes"],
    with: { Tags: ["sqs:TagQueue"] },
    resource: here("sqs", "{name}"),
  },
};
