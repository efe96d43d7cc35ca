import { logGroup, statement, trust } from "../families.ts";
import type { Scope } from "../scope.ts";
import {
  and,
  condition,
  equals,
  findInMap,
  getAtt,
  isSet,
  not,
  type Output,
  type Resource,
  type Resources,
  ref,
  select,
  sub,
  type Value,
  type Values,
  when,
} from "../template.ts";

export const networkMappings: Values = {
  SubnetConfig: {
    VPC: { CIDR: "10.0.0.0/24" },
    One: { CIDR: "10.0.0.0/26" },
    Two: { CIDR: "10.0.0.64/26" },
    AirgapOne: { CIDR: "10.0.0.128/26" },
    AirgapTwo: { CIDR: "10.0.0.192/26" },
  },
};

export const networkConditions: Values = {
  CreateVpc: equals(ref("VpcID"), ""),
  CreateSubnetOne: equals(ref("SubnetOneID"), ""),
  CreateSubnetTwo: equals(ref("SubnetTwoID"), ""),
  CreateSecurityGroups: equals(ref("SecurityGroupID"), ""),
  AttachSubnetOne: and(condition("CreateVpc"), condition("CreateSubnetOne")),
  AttachSubnetTwo: and(condition("CreateVpc"), condition("CreateSubnetTwo")),
  UseCustomDomain: isSet("CustomDomain"),
  OpenToWorld: not(equals(ref("LoadBalancerSecurityGroupCidr"), "127.0.0.1/32")),
};

const vpcId = when("CreateVpc", ref("Vpc"), ref("VpcID"));
const subnetOne = when("CreateSubnetOne", ref("SubnetOne"), ref("SubnetOneID"));
const subnetTwo = when("CreateSubnetTwo", ref("SubnetTwo"), ref("SubnetTwoID"));
const securityGroup = (own: string): Value => when("CreateSecurityGroups", ref(own), ref("SecurityGroupID"));

function subnet(row: string, zone: number, range: string, rest: Partial<Resource> = {}): Resource {
  return {
    Type: "AWS::EC2::Subnet",
    ...rest,
    Properties: {
      AvailabilityZone: select(zone, { "Fn::GetAZs": "" }),
      CidrBlock: when("CreateVpc", findInMap("SubnetConfig", row, "CIDR"), ref(range)),
      MapPublicIpOnLaunch: false,
      VpcId: vpcId,
    },
  };
}

const inVpc = { Condition: "CreateVpc" } as const;

function vpc(): Resources {
  const association = (own: string, subnetId: string): Resource => ({
    Type: "AWS::EC2::SubnetRouteTableAssociation",
    Condition: own,
    Properties: { RouteTableId: ref("RouteTable"), SubnetId: ref(subnetId) },
  });
  return {
    Vpc: {
      Type: "AWS::EC2::VPC",
      ...inVpc,
      Properties: {
        CidrBlock: findInMap("SubnetConfig", "VPC", "CIDR"),
        EnableDnsHostnames: true,
        EnableDnsSupport: true,
      },
    },
    InternetGateway: { Type: "AWS::EC2::InternetGateway", ...inVpc },
    GatewayAttachment: {
      Type: "AWS::EC2::VPCGatewayAttachment",
      ...inVpc,
      Properties: { InternetGatewayId: ref("InternetGateway"), VpcId: ref("Vpc") },
    },
    RouteTable: { Type: "AWS::EC2::RouteTable", ...inVpc, Properties: { VpcId: ref("Vpc") } },
    DefaultRoute: {
      Type: "AWS::EC2::Route",
      ...inVpc,
      DependsOn: "GatewayAttachment",
      Properties: {
        DestinationCidrBlock: "0.0.0.0/0",
        GatewayId: ref("InternetGateway"),
        RouteTableId: ref("RouteTable"),
      },
    },
    SubnetOne: subnet("One", 0, "SubnetOneIPRange", { Condition: "CreateSubnetOne" }),
    SubnetTwo: subnet("Two", 1, "SubnetTwoIPRange", { Condition: "CreateSubnetTwo" }),
    SubnetOneRoutes: association("AttachSubnetOne", "SubnetOne"),
    SubnetTwoRoutes: association("AttachSubnetTwo", "SubnetTwo"),
    FlowLogGroup: { ...logGroup(sub("panther-vpc-flow-${AWS::Region}")), ...inVpc },
    FlowLogRole: {
      Type: "AWS::IAM::Role",
      ...inVpc,
      Properties: {
        AssumeRolePolicyDocument: trust("vpc-flow-logs.amazonaws.com"),
        Policies: [
          {
            PolicyName: "WriteFlowLogs",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [statement(["logs:CreateLogStream", "logs:PutLogEvents"], getAtt("FlowLogGroup"))],
            },
          },
        ],
      },
    },
    FlowLog: {
      Type: "AWS::EC2::FlowLog",
      ...inVpc,
      Properties: {
        DeliverLogsPermissionArn: getAtt("FlowLogRole"),
        LogGroupName: ref("FlowLogGroup"),
        ResourceId: ref("Vpc"),
        ResourceType: "VPC",
        TrafficType: "ALL",
      },
    },
  };
}

