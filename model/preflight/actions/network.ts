import { type ActionsOfTypes, here } from "./typeActions.ts";

// AWS chooses these identifiers: any will do to ask about all of a kind.
const any = "00000000000000000";
const ec2 = (kind: string, prefix: string) => here("ec2", `${kind}/${prefix}-${any}`);
const tags = ["ec2:CreateTags"];
const balancer = (rest: string) => here("elasticloadbalancing", rest);

export const networkActions: ActionsOfTypes = {
  "AWS::EC2::FlowLog": {
    always: ["ec2:CreateFlowLogs"],
    tagged: tags,
    resource: ec2("vpc-flow-log", "fl"),
  },
  "AWS::EC2::InternetGateway": {
    always: ["ec2:CreateInternetGateway"],
    tagged: tags,
    resource: ec2("internet-gateway", "igw"),
  },
  "AWS::EC2::Route": { always: ["ec2:CreateRoute"], resource: ec2("route-table", "rtb") },
  "AWS::EC2::RouteTable": { always: ["ec2:CreateRouteTable"], tagged: tags, resource: ec2("route-table", "rtb") },
  "AWS::EC2::SecurityGroup": {
    always: ["ec2:CreateSecurityGroup"],
    with: {
      SecurityGroupIngress: ["ec2:AuthorizeSecurityGroupIngress"],
      SecurityGroupEgress: ["ec2:AuthorizeSecurityGroupEgress"],
    },
    tagged: tags,
    resource: ec2("security-group", "sg"),
  },
  "AWS::EC2::SecurityGroupIngress": {
    always: ["ec2:AuthorizeSecurityGroupIngress"],
    resource: ec2("security-group", "sg"),
  },
  "AWS::EC2::Subnet": { always: ["ec2:CreateSubnet"], tagged: tags, resource: ec2("subnet", "subnet") },
  "AWS::EC2::SubnetRouteTableAssociation": {
    always: ["ec2:AssociateRouteTable"],
    resource: ec2("route-table", "rtb"),
  },
  "AWS::EC2::VPC": {
    always: ["ec2:CreateVpc"],
    with: { EnableDnsHostnames: ["ec2:ModifyVpcAttribute"] },
    tagged: tags,
    resource: ec2("vpc", "vpc"),
  },
  "AWS::EC2::VPCGatewayAttachment": {
    always: ["ec2:AttachInternetGateway"],
    resource: ec2("internet-gateway", "igw"),
  },
  // Panther's load balancer is called `web`; a listener's own ARN begins with it.
  "AWS::ElasticLoadBalancingV2::Listener": {
    always: ["elasticloadbalancing:CreateListener"],
    resource: balancer(`loadbalancer/app/web/${any}`),
  },
  "AWS::ElasticLoadBalancingV2::LoadBalancer": {
    always: ["elasticloadbalancing:CreateLoadBalancer"],
    with: { LoadBalancerAttributes: ["elasticloadbalancing:ModifyLoadBalancerAttributes"] },
    tagged: ["elasticloadbalancing:AddTags"],
    resource: balancer(`loadbalancer/app/{name}/${any}`),
  },
  "AWS::ElasticLoadBalancingV2::TargetGroup": {
    always: ["elasticloadbalancing:CreateTargetGroup"],
    tagged: ["elasticloadbalancing:AddTags"],
    resource: balancer(`targetgroup/{name}/${any}`),
  },
};
