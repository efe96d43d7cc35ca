// The resource types that MiniStack has a handler for. A list of our own, so that a template can be judged before anything is
// made of it; a test compares it with the emulator's.
const typesOf: Readonly<Record<string, string>> = {
  ApiGateway:
    "Account ApiKey Authorizer BasePathMapping Deployment DocumentationPart DocumentationVersion DomainName GatewayResponse Method Model RequestValidator Resource RestApi Stage UsagePlan UsagePlanKey",
  ApiGatewayV2: "Api ApiMapping Authorizer DomainName Integration Route Stage",
  AppConfig: "Application ConfigurationProfile Deployment DeploymentStrategy Environment HostedConfigurationVersion",
  AppSync: "ApiKey DataSource FunctionConfiguration GraphQLApi GraphQLSchema Resolver",
  Athena: "WorkGroup",
  AutoScaling: "AutoScalingGroup LaunchConfiguration LifecycleHook ScalingPolicy ScheduledAction",
  Backup: "BackupPlan BackupVault",
  CDK: "Metadata",
  CertificateManager: "Certificate",
  CloudFormation: "CustomResource Stack WaitCondition WaitConditionHandle",
  CloudFront:
    "CachePolicy CloudFrontOriginAccessIdentity Distribution Function KeyValueStore OriginAccessControl OriginRequestPolicy ResponseHeadersPolicy",
  CloudWatch: "Alarm Dashboard",
  CodeBuild: "Project",
  Cognito:
    "IdentityPool IdentityPoolPrincipalTag IdentityPoolRoleAttachment UserPool UserPoolClient UserPoolDomain UserPoolGroup UserPoolResourceServer",
  DocDB: "DBCluster DBClusterParameterGroup DBInstance DBSubnetGroup",
  DynamoDB: "GlobalTable Table",
  EC2: "InternetGateway LaunchTemplate Route RouteTable SecurityGroup Subnet SubnetRouteTableAssociation VPC VPCEndpoint VPCGatewayAttachment",
  ECR: "Repository",
  ECS: "Cluster Service TaskDefinition",
  EFS: "AccessPoint FileSystem MountTarget",
  EKS: "Cluster Nodegroup",
  ElastiCache: "CacheCluster ParameterGroup ReplicationGroup SubnetGroup User UserGroup",
  ElasticLoadBalancingV2: "Listener ListenerRule LoadBalancer TargetGroup",
  Events: "EventBus Rule",
  Glue: "Connection Crawler Database Job Partition Table Trigger",
  IAM: "InstanceProfile ManagedPolicy Policy Role User",
  IoT: "CACertificate Certificate DomainConfiguration JobTemplate Policy PolicyPrincipalAttachment ProvisioningTemplate Thing ThingGroup ThingPrincipalAttachment ThingType TopicRule",
  KMS: "Alias Key",
  Kinesis: "Stream",
  KinesisAnalyticsV2: "Application ApplicationCloudWatchLoggingOption",
  KinesisFirehose: "DeliveryStream",
  Lambda:
    "Alias EventInvokeConfig EventSourceMapping Function LayerVersion LayerVersionPermission Permission Url Version",
  Location: "Tracker",
  Logs: "LogGroup LogStream MetricFilter ResourcePolicy SubscriptionFilter",
  OpenSearchService: "Domain",
  Pipes: "Pipe",
  RDS: "DBCluster DBClusterParameterGroup DBInstance DBParameterGroup DBSubnetGroup",
  Route53: "HostedZone RecordSet",
  S3: "AccessPoint Bucket BucketPolicy MultiRegionAccessPoint",
  S3ObjectLambda: "AccessPoint AccessPointPolicy",
  S3Tables: "Namespace Table TableBucket",
  SES: "ConfigurationSet ConfigurationSetEventDestination EmailIdentity",
  SNS: "Subscription Topic TopicPolicy",
  SQS: "Queue QueuePolicy",
  SSM: "Parameter",
  Scheduler: "Schedule ScheduleGroup",
  SecretsManager: "Secret SecretTargetAttachment",
  ServiceDiscovery: "HttpNamespace Instance PrivateDnsNamespace PublicDnsNamespace Service",
  Signer: "ProfilePermission SigningProfile",
  StepFunctions: "StateMachine",
  WAFv2: "WebACL",
};

const types: ReadonlySet<string> = new Set(
  Object.entries(typesOf).flatMap(([service, names]) => names.split(" ").map((name) => `AWS::${service}::${name}`)),
);

/** Sorted. */
export const emulatedTypes: readonly string[] = [...types].sort();

export function isEmulated(type: string): boolean {
  return types.has(type);
}
