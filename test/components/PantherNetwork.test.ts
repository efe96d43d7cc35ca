import { NatGateway } from "@pulumi/aws/ec2/natGateway.js";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { PantherNetwork, type PantherNetworkArgs } from "../../components/PantherNetwork.ts";
import { rootParameters } from "../../model/release/parameters/catalog.ts";
import { checkParameters } from "../../model/release/parameters/checkParameters.ts";
import { documentedTemplate } from "../../model/release/parameters/declaration.ts";
import { failureOf, mockPulumi, type Recording, resolved } from "../support/mocks.ts";

const logGroupArn = "arn:aws-cn:logs:cn-north-1:123456789012:log-group:network-flow-logs-1";

describe("PantherNetwork", () => {
  it("has awsx make a private and a public subnet in two zones, and nothing in Panther's ranges", async () => {
    const { program } = await made({ vpcIpRange: "10.0.0.0/20" });
    const vpc = program.one("awsx:ec2:Vpc");
    expect(vpc).to.deep.include({ name: "network-vpc", parent: "network" });
    expect(vpc.inputs).to.deep.equal({
      cidrBlock: "10.0.0.0/20",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      natGateways: { strategy: "Single" },
      numberOfAvailabilityZones: 2,
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", cidrBlocks: ["10.0.8.0/24", "10.0.9.0/24"] },
        { type: "Private", cidrBlocks: ["10.0.0.0/22", "10.0.4.0/22"] },
        { type: "Unused", name: "panther", cidrBlocks: ["10.0.14.128/26", "10.0.14.192/26"] },
        { type: "Unused", name: "panther-airgap", cidrBlocks: ["10.0.15.0/25", "10.0.15.128/25"] },
      ],
      tags: { Application: "Panther" },
    });
  });

  it("leads what has no route table of its own, as Panther's subnets, to the first NAT gateway", async () => {
    const { program } = await made({ vpcIpRange: "10.0.0.0/20", natGatewayPerZone: true });
    expect(program.one("awsx:ec2:Vpc").inputs.natGateways).to.deep.equal({ strategy: "OnePerAz" });
    expectWayOut(program, "nat-1");
  });

  it("does so too when the runtime knows awsx's resources by more than their IDs", async () => {
    pulumi.runtime.registerResourceModule("aws", "ec2/natGateway", {
      version: undefined as unknown as string,
      construct: (name, _type, urn) => new NatGateway(name, undefined as never, { urn }),
    });
    const { program } = await made({ vpcIpRange: "10.0.0.0/20" });
    expectWayOut(program, "nat-1");
  });

  it("lets users of the web app in, Panther's parts to each other, and everything out", async () => {
    const rules = async (args: Partial<PantherNetworkArgs>) => {
      const { program } = await made({ vpcIpRange: "10.0.0.0/20", ...args });
      const { description, ingress, egress, vpcId } = program.one("aws:ec2/securityGroup:SecurityGroup").inputs;
      // What EC2 takes in descriptions: no apostrophe, for one.
      expect(description).to.match(/^[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]{1,255}$/);
      expect(vpcId).to.equal("vpc-12345678");
      return { ingress: (ingress as readonly object[]).map(withoutDescription), egress };
    };
    const web = (port: number, ranges: readonly string[]) => ({
      protocol: "tcp",
      fromPort: port,
      toPort: port,
      cidrBlocks: ranges,
    });
    const itself = { protocol: "-1", fromPort: 0, toPort: 0, self: true };
    const vpcAlone = await rules({});
    expect(vpcAlone.ingress).to.deep.equal([web(80, ["10.0.0.0/20"]), web(443, ["10.0.0.0/20"]), itself]);
    expect(vpcAlone.egress).to.have.length(1).and.to.have.nested.property("[0].cidrBlocks[0]", "0.0.0.0/0");
    const office = await rules({ webAppIpRanges: ["10.9.0.0/16", "10.8.0.0/16"] });
    expect(office.ingress[1]).to.deep.equal(web(443, ["10.9.0.0/16", "10.8.0.0/16"]));
  });

  it("logs all traffic to a log group of its own, by a role that can do that alone", async () => {
    const { program } = await made({ vpcIpRange: "10.0.0.0/20", flowLogRetentionDays: 30 });
    expect(program.one("aws:cloudwatch/logGroup:LogGroup")).to.deep.include({
      name: "network-flow-logs",
      inputs: { retentionInDays: 30, tags: { Application: "Panther" } },
    });
    expect(program.one("aws:ec2/flowLog:FlowLog").inputs).to.deep.include({
      iamRoleArn: "arn:aws-cn:iam::123456789012:role/writer",
      logDestination: logGroupArn,
      logDestinationType: "cloud-watch-logs",
      trafficType: "ALL",
      vpcId: "vpc-12345678",
    });
    const [trusted] = statements(program.one("aws:iam/role:Role").inputs.assumeRolePolicy);
    expect(trusted).to.deep.include({
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": "123456789012" },
        ArnLike: { "aws:SourceArn": "arn:aws-cn:ec2:cn-north-1:123456789012:vpc-flow-log/*" },
      },
    });
    expect(statements(program.one("aws:iam/rolePolicy:RolePolicy").inputs.policy)).to.deep.equal([
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [logGroupArn, `${logGroupArn}:*`],
      },
    ]);
  });

  it("logs to a bucket instead, with neither group nor role", async () => {
    const flowLogBucketArn = "arn:aws:s3:::flow-logs";
    const { program } = await made({ vpcIpRange: "10.0.0.0/20", flowLogBucketArn });
    expect(program.one("aws:ec2/flowLog:FlowLog").inputs).to.deep.equal({
      logDestination: flowLogBucketArn,
      logDestinationType: "s3",
      tags: { Application: "Panther" },
      trafficType: "ALL",
      vpcId: "vpc-12345678",
    });
    expect(program.resources.map(({ type }) => type)).to.not.include.members([
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:iam/role:Role",
    ]);
  });

  it("holds everything, under its own name and with the tags given", async () => {
    const { program } = await made({ vpcIpRange: "10.0.0.0/20", tags: { Team: "security" } });
    const [itself, ...children] = program.resources.filter(({ name }) => name.startsWith("network"));
    expect(itself).to.deep.include({ type: "panther:index:PantherNetwork", parent: undefined });
    expect(children.map(({ name, parent }) => [parent, name])).to.have.deep.members(
      [
        "vpc",
        "main-routes",
        "main-routes-use",
        "security-group",
        "flow-logs",
        "flow-log-writer",
        "flow-log-writing",
        "flow-log",
      ].map((child) => ["network", `network-${child}`]),
    );
    const untagged = children.filter(({ inputs }) => inputs.tags === undefined).map(({ name }) => name);
    expect(untagged).to.have.members(["network-main-routes-use", "network-flow-log-writing"]);
    const tags = children.flatMap(({ inputs }) => (inputs.tags === undefined ? [] : [inputs.tags]));
    expect(tags).to.deep.equal(tags.map(() => ({ Application: "Panther", Team: "security" })));
  });

  it("gives parameters that the root template takes as they are", async () => {
    const { network } = await made({ vpcIpRange: "10.0.0.0/20", airgapSubnetOneIpRange: "10.0.12.0/24" });
    const parameters = await resolved(network.parameters);
    expect(parameters).to.deep.equal({
      VpcID: "vpc-12345678",
      SecurityGroupID: "sg-0123456789abcdef0",
      SubnetOneIPRange: "10.0.15.0/26",
      SubnetTwoIPRange: "10.0.15.64/26",
      AirgapSubnetOneIPRange: "10.0.12.0/24",
      AirgapSubnetTwoIPRange: "10.0.15.128/25",
    });
    const named = new Set([...Object.keys(parameters), "SubnetOneID", "SubnetTwoID"]);
    const template = documentedTemplate(rootParameters.filter(({ name }) => named.has(name)));
    expect(checkParameters({ template, values: parameters })).to.deep.equal({ accepted: true, findings: [] });
  });

  it("gives the IDs of what it has made", async () => {
    const { network } = await made({ vpcIpRange: "10.0.0.0/20" });
    expect(await resolved(network.vpcId)).to.equal("vpc-12345678");
    expect(await resolved(network.securityGroupId)).to.equal("sg-0123456789abcdef0");
    expect(await resolved(network.publicSubnetIds)).to.deep.equal(["subnet-1", "subnet-2"]);
    expect(await resolved(network.privateSubnetIds)).to.deep.equal(["subnet-3", "subnet-4"]);
  });

  it("refuses ranges before anything is registered, all problems at once", async () => {
    const program = await mockPulumi();
    const args = { vpcIpRange: "8.8.0.0/20", subnetTwoIpRange: "10.0.0.0/26", airgapSubnetTwoIpRange: "8.8.1.1/25" };
    const { message } = await failureOf(() => new PantherNetwork("network", args));
    expect(message.split("\n")).to.have.length(4);
    expect(message).to.match(/8\.8\.0\.0\/20 is not private/);
    expect(message).to.match(/SubnetTwoIPRange, 10\.0\.0\.0\/26, does not lie in the VPC's block/);
    expect(message).to.match(/AirgapSubnetTwoIPRange, 8\.8\.1\.1\/25, .*Write 8\.8\.1\.0\/25/);
    await program.settled();
    expect(program.resources).to.deep.equal([]);
  });

  it("says so when awsx makes no NAT gateway", async () => {
    await mockPulumi({ outputs: { ...outputs, "awsx:ec2:Vpc": () => ({ ...vpcOutputs(), natGateways: [] }) } });
    const failure = await failureOf(() => new PantherNetwork("network", { vpcIpRange: "10.0.0.0/20" }));
    expect(failure.message).to.match(/without a NAT gateway/);
  });
});

