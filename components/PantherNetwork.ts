import { MainRouteTableAssociation } from "@pulumi/aws/ec2/mainRouteTableAssociation.js";
import type { NatGateway } from "@pulumi/aws/ec2/natGateway.js";
import { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { Vpc, type VpcArgs } from "@pulumi/awsx/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import { type NetworkLayout, networkLayout } from "../model/network/networkLayout.ts";
import { flowLogs } from "./network/flowLogs.ts";
import { refusal } from "./refusal.ts";

/** Arguments of {@link PantherNetwork}. What decides which subnets there are is plain, as awsx wants it. */
export interface PantherNetworkArgs {
  /** The VPC's block in CIDR notation: private, from /16 to /22 as a rule. Replaces the VPC when changed. */
  readonly vpcIpRange: string;
  /**
   * Where Panther makes its first subnet, in CIDR notation: a /27 or larger, inside the VPC. Without it, a free /26 near the
   * VPC's end. Panther can't move its subnets: once deployed, keep to what `parameters` says.
   */
  readonly subnetOneIpRange?: string;
  /** The same for its second subnet, in another zone. */
  readonly subnetTwoIpRange?: string;
  /** Where Panther makes the first subnet of its functions, from v1.35 on: a /28 or larger. Without it, a /25. */
  readonly airgapSubnetOneIpRange?: string;
  /** The same for the second one. */
  readonly airgapSubnetTwoIpRange?: string;
  /**
   * A NAT gateway in each zone, which costs twice as much, instead of one in the first. For our private subnets: Panther's
   * own ones leave by the first in any case.
   */
  readonly natGatewayPerZone?: boolean;
  /** Who may reach Panther's web app, in CIDR notation. The VPC's own addresses, unless given. */
  readonly webAppIpRanges?: pulumi.Input<pulumi.Input<string>[]>;
  /** ARN of a bucket that takes flow logs, with a policy that lets `delivery.logs.amazonaws.com` write. Else CloudWatch. */
  readonly flowLogBucketArn?: pulumi.Input<string>;
  /** Days that CloudWatch keeps flow logs; 365, unless given. Without effect for a bucket, which has its own rules. */
  readonly flowLogRetentionDays?: pulumi.Input<number>;
  /** Tags of everything that can have some, beside `Application: Panther`. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A VPC for Panther in two availability zones, with flow logs, for its root parameter VpcID and those that go with it. Panther
 * makes subnets of its own in it: their ranges stay unallocated here. There is a public and a private subnet of ours in each
 * zone besides, for NAT gateways and for what else has to be near Panther.
 *
 * In a VPC that Panther did not make, its templates associate their subnets with no route table and make the web app's load
 * balancer internal, behind the security group given (`deployments/bootstrap.yml` of Panther Community v1.16). So the main
 * route table leads to a NAT gateway, and the security group lets the web app's users in, not only traffic out.
 * @throws pulumi.RunError that lists every problem of the ranges with its fix, before anything is registered.
 */
export class PantherNetwork extends pulumi.ComponentResource {
  /** ID of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** ID of the security group for Panther. */
  readonly securityGroupId: pulumi.Output<string>;
  /** IDs of our public subnets, one a zone. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** IDs of our private subnets, one a zone. They would do for SubnetOneID and SubnetTwoID. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Root parameters by their template names, for `PantherRootStack`. Those that a release does not know are to be left out. */
  readonly parameters: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: PantherNetworkArgs, options?: pulumi.ComponentResourceOptions) {
    const layout = layoutOf(args);
    super("panther:index:PantherNetwork", name, {}, options);
    const tags = pulumi
      .output(args.tags ?? {})
      .apply((given): Record<string, string> => ({ Application: "Panther", ...given }));
    const vpc = new Vpc(
      `${name}-vpc`,
      {
        cidrBlock: args.vpcIpRange,
        numberOfAvailabilityZones: 2,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        natGateways: { strategy: args.natGatewayPerZone ? "OnePerAz" : "Single" },
        // "Exact" would want the rest of the VPC accounted for too, zone by zone; blocks that are given are kept to anyway.
        subnetStrategy: "Auto",
        subnetSpecs: subnetSpecs(layout),
        tags,
      },
      { parent: this },
    );
    const routes = new RouteTable(
      `${name}-main-routes`,
      {
        vpcId: vpc.vpcId,
        routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: vpc.natGateways.apply(idOfFirst) }],
        tags,
      },
      { parent: this },
    );
    const main = new MainRouteTableAssociation(
      `${name}-main-routes-use`,
      { vpcId: vpc.vpcId, routeTableId: routes.id },
      { parent: this },
    );
    const securityGroup = new SecurityGroup(
      `${name}-security-group`,
      {
        description: "Panther: load balancer of the web app, and traffic within",
        vpcId: vpc.vpcId,
        ingress: [
          ...[80, 443].map((port) => ({
            description: "Users of the web app",
            protocol: "tcp",
            fromPort: port,
            toPort: port,
            cidrBlocks: args.webAppIpRanges ?? [args.vpcIpRange],
          })),
          { description: "Panther itself", protocol: "-1", fromPort: 0, toPort: 0, self: true },
        ],
        egress: [{ description: "AWS", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
        tags,
      },
      { parent: this },
    );
    flowLogs(name, {
      parent: this,
      vpcId: vpc.vpcId,
      bucketArn: args.flowLogBucketArn,
      retentionDays: args.flowLogRetentionDays,
      tags,
    });
    this.vpcId = vpc.vpcId;
    this.securityGroupId = securityGroup.id;
    this.publicSubnetIds = vpc.publicSubnetIds;
    this.privateSubnetIds = vpc.privateSubnetIds;
    this.parameters = pulumi
      // The routes are waited for: Panther's containers fetch their image by them.
      .all([vpc.vpcId, securityGroup.id, main.id])
      .apply(([VpcID, SecurityGroupID]): Record<string, string> => ({ VpcID, SecurityGroupID, ...layout.kept }));
    this.registerOutputs({
      vpcId: this.vpcId,
      securityGroupId: this.securityGroupId,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
      parameters: this.parameters,
    });
  }
}

function layoutOf(args: PantherNetworkArgs): NetworkLayout {
  const answer = networkLayout({
    vpc: args.vpcIpRange,
    kept: {
      SubnetOneIPRange: args.subnetOneIpRange,
      SubnetTwoIPRange: args.subnetTwoIpRange,
      AirgapSubnetOneIPRange: args.airgapSubnetOneIpRange,
      AirgapSubnetTwoIPRange: args.airgapSubnetTwoIpRange,
    },
  });
  if (answer.kind === "laid-out") return answer.layout;
  const listed = answer.findings.map(({ message, fix }) => `- ${message} ${fix}`).join("\n");
  throw refusal(`Panther's network can't be made like this:\n${listed}`);
}

/** A block for each zone. "Unused" has awsx hold Panther's ranges against the other subnets, and make nothing there. */
function subnetSpecs({ kept, publicSubnets, privateSubnets }: NetworkLayout): NonNullable<VpcArgs["subnetSpecs"]> {
  return [
    { type: "Public", cidrBlocks: [...publicSubnets] },
    { type: "Private", cidrBlocks: [...privateSubnets] },
    { type: "Unused", name: "panther", cidrBlocks: [kept.SubnetOneIPRange, kept.SubnetTwoIPRange] },
    { type: "Unused", name: "panther-airgap", cidrBlocks: [kept.AirgapSubnetOneIPRange, kept.AirgapSubnetTwoIPRange] },
  ];
}

/**
 * What awsx made comes as a resource only where the program has loaded the very version of `@pulumi/aws` that awsx has, or a
 * later one; else the runtime hands on its ID.
 */
function idOfFirst([gateway]: readonly (NatGateway | string)[]): pulumi.Output<string> {
  if (!gateway)
    throw new Error("awsx made a VPC without a NAT gateway, although one was asked for. Please report this.");
  return pulumi.output(typeof gateway === "string" ? gateway : gateway.id);
}
