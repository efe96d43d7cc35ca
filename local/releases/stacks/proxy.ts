import { trust } from "../families.ts";
import type { Release } from "../scope.ts";
import { arn, isSet, type Resources, ref, region, sub, type Template, when } from "../template.ts";
import { hostSuffix } from "../urls.ts";

function network(): Resources {
  return {
    ProxyVpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/24", EnableDnsSupport: true } },
    ProxySubnet: { Type: "AWS::EC2::Subnet", Properties: { CidrBlock: "10.0.0.0/26", VpcId: ref("ProxyVpc") } },
    ProxySecurityGroup: {
      Type: "AWS::EC2::SecurityGroup",
      Properties: { GroupDescription: "The web app in front of a backend in China", VpcId: ref("ProxyVpc") },
    },
  };
}

/** The web app for a deployment whose backend stands in China: it finds the way there through a secret. */
export function proxyTemplate(release: Release): Template {
  const image = `349240696275.dkr.ecr.${release.region}.${hostSuffix(release.region)}/panther-enterprise`;
  return {
    Description: "Panther Enterprise: web app in front of a backend in China",
    Parameters: {
      FirstUserEmail: {
        Type: "String",
        Description: "Mail address of the first administrator",
        AllowedPattern: "^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$",
      },
      SecretID: {
        Type: "String",
        Description: "Secret with URL and key of the gateway in China",
        Default: "panther/china",
        MinLength: 1,
      },
      CustomDomain: {
        Type: "String",
        Description: "Domain of the web app; blank uses the one that AWS gives",
        Default: "",
        AllowedPattern: "^([a-z0-9.-]+\\.[a-z]{2,})?$",
      },
    },
    ...(release.labelled
      ? { Mappings: { Constants: { Panther: { Version: `${release.version}-china-web-proxy` } } } }
      : {}),
    Conditions: { UseCustomDomain: isSet("CustomDomain") },
    Resources: {
      UserPool: {
        Type: "AWS::Cognito::UserPool",
        Properties: {
          UserPoolName: "panther-china-users",
          AdminCreateUserConfig: {
            AllowAdminCreateUserOnly: true,
            InviteMessageTemplate: { EmailSubject: sub("Panther: an invitation for ${FirstUserEmail}") },
          },
          UsernameAttributes: ["email"],
        },
      },
      UserPoolClient: {
        Type: "AWS::Cognito::UserPoolClient",
        Properties: { ClientName: "panther-china-web", UserPoolId: ref("UserPool") },
      },
      ProxyRole: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: trust("ecs-tasks.amazonaws.com"),
          Policies: [
            {
              PolicyName: "ReadGatewaySecret",
              PolicyDocument: {
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Action: "secretsmanager:GetSecretValue",
                    Resource: arn("secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${SecretID}-??????"),
                  },
                ],
              },
            },
          ],
        },
      },
      ProxyLogGroup: {
        Type: "AWS::Logs::LogGroup",
        Properties: { LogGroupName: "panther-china-web-logs", RetentionInDays: 365 },
      },
      ...network(),
      ProxyCluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "panther-china-web-cluster" } },
      ProxyTask: {
        Type: "AWS::ECS::TaskDefinition",
        Properties: {
          Family: "panther-china-web",
          Cpu: 256,
          Memory: 512,
          NetworkMode: "awsvpc",
          RequiresCompatibilities: ["FARGATE"],
          ExecutionRoleArn: { "Fn::GetAtt": ["ProxyRole", "Arn"] },
          TaskRoleArn: { "Fn::GetAtt": ["ProxyRole", "Arn"] },
          ContainerDefinitions: [
            {
              Name: "panther-china-web",
              Image: `${image}:${release.labelled ? `${release.version}-china-web-proxy` : release.commit}`,
              Environment: [
                { Name: "SECRET_ID", Value: ref("SecretID") },
                { Name: "APP_CLIENT_ID", Value: ref("UserPoolClient") },
                { Name: "APP_DOMAIN", Value: when("UseCustomDomain", ref("CustomDomain"), "") },
                { Name: "REGION", Value: region },
              ],
              PortMappings: [{ ContainerPort: 3000 }],
            },
          ],
        },
      },
      ProxyService: {
        Type: "AWS::ECS::Service",
        Properties: {
          ServiceName: "panther-china-web",
          Cluster: ref("ProxyCluster"),
          TaskDefinition: ref("ProxyTask"),
          DesiredCount: 1,
          LaunchType: "FARGATE",
          NetworkConfiguration: {
            AwsvpcConfiguration: {
              AssignPublicIp: "ENABLED",
              SecurityGroups: [ref("ProxySecurityGroup")],
              Subnets: [ref("ProxySubnet")],
            },
          },
        },
      },
    },
    Outputs: {
      ClusterName: { Description: "Cluster of the web app", Value: ref("ProxyCluster") },
      ServiceName: { Description: "Service of the web app", Value: { "Fn::GetAtt": ["ProxyService", "Name"] } },
    },
  };
}