function loadBalancer(scope: Scope): Resources {
  const group = (description: string, ingress: Value): Resource => ({
    Type: "AWS::EC2::SecurityGroup",
    Condition: "CreateSecurityGroups",
    Properties: { GroupDescription: description, VpcId: vpcId, SecurityGroupIngress: ingress },
  });
  const open = (port: number): Value => ({
    IpProtocol: "tcp",
    FromPort: port,
    ToPort: port,
    CidrIp: ref("LoadBalancerSecurityGroupCidr"),
  });
  return {
    LoadBalancerSecurityGroup: group("What may reach the web app", [open(80), open(443)]),
    WebSecurityGroup: group("What may reach the containers of the web app", []),
    WebIngress: {
      Type: "AWS::EC2::SecurityGroupIngress",
      Condition: "CreateSecurityGroups",
      Properties: {
        GroupId: ref("WebSecurityGroup"),
        IpProtocol: "tcp",
        FromPort: 3000,
        ToPort: 3000,
        SourceSecurityGroupId: ref("LoadBalancerSecurityGroup"),
      },
    },
    WebLoadBalancer: {
      Type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
      Properties: {
        Name: "web",
        Scheme: when("OpenToWorld", "internet-facing", "internal"),
        SecurityGroups: [securityGroup("LoadBalancerSecurityGroup")],
        Subnets: [subnetOne, subnetTwo],
        LoadBalancerAttributes: [
          { Key: "idle_timeout.timeout_seconds", Value: 60 + 30 * scope.revision("WebLoadBalancer") },
        ],
      },
    },
    WebTargetGroup: {
      Type: "AWS::ElasticLoadBalancingV2::TargetGroup",
      Properties: {
        Name: "panther-web",
        HealthCheckPath: "/",
        Port: 80,
        Protocol: "HTTP",
        TargetType: "ip",
        VpcId: vpcId,
      },
    },
  };
}

export function networkResources(scope: Scope): Resources {
  const airgap: Resources = scope.has("AirgapSubnetOneIPRange")
    ? {
        AirgapSubnetOne: subnet("AirgapOne", 0, "AirgapSubnetOneIPRange"),
        AirgapSubnetTwo: subnet("AirgapTwo", 1, "AirgapSubnetTwoIPRange"),
      }
    : {};
  return { ...vpc(), ...airgap, ...loadBalancer(scope) };
}

const domain = when("UseCustomDomain", ref("CustomDomain"), getAtt("WebLoadBalancer", "DNSName"));

export const networkOutputs: Readonly<Record<string, Output>> = {
  AppDomainURL: { Description: "Host of the web app", Value: domain },
  LoadBalancerArn: { Description: "Load balancer of the web app", Value: ref("WebLoadBalancer") },
  LoadBalancerUrl: { Description: "Host to open in a browser", Value: domain },
  SubnetOneId: { Description: "First subnet", Value: subnetOne },
  SubnetTwoId: { Description: "Second subnet", Value: subnetTwo },
  WebSecurityGroupId: { Description: "Security group of the containers", Value: securityGroup("WebSecurityGroup") },
  WebTargetGroupArn: { Description: "Where the load balancer finds the containers", Value: ref("WebTargetGroup") },
};
