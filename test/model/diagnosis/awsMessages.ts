/** What AWS says, word for word but for names and IDs, and what the hint has to hold. Each rule's `source` shows the wording. */
export interface AwsMessage {
  readonly code: string;
  readonly type: string;
  readonly reason: string;
  readonly status?: string;
  /** Parts of text and fix. */
  readonly holds: readonly string[];
}

const user =
  "User: arn:aws:sts::123456789012:assumed-role/PantherDeploymentRole/AWSCloudFormation is not authorized to perform";
const handler = "(RequestToken: 34d4fe5b-3fc0-5ef1-a357-48740bb4c641, HandlerErrorCode:";
const service = (name: string, status = 400) =>
  `(Service: ${name}, Status Code: ${status}, Request ID: 318fecf5-0598-4cf2-84c6-09e350369b86)`;
const exists = (type: string, property: string, name: string) =>
  `Resource handler returned message: "Resource of type '${type}' with identifier '{"/properties/${property}":"${name}"}' already exists." ${handler} AlreadyExists)`;

export const awsMessages: readonly AwsMessage[] = [
  {
    code: "service-control-policy",
    type: "AWS::KMS::Key",
    reason: `Resource handler returned message: "${user}: kms:CreateKey on resource: * with an explicit deny in a service control policy ${service("Kms")}" ${handler} AccessDenied)`,
    holds: ["kms:CreateKey of the service kms", "123456789012", "us-east-1", "administrator"],
  },
  {
    // With the policy's ARN, as AWS has it since January 2026, and an encoded message.
    code: "service-control-policy",
    type: "AWS::EC2::VPC",
    reason: `You are not authorized to perform this operation. ${user}: ec2:CreateVpc on resource: arn:aws:ec2:us-east-1:123456789012:vpc/* with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-abc/service_control_policy/p-123. Encoded authorization failure message: AbC-9_x ${service("Ec2", 403)}`,
    holds: ["ec2:CreateVpc", "service_control_policy/p-123"],
  },
  {
    code: "service-control-policy",
    type: "AWS::S3::Bucket",
    reason: `${user}: s3:PutEncryptionConfiguration on resource: "arn:aws:s3:::x" because no service control policy allows the s3:PutEncryptionConfiguration action`,
    holds: ["s3:PutEncryptionConfiguration"],
  },
  {
    code: "service-control-policy",
    type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    reason: "AccessDenied: * with an explicit deny in a service control policy",
    holds: ["the action in the reason"],
  },
  {
    code: "service-control-policy",
    type: "AWS::IAM::Role",
    reason: "Denied for arn:aws:iam::123456789012:role/x with an explicit deny in a service control policy",
    holds: ["forbids an action that CloudFormation needs"],
  },
  {
    code: "resource-control-policy",
    type: "AWS::S3::Bucket",
    reason: `${user}: s3:PutBucketPolicy on resource: "arn:aws:s3:::x" with an explicit deny in a resource control policy" ${handler} AccessDenied)`,
    holds: ["s3:PutBucketPolicy"],
  },
  {
    code: "permissions-boundary",
    type: "AWS::IAM::Role",
    reason: `${user}: iam:CreateRole on resource: arn:aws:iam::123456789012:role/PantherAuditRole because no permissions boundary allows the iam:CreateRole action ${service("Iam", 403)}`,
    holds: ["iam:CreateRole", "boundary"],
  },
  {
    code: "endpoint-policy",
    type: "AWS::Lambda::Function",
    reason: `${user}: lambda:CreateFunction on resource: x with an explicit deny in a VPC endpoint policy`,
    holds: ["lambda:CreateFunction"],
  },
  {
    code: "session-policy",
    type: "AWS::SQS::Queue",
    reason: `${user}: sqs:CreateQueue on resource: x because no session policy allows the sqs:CreateQueue action`,
    holds: ["sqs:CreateQueue"],
  },
  {
    code: "resource-policy",
    type: "AWS::SecretsManager::Secret",
    reason: `${user}: secretsmanager:GetSecretValue on resource: x with an explicit deny in a resource-based policy`,
    holds: ["secretsmanager:GetSecretValue"],
  },
  {
    code: "role-denies",
    type: "AWS::S3::Bucket",
    status: "DELETE_FAILED",
    reason: `${user}: s3:DeleteBucket on resource: "arn:aws:s3:::x" with an explicit deny in an identity-based policy`,
    holds: ["s3:DeleteBucket", "v1.111"],
  },
  {
    code: "load-balancer-log-bucket",
    type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    reason:
      "Access Denied for bucket: panther-prod-auditlogs-x. Please check S3bucket permission (Service: AmazonElasticLoadBalancing; Status Code: 400; Error Code: InvalidConfigurationRequest; Request ID: e95cece4; Proxy: null)",
    holds: ["panther-prod-auditlogs-x", "EnableS3AccessLogs"],
  },
  {
    code: "release-bucket",
    type: "AWS::CloudFormation::Stack",
    reason:
      "S3 error: Access Denied For more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
    holds: ["not approved", "123456789012"],
  },
  {
    code: "release-bucket",
    type: "AWS::Lambda::Function",
    reason:
      "Your access has been denied by S3, please make sure your request credentials have permission to GetObject for panther-enterprise-us-east-1/0a1b2c. S3 Error Code: AccessDenied. S3 Error Message: Access Denied (Service: AWSLambdaInternal; Status Code: 403; Error Code: AccessDeniedException; Request ID: a74b64c5)",
    holds: ["panther-enterprise-us-east-1/0a1b2c"],
  },
  {
    code: "service-linked-role-forbidden",
    type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    reason: `API: elasticloadbalancingv2:CreateLoadBalancer ${user}: iam:CreateServiceLinkedRole on resource: arn:aws:iam::123456789012:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing`,
    holds: ["create-service-linked-role --aws-service-name elasticloadbalancing.amazonaws.com"],
  },
  {
    code: "pass-role",
    type: "AWS::Lambda::Function",
    reason: `${user}: iam:PassRole on resource: arn:aws:iam::123456789012:role/panther-x because no identity-based policy allows the iam:PassRole action`,
    holds: ["arn:aws:iam::123456789012:role/panther-x"],
  },
  {
    code: "missing-permission",
    type: "AWS::S3::Bucket",
    reason: `${user}: s3:CreateBucket on resource: "arn:aws:s3:::x" because no identity-based policy allows the s3:CreateBucket action`,
    holds: ["PantherDeploymentRole", "s3:CreateBucket", "v1.39.7", "v1.36.0"],
  },
  {
    code: "missing-permission",
    type: "AWS::EC2::VPC",
    reason: "API: ec2:DescribeVpcs You are not authorized to perform this operation.",
    holds: ["ec2:DescribeVpcs"],
  },
  {
    code: "missing-permission",
    type: "AWS::S3::BucketPolicy",
    reason: "API: s3:PutBucketPolicy Access Denied",
    holds: ["s3:PutBucketPolicy"],
  },
  {
    code: "missing-permission",
    type: "AWS::EC2::Subnet",
    reason: `You are not authorized to perform this operation. Encoded authorization failure message: 0l-KPWQ_J8q5 ${service("Ec2", 403)}`,
    holds: ["decode-authorization-message --encoded-message 0l-KPWQ_J8q5 --region us-east-1"],
  },
  {
    code: "role-not-assumable",
    type: "AWS::CloudFormation::Stack",
    status: "ROLLBACK_IN_PROGRESS",
    reason: "Role arn:aws:iam::123456789012:role/PantherDeploymentRole is invalid or cannot be assumed",
    holds: ["get-role --role-name PantherDeploymentRole"],
  },
  {
    code: "role-of-function",
    type: "AWS::Lambda::Function",
    reason: `The role defined for the function cannot be assumed by Lambda. ${service("Lambda")}`,
    holds: ["same command again"],
  },
  {
    code: "capabilities",
    type: "AWS::CloudFormation::Stack",
    reason: "Requires capabilities : [CAPABILITY_AUTO_EXPAND]",
    holds: ["CAPABILITY_AUTO_EXPAND"],
  },
  {
    code: "expired-credentials",
    type: "AWS::IAM::Role",
    reason:
      "The security token included in the request is expired (Service: AmazonIdentityManagement; Status Code: 403; Error Code: ExpiredToken; Request ID: 6b0ab1ae)",
    holds: ["aws sso login"],
  },
  {
    // panther-labs/panther#2401: the first sign of leftovers.
    code: "leftover-log-group",
    type: "AWS::Logs::LogGroup",
    reason: exists("AWS::Logs::LogGroup", "LogGroupName", "/aws/lambda/panther-cfn-custom-resources"),
    holds: ["delete-log-group --log-group-name '/aws/lambda/panther-cfn-custom-resources' --region us-east-1"],
  },
  {
    code: "leftover-log-group",
    type: "AWS::Logs::LogGroup",
    reason:
      "/aws/lambda/panther-rules-engine already exists in stack arn:aws:cloudformation:us-east-1:123456789012:stack/panther-poc/4846",
    holds: ["'/aws/lambda/panther-rules-engine'", "stack/panther-poc/4846"],
  },
  {
    code: "leftover-role",
    type: "AWS::IAM::Role",
    reason: "PantherAuditRole-us-east-1 already exists",
    holds: ["delete-role --role-name 'PantherAuditRole-us-east-1'", "list-attached-role-policies"],
  },
  {
    code: "leftover-role",
    type: "AWS::IAM::Role",
    reason: `Resource handler returned message: "Role with name PantherDeploymentRole already exists. ${service("Iam", 409)}" ${handler} AlreadyExists)`,
    holds: ["'PantherDeploymentRole'"],
  },
  {
    code: "leftover-policy",
    type: "AWS::IAM::ManagedPolicy",
    reason:
      "A policy called PantherInfraManagementPolicy2 already exists. Duplicate names are not allowed. (Service: Iam, Status Code: 409, Error Code: EntityAlreadyExists)",
    holds: ["arn:aws:iam::123456789012:policy/PantherInfraManagementPolicy2"],
  },
  {
    code: "leftover-bucket",
    type: "AWS::S3::Bucket",
    reason: "panther-dev-123456789012 already exists",
    holds: ["s3://panther-dev-123456789012", "whose it is"],
  },
  {
    code: "leftover-table",
    type: "AWS::DynamoDB::Table",
    reason: exists("AWS::DynamoDB::Table", "TableName", "panther-organization"),
    holds: ["--table-name 'panther-organization'", "backup"],
  },
  {
    code: "leftover-queue",
    type: "AWS::SQS::Queue",
    reason: `Resource handler returned message: "Resource of type 'AWS::SQS::Queue' with identifier 'panther-input-data' already exists." ${handler} AlreadyExists)`,
    holds: ["--queue-name 'panther-input-data'"],
  },
  {
    code: "leftover-topic",
    type: "AWS::SNS::Topic",
    reason: "panther-cw-alarms already exists in stack arn:aws:cloudformation:us-east-1:123456789012:stack/old/1",
    holds: ["arn:aws:sns:us-east-1:123456789012:panther-cw-alarms"],
  },
  {
    code: "leftover-function",
    type: "AWS::Lambda::Function",
    reason: exists("AWS::Lambda::Function", "FunctionName", "panther-users-api"),
    holds: ["--function-name 'panther-users-api'"],
  },
  {
    code: "leftover-key-alias",
    type: "AWS::KMS::Alias",
    reason: "An alias with the name alias/panther-sqs already exists",
    holds: ["--alias-name 'alias/panther-sqs'"],
  },
  {
    code: "leftover-repository",
    type: "AWS::ECR::Repository",
    reason: exists("AWS::ECR::Repository", "RepositoryName", "panther-web"),
    holds: ["--repository-name 'panther-web'"],
  },
  {
    code: "leftover-workgroup",
    type: "AWS::Athena::WorkGroup",
    reason: exists("AWS::Athena::WorkGroup", "Name", "Panther"),
    holds: ["--work-group 'Panther'"],
  },
  {
    code: "leftover-data-catalog",
    type: "AWS::Athena::DataCatalog",
    reason: exists("AWS::Athena::DataCatalog", "Name", "panther-ddb"),
    holds: ["--name 'panther-ddb'"],
  },
  {
    code: "leftover-cluster",
    type: "AWS::ECS::Cluster",
    reason: exists("AWS::ECS::Cluster", "ClusterName", "panther-web-cluster"),
    holds: ["--cluster 'panther-web-cluster'"],
  },
  {
    code: "leftover-load-balancer",
    type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    reason: "web already exists",
    holds: ["--names 'web'"],
  },
  {
    code: "leftover-target-group",
    type: "AWS::ElasticLoadBalancingV2::TargetGroup",
    reason: "panther-web already exists",
    holds: ["--names 'panther-web'"],
  },
  {
    code: "leftover-project",
    type: "AWS::CodeBuild::Project",
    reason: exists("AWS::CodeBuild::Project", "Name", "panther-pulumi"),
    holds: ["--name 'panther-pulumi'"],
  },
  {
    code: "leftover-secret",
    type: "AWS::SecretsManager::Secret",
    reason: "The operation failed because the secret panther/china already exists.",
    holds: ["--secret-id 'panther/china'"],
  },
  {
    code: "leftover-trail",
    type: "AWS::CloudTrail::Trail",
    reason: exists("AWS::CloudTrail::Trail", "TrailName", "panther-cloudtrail-us-east-1"),
    holds: ["--name 'panther-cloudtrail-us-east-1'"],
  },
  {
    code: "name-taken",
    type: "AWS::Cognito::UserPoolDomain",
    reason: "panther-login already exists",
    holds: ["panther-login", "AWS::Cognito::UserPoolDomain"],
  },
  {
    code: "detector-exists",
    type: "AWS::GuardDuty::Detector",
    reason: "The request is rejected because a detector already exists for the current account.",
    holds: ["EnableGuardDuty"],
  },
  {
    code: "lambda-concurrency",
    type: "AWS::Lambda::Function",
    reason: `Resource handler returned message: "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [50]. ${service("Lambda")}" ${handler} InvalidRequest)`,
    holds: ["50 have to stay", "L-B99A9384"],
  },
  {
    code: "lambda-code-storage",
    type: "AWS::Lambda::Function",
    reason: `Code storage limit exceeded. ${service("Lambda")}`,
    holds: ["L-2ACBD22F"],
  },
  {
    code: "vpc-quota",
    type: "AWS::EC2::VPC",
    reason: `Resource handler returned message: "The maximum number of VPCs has been reached. ${service("Ec2")}" ${handler} GeneralServiceException)`,
    holds: ["as many VPCs", "L-F678F1CE"],
  },
  {
    code: "throttled",
    type: "AWS::IAM::Role",
    reason: `Rate exceeded ${service("Iam")} ${handler} Throttling)`,
    holds: ["same command again"],
  },
  {
    code: "quota",
    type: "AWS::IAM::Role",
    reason:
      'Resource handler returned message: "Cannot exceed quota for RolesPerAccount: 1000 (Service: Iam, Status Code: 409, Request ID: x)" (RequestToken: y, HandlerErrorCode: ServiceLimitExceeded)',
    holds: ["https://console.aws.amazon.com/servicequotas/home?region=us-east-1"],
  },
  {
    code: "region-without-service",
    type: "AWS::CloudFormation::Stack",
    reason: "Template format error: Unrecognized resource types: [AWS::AppSync::GraphQLApi, AWS::Cognito::UserPool]",
    holds: ["us-east-1 does not have AWS::AppSync::GraphQLApi"],
  },
  {
    code: "service-not-activated",
    type: "AWS::AppSync::GraphQLApi",
    reason:
      "The AWS Access Key Id needs a subscription for the service (Service: AWSAppSync; Status Code: 403; Error Code: SubscriptionRequiredException)",
    holds: ["123456789012"],
  },
  {
    code: "runtime-retired",
    type: "AWS::Lambda::Function",
    reason: `Resource handler returned message: "The runtime parameter of python3.7 is no longer supported for creating or updating AWS Lambda functions. We recommend you use the new runtime (python3.12) while creating or updating functions. ${service("Lambda")}" ${handler} InvalidRequest)`,
    holds: ["python3.7", "panther plan"],
  },
  {
    code: "service-linked-role-missing",
    type: "AWS::ECS::Cluster",
    reason: `Resource handler returned message: "Invalid request provided: CreateCluster Invalid Request: Unable to assume the service linked role. Please verify that the ECS service linked role exists. ${service("AmazonECS")}" ${handler} InvalidRequest)`,
    holds: ["--aws-service-name ecs.amazonaws.com"],
  },
  {
    code: "custom-resource-timeout",
    type: "Custom::PantherUser",
    reason: "Custom Resource failed to stabilize in expected time",
    holds: ["/aws/lambda/panther-cfn-custom-resources", "us-east-1"],
  },
  {
    code: "custom-resource-timeout",
    type: "Custom::Certificate",
    reason:
      "CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [6da1afd2-c13d-4c41-bce6-f3022a30aae7]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.",
    holds: ["6da1afd2-c13d-4c41-bce6-f3022a30aae7"],
  },
  {
    code: "custom-resource-failed",
    type: "Custom::ManagedSchemas",
    reason:
      "Received response status [FAILED] from custom resource. Message returned: See the details in CloudWatch Log Stream: 2026/07/08/[$LATEST]f3d033c8 (RequestId: 75f768f5)",
    holds: ["f3d033c8", "aws logs tail"],
  },
  {
    code: "parameter",
    type: "AWS::CloudFormation::Stack",
    reason: "Parameter 'CloudSecurityMemory' must be a number not greater than 2048",
    holds: ["CloudSecurityMemory must be a number not greater than 2048", "panther parameters check"],
  },
  {
    code: "parameter",
    type: "AWS::CloudFormation::Stack",
    reason: "Parameters: [UserPoolId] must have values",
    holds: ["UserPoolId must have values"],
  },
  {
    code: "parameter",
    type: "AWS::CloudFormation::Stack",
    reason: "Template validation error: Parameter SecurityGroupID failed to satisfy constraint: a security group",
    holds: ["SecurityGroupID"],
  },
  {
    code: "parameter",
    type: "AWS::CloudFormation::Stack",
    reason: "Each value of parameter 'LayerVersionArns' must match pattern arn:.+",
    holds: ["LayerVersionArns must match pattern"],
  },
  {
    code: "subnet-conflict",
    type: "AWS::EC2::Subnet",
    reason: `The CIDR '172.31.250.0/26' conflicts with another subnet ${service("Ec2")}`,
    holds: ["172.31.250.0/26", "SubnetOneIPRange"],
  },
  {
    code: "certificate",
    type: "AWS::ElasticLoadBalancingV2::Listener",
    reason:
      "Certificate ARN 'arn:aws:acm:us-west-2:123456789012:certificate/x' is not valid (Service: ElasticLoadBalancingV2)",
    holds: ["certificate/x", "us-east-1"],
  },
  {
    code: "service-not-stable",
    type: "AWS::ECS::Service",
    reason: `Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'." ${handler} GeneralServiceException)`,
    holds: ["panther-web-cluster"],
  },
  {
    code: "bucket-not-empty",
    type: "AWS::S3::Bucket",
    status: "DELETE_FAILED",
    reason:
      "The bucket you tried to delete is not empty (Service: Amazon S3; Status Code: 409; Error Code: BucketNotEmpty)",
    holds: ["s3://physical"],
  },
  {
    code: "in-use",
    type: "AWS::EC2::SecurityGroup",
    status: "DELETE_FAILED",
    reason: "resource sg-0123456789abcdef0 has a dependent object (Service: Ec2, Status Code: 400)",
    holds: ["sg-0123456789abcdef0"],
  },
  {
    code: "key-unusable",
    type: "AWS::Lambda::Function",
    reason:
      "arn:aws:kms:us-east-1:123456789012:key/x is pending deletion. (Service: Kms; Error Code: KMSInvalidStateException)",
    holds: ["enable-key"],
  },
  {
    code: "hook",
    type: "AWS::S3::Bucket",
    reason: "The following hook(s) failed: [Org::Guard::Hook]",
    holds: ["Org::Guard::Hook"],
  },
  {
    code: "stack-timeout",
    type: "AWS::CloudFormation::Stack",
    reason:
      "Stack creation time exceeded the specified timeout. The following resource(s) failed to create: [WebService].",
    holds: ["20 minutes"],
  },
  {
    code: "cancelled",
    type: "AWS::CloudFormation::Stack",
    status: "UPDATE_ROLLBACK_IN_PROGRESS",
    reason: "User Initiated",
    holds: ["CancelUpdateStack"],
  },
  {
    code: "rollback-alarm",
    type: "AWS::CloudFormation::Stack",
    status: "UPDATE_ROLLBACK_IN_PROGRESS",
    reason: "Rollback alarm arn:aws:cloudwatch:us-east-1:123456789012:alarm:x went into ALARM state",
    holds: ["alarm"],
  },
  {
    code: "lost-nested-stack",
    type: "AWS::CloudFormation::Stack",
    status: "DELETE_COMPLETE",
    reason: "The update ended well and removed this nested stack.",
    holds: ["Resource", "BootstrapStackOnly"],
  },
  {
    code: "still-busy",
    type: "AWS::CloudFormation::Stack",
    reason:
      "Stack:arn:aws:cloudformation:us-east-1:123456789012:stack/x/y is in UPDATE_IN_PROGRESS state and can not be updated.",
    holds: ["UPDATE_IN_PROGRESS"],
  },
  {
    code: "stuck-nested-stack",
    type: "AWS::CloudFormation::Stack",
    reason:
      "Stack:arn:aws:cloudformation:us-east-1:123456789012:stack/x/y is in UPDATE_ROLLBACK_FAILED state and can not be updated.",
    holds: ["panther recover"],
  },
  {
    code: "template",
    type: "AWS::CloudFormation::Stack",
    reason: "Template error: instance of Fn::GetAtt references undefined resource UserPool",
    holds: ["undefined resource UserPool"],
  },
  { code: "internal-failure", type: "AWS::SQS::Queue", reason: "Internal Failure", holds: ["same command again"] },
  {
    code: "not-stable",
    type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    reason: `Resource handler returned message: "Exceeded attempts to wait" ${handler} NotStabilized)`,
    holds: ["physical"],
  },
];
