export const code = { ZipFile: "import os\ndef handler(event, context):\n    return os.getpid()\n" };
export const lambda = (Code: object) => ({
  Runtime: "python3.11",
  Handler: "index.handler",
  Role: "arn:aws:iam::111111111111:role/r",
  Code,
});
export const zip = Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64").toString("latin1");

const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] };
const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const key = { AttributeName: "id" };
const machine = { StartAt: "End", States: { End: { Type: "Succeed" } } };
const alarm = {
  MetricName: "m",
  Namespace: "n",
  Period: "60",
  EvaluationPeriods: "1",
  Threshold: "1",
  Statistic: "Sum",
};
/** Resources whose names can be taken. */
export const named: readonly (readonly [string, object])[] = [
  ["AWS::CloudWatch::Alarm", { AlarmName: "guard", ComparisonOperator: "GreaterThanThreshold", ...alarm }],
  ["AWS::CloudWatch::Dashboard", { DashboardName: "guard", DashboardBody: '{"widgets":[]}' }],
  [
    "AWS::DynamoDB::Table",
    {
      TableName: "guard",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ ...key, AttributeType: "S" }],
      KeySchema: [{ ...key, KeyType: "HASH" }],
    },
  ],
  ["AWS::EC2::SecurityGroup", { GroupName: "guard", GroupDescription: "guard" }],
  ["AWS::ECR::Repository", { RepositoryName: "guard" }],
  ["AWS::ElasticLoadBalancingV2::LoadBalancer", { Name: "guard" }],
  ["AWS::ElasticLoadBalancingV2::TargetGroup", { Name: "guard", Port: "80", Protocol: "HTTP" }],
  ["AWS::Events::Rule", { Name: "guard", ScheduleExpression: "rate(1 hour)" }],
  ["AWS::IAM::ManagedPolicy", { ManagedPolicyName: "guard", PolicyDocument: policy }],
  ["AWS::IAM::Role", { RoleName: "guard", AssumeRolePolicyDocument: trust }],
  ["AWS::KMS::Alias", { AliasName: "alias/guard", TargetKeyId: "11111111-2222-3333-4444-555555555555" }],
  ["AWS::Lambda::Function", { FunctionName: "guard", ...lambda(code) }],
  ["AWS::Logs::LogGroup", { LogGroupName: "/guard" }],
  ["AWS::SNS::Topic", { TopicName: "guard" }],
  ["AWS::SQS::Queue", { QueueName: "guard" }],
  ["AWS::SecretsManager::Secret", { Name: "guard", SecretString: "x" }],
  [
    "AWS::StepFunctions::StateMachine",
    {
      StateMachineName: "guard",
      RoleArn: "arn:aws:iam::111111111111:role/r",
      DefinitionString: JSON.stringify(machine),
    },
  ],
];
