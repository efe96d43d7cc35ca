/** Whether a changed property makes CloudFormation create another resource. */
export type Recreation = "Always" | "Conditionally" | "Never";

/**
 * Properties that can't be changed in place, by resource type: those that the releases here use. Source: "Update requires:
 * Replacement" in the CloudFormation Template Reference; `*` where that goes for everything but Tags.
 */
const immutable: Readonly<Record<string, string>> = {
  "AWS::AppSync::DataSource": "ApiId Name",
  "AWS::AppSync::GraphQLApi": "ApiType Visibility",
  "AWS::AppSync::GraphQLSchema": "ApiId",
  "AWS::AppSync::Resolver": "ApiId FieldName TypeName",
  "AWS::ApplicationAutoScaling::ScalableTarget": "ResourceId ScalableDimension ServiceNamespace",
  "AWS::ApplicationAutoScaling::ScalingPolicy":
    "PolicyName ResourceId ScalableDimension ScalingTargetId ServiceNamespace",
  "AWS::Athena::DataCatalog": "Name",
  "AWS::Athena::WorkGroup": "Name",
  "AWS::CloudFormation::Stack": "",
  "AWS::CloudTrail::Trail": "TrailName",
  "AWS::CloudWatch::Alarm": "AlarmName",
  "AWS::CloudWatch::Dashboard": "DashboardName",
  "AWS::CodeBuild::Project": "Name",
  "AWS::Cognito::UserPool": "",
  "AWS::Cognito::UserPoolClient": "GenerateSecret UserPoolId",
  "AWS::DynamoDB::Table": "ImportSourceSpecification KeySchema TableName",
  "AWS::EC2::FlowLog": "*",
  "AWS::EC2::InternetGateway": "",
  "AWS::EC2::Route": "DestinationCidrBlock DestinationIpv6CidrBlock RouteTableId",
  "AWS::EC2::RouteTable": "VpcId",
  "AWS::EC2::SecurityGroup": "GroupDescription GroupName VpcId",
  "AWS::EC2::SecurityGroupIngress": "*",
  "AWS::EC2::Subnet": "AvailabilityZone CidrBlock VpcId",
  "AWS::EC2::SubnetRouteTableAssociation": "*",
  "AWS::EC2::VPC": "CidrBlock",
  "AWS::EC2::VPCGatewayAttachment": "VpcId",
  "AWS::ECS::Cluster": "ClusterName",
  "AWS::ECS::Service": "Cluster DeploymentController LaunchType Role SchedulingStrategy ServiceName",
  "AWS::ECS::TaskDefinition": "*",
  "AWS::ElasticLoadBalancingV2::Listener": "LoadBalancerArn",
  "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name Scheme Type",
  "AWS::ElasticLoadBalancingV2::TargetGroup":
    "IpAddressType Name Port Protocol ProtocolVersion TargetControlPort TargetType VpcId",
  "AWS::Events::Rule": "EventBusName Name",
  "AWS::GuardDuty::Detector": "",
  "AWS::IAM::ManagedPolicy": "Description ManagedPolicyName Path",
  "AWS::IAM::Role": "Path RoleName",
  "AWS::KMS::Alias": "AliasName",
  "AWS::KMS::Key": "",
  "AWS::KinesisFirehose::DeliveryStream": "DeliveryStreamName DeliveryStreamType KinesisStreamSourceConfiguration",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::Lambda::LayerVersion": "*",
  "AWS::Lambda::Permission": "*",
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::S3::Bucket": "BucketName",
  "AWS::S3::BucketPolicy": "Bucket",
  "AWS::SNS::Subscription": "Endpoint Protocol TopicArn",
  "AWS::SNS::Topic": "FifoTopic TopicName",
  "AWS::SNS::TopicPolicy": "",
  "AWS::SQS::Queue": "FifoQueue QueueName",
};

/** What a changed property asks for. Of types that are not in the table nobody here can say. */
export function recreationFor(type: string, property: string): Recreation {
  const names = immutable[type]?.split(" ");
  if (!names) return "Conditionally";
  return names.includes(property) || (names.includes("*") && property !== "Tags") ? "Always" : "Never";
}