function expectWayOut(program: Recording, natGatewayId: string): void {
  expect(program.one("aws:ec2/routeTable:RouteTable").inputs).to.deep.include({
    routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId }],
    vpcId: "vpc-12345678",
  });
  expect(program.one("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation").inputs).to.deep.equal({
    routeTableId: "network-main-routes-id",
    vpcId: "vpc-12345678",
  });
}

/** As awsx answers: with references to the resources that it made. */
function vpcOutputs() {
  return {
    vpcId: "vpc-12345678",
    publicSubnetIds: ["subnet-1", "subnet-2"],
    privateSubnetIds: ["subnet-3", "subnet-4"],
    natGateways: [new NatGateway("awsx-nat", { subnetId: "subnet-1" })],
  };
}

const outputs = {
  "awsx:ec2:Vpc": vpcOutputs,
  "aws:ec2/natGateway:NatGateway": () => ({ id: "nat-1" }),
  "aws:ec2/securityGroup:SecurityGroup": () => ({ id: "sg-0123456789abcdef0" }),
  "aws:cloudwatch/logGroup:LogGroup": () => ({ arn: logGroupArn }),
  "aws:iam/role:Role": () => ({ arn: "arn:aws-cn:iam::123456789012:role/writer" }),
};

async function made(args: PantherNetworkArgs): Promise<{ program: Recording; network: PantherNetwork }> {
  const program = await mockPulumi({ outputs });
  const network = new PantherNetwork("network", args);
  await program.settled();
  return { program, network };
}

function statements(policy: unknown): readonly Readonly<Record<string, unknown>>[] {
  return JSON.parse(String(policy)).Statement;
}

function withoutDescription(rule: object): object {
  const { description: _, ...rest } = rule as { readonly description: string };
  return rest;
}
