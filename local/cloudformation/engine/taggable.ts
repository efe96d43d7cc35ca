const taggable: ReadonlySet<string> = new Set([
  "AWS::Athena::WorkGroup",
  "AWS::CloudTrail::Trail",
  "AWS::CodeBuild::Project",
  "AWS::Cognito::UserPool",
  "AWS::DynamoDB::Table",
  "AWS::EC2::FlowLog",
  "AWS::EC2::InternetGateway",
  "AWS::EC2::RouteTable",
  "AWS::EC2::SecurityGroup",
  "AWS::EC2::Subnet",
  "AWS::EC2::VPC",
  "AWS::ECR::Repository",
  "AWS::ECS::Cluster",
  "AWS::ECS::Service",
  "AWS::ECS::TaskDefinition",
  "AWS::ElasticLoadBalancingV2::LoadBalancer",
  "AWS::ElasticLoadBalancingV2::TargetGroup",
  "AWS::IAM::Role",
  "AWS::IAM::User",
  "AWS::KMS::Key",
  "AWS::KinesisFirehose::DeliveryStream",
  "AWS::Lambda::Function",
  "AWS::Logs::LogGroup",
  "AWS::S3::Bucket",
  "AWS::SNS::Topic",
  "AWS::SQS::Queue",
  "AWS::SSM::Parameter",
  "AWS::SecretsManager::Secret",
  "AWS::StepFunctions::StateMachine",
]);

/** Whether CloudFormation puts a stack's tags on resources of that type. */
export function takesStackTags(type: string): boolean {
  return taggable.has(type);
}
