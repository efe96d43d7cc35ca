import { custom, logGroup, settings, statement, trust } from "../families.ts";
import type { Scope } from "../scope.ts";
import {
  equals,
  findInMap,
  getAtt,
  isSet,
  join,
  not,
  type Resources,
  ref,
  region,
  sub,
  type Value,
  type Values,
  when,
} from "../template.ts";
import { hostSuffix } from "../urls.ts";
import type { StackDefinition } from "./definition.ts";

// Not a real key: reporting goes nowhere from here.
const segment: Values = {
  dev: { WriteKey: "local-development-key" },
  staging: { WriteKey: "" },
  prod: { WriteKey: "" },
};

function containers(scope: Scope): Resources {
  const { release } = scope;
  const image = `349240696275.dkr.ecr.${release.region}.${hostSuffix(release.region)}/panther-enterprise`;
  const tag = release.labelled ? release.version : release.commit;
  const environment: Values = {
    APP_CLIENT_ID: ref("AppClientId"),
    GRAPHQL_ENDPOINT: ref("GraphQLApiEndpoint"),
    USER_POOL_ID: ref("UserPoolId"),
    REGION: region,
    ...(release.labelled ? { PANTHER_VERSION: ref("PantherVersion") } : {}),
    ...settings(scope, ["EnableReports", "EnableNewNavigation", "SegmentEnvironment", "SentryEnvironment"]),
    ...(scope.has("SegmentEnvironment")
      ? { SEGMENT_WRITE_KEY: when("UseSegment", findInMap("Segment", ref("SegmentEnvironment"), "WriteKey"), "") }
      : {}),
  };
  return {
    Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "panther-web-cluster" } },
    WebLogGroup: logGroup("panther-web-logs"),
    TaskExecutionRole: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: trust("ecs-tasks.amazonaws.com"),
        Policies: [
          {
            PolicyName: "PullAndLog",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                statement(["ecr:BatchGetImage", "ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer"], "*"),
                statement(["logs:CreateLogStream", "logs:PutLogEvents"], getAtt("WebLogGroup")),
              ],
            },
          },
        ],
      },
    },
    TaskDefinition: {
      Type: "AWS::ECS::TaskDefinition",
      Properties: {
        Family: "panther-web",
        Cpu: 512,
        Memory: 1024,
        NetworkMode: "awsvpc",
        RequiresCompatibilities: ["FARGATE"],
        ExecutionRoleArn: getAtt("TaskExecutionRole"),
        ContainerDefinitions: [
          {
            Name: "panther-web",
            Image: `${image}:${tag}`,
            Environment: Object.entries(environment).map(([Name, Value]): Value => ({ Name, Value })),
            LogConfiguration: {
              LogDriver: "awslogs",
              Options: {
                "awslogs-group": ref("WebLogGroup"),
                "awslogs-region": region,
                "awslogs-stream-prefix": "web",
              },
            },
            PortMappings: [{ ContainerPort: 3000 }],
          },
        ],
      },
    },
    Service: {
      Type: "AWS::ECS::Service",
      DependsOn: "HttpListener",
      Properties: {
        ServiceName: "panther-web",
        Cluster: ref("Cluster"),
        DesiredCount: 1,
        LaunchType: "FARGATE",
        TaskDefinition: ref("TaskDefinition"),
        LoadBalancers: [
          { ContainerName: "panther-web", ContainerPort: 3000, TargetGroupArn: ref("WebTargetGroupArn") },
        ],
        NetworkConfiguration: {
          AwsvpcConfiguration: {
            AssignPublicIp: "ENABLED",
            SecurityGroups: [ref("WebSecurityGroupId")],
            Subnets: [ref("SubnetOneId"), ref("SubnetTwoId")],
          },
        },
      },
    },
  };
}

function entrance(scope: Scope): Resources {
  const listener = (port: number, protocol: string, rest: Values): Values => ({
    LoadBalancerArn: ref("LoadBalancerArn"),
    Port: port,
    Protocol: protocol,
    ...rest,
  });
  return {
    ...custom(scope, "Certificate", "Certificate", {
      CustomCertificate: when("OwnCertificate", ref("CertificateArn"), ""),
    }),
    HttpListener: {
      Type: "AWS::ElasticLoadBalancingV2::Listener",
      Properties: listener(80, "HTTP", {
        DefaultActions: [
          { Type: "redirect", RedirectConfig: { Port: "443", Protocol: "HTTPS", StatusCode: "HTTP_301" } },
        ],
      }),
    },
    HttpsListener: {
      Type: "AWS::ElasticLoadBalancingV2::Listener",
      Condition: "OwnCertificate",
      Properties: listener(443, "HTTPS", {
        Certificates: [{ CertificateArn: ref("CertificateArn") }],
        DefaultActions: [{ Type: "forward", TargetGroupArn: ref("WebTargetGroupArn") }],
      }),
    },
  };
}

function content(scope: Scope): Resources {
  return {
    ...custom(
      scope,
      "InitialAnalysisSet",
      "AnalysisSet",
      { PackUrls: ref("InitialAnalysisPackUrls") },
      { Condition: "InstallPacks" },
    ),
    ...custom(
      scope,
      "FirstUser",
      "PantherUser",
      {
        Email: ref("FirstUserEmail"),
        FamilyName: ref("FirstUserFamilyName"),
        GivenName: ref("FirstUserGivenName"),
        UserPoolId: ref("UserPoolId"),
      },
      { Condition: "CreateFirstUser", DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain", DependsOn: "Service" },
    ),
  };
}

export const web: StackDefinition = {
  name: "Web",
  tag: "panther-web",
  style: "short",
  dependsOn: ["CloudSecurity", "Core", "LogAnalysis"],
  timeoutInMinutes: 20,
  showsVersion: true,
  wires: {
    AppClientId: { from: "BootstrapGateway.AppClientId", pattern: "^[a-z0-9]{10,50}$" },
    GraphQLApiEndpoint: {
      from: "Bootstrap.GraphQLApiEndpoint",
      pattern:
        "^https:\\/\\/[a-z0-9]{26}\\.appsync-api\\.[a-z]{2}-[a-z]{4,9}-[1-9]\\.amazonaws\\.com(\\.cn)?\\/graphql$",
    },
    LoadBalancerArn: { from: "Bootstrap.LoadBalancerArn" },
    SubnetOneId: { from: "Bootstrap.SubnetOneId" },
    SubnetTwoId: { from: "Bootstrap.SubnetTwoId" },
    UserPoolId: { from: "Bootstrap.UserPoolId", pattern: "^[a-zA-Z0-9_-]{15,}$" },
    WebSecurityGroupId: { from: "Bootstrap.WebSecurityGroupId" },
    WebTargetGroupArn: { from: "Bootstrap.WebTargetGroupArn" },
  },
  customResources: true,
  body: (scope) => ({
    Description: "The web app behind the load balancer",
    ...(scope.has("SegmentEnvironment") ? { Mappings: { Segment: segment } } : {}),
    Conditions: {
      CreateFirstUser: isSet("FirstUserEmail"),
      InstallPacks: not(equals(join("", ref("InitialAnalysisPackUrls")), "")),
      OwnCertificate: isSet("CertificateArn"),
      ...(scope.has("SegmentEnvironment") ? { UseSegment: isSet("SegmentEnvironment") } : {}),
    },
    Resources: { ...entrance(scope), ...containers(scope), ...content(scope) },
    Outputs: { ServiceName: { Description: "Service of the web app", Value: sub("${Service.Name}") } },
  }),
};
