import { expect } from "chai";
import { PantherSourceDeployer, type PantherSourceDeployerArgs } from "../../components/PantherSourceDeployer.ts";
import { sourceProgram } from "../../components/sourceDeployer/sourceProgram.ts";
import { deployerTag, sourceLogGroup } from "../../model/source/sourceNames.ts";
import { environment, good } from "../model/environment/reading.ts";
import { failureOf, mockPulumi, type Recording, resolved } from "../support/mocks.ts";

const roleArn = "arn:aws:iam::012345678901:role/PantherDeploymentRole";
const logGroupArn = "arn:aws:logs:us-east-1:012345678901:log-group:/panther-deploy/source/dev";

// awsx, which `vpcIpRange` has make the network, is a remote component: its plugin is on no package registry, so what it is
// told is as far as these tests see.
describe("PantherSourceDeployer", () => {
  it("is a machine without an open port, with IMDSv2 that containers reach, and an encrypted disk", async () => {
    const { program } = await made({});
    const { inputs, after } = program.one("aws:ec2/instance:Instance");
    expect(inputs).to.deep.include({
      ami: "ami-al2023",
      instanceType: "m5.large",
      subnetId: "subnet-1",
      vpcSecurityGroupIds: ["deployer-security-group-id"],
      associatePublicIpAddress: false,
      iamInstanceProfile: "profile-1",
      instanceInitiatedShutdownBehavior: "stop",
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 2 },
    });
    expect(inputs.rootBlockDevice).to.deep.include({ encrypted: true, volumeType: "gp3", volumeSize: 50 });
    expect(inputs).to.not.have.any.keys("keyName", "userDataBase64");
    // The agent has to find its permissions at boot.
    expect(after).to.include.members(["deployer-agent", "deployer-policy"]);
    const group = program.one("aws:ec2/securityGroup:SecurityGroup").inputs;
    expect(group.ingress).to.deep.equal([]);
    expect((group.egress as readonly { toPort: number }[]).map(({ toPort }) => toPort)).to.deep.equal([80, 443]);
    expect(group.description).to.match(/^[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]{1,255}$/);
  });

  it("has a role of its own, for EC2, which may become the deployment role and write its log", async () => {
    const { program } = await made({});
    expect(statements(program.one("aws:iam/role:Role").inputs.assumeRolePolicy)).to.deep.equal([
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
    const own = statements(program.one("aws:iam/rolePolicy:RolePolicy").inputs.policy);
    expect(own.map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
      ["sts:AssumeRole", roleArn],
      [
        ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        [logGroupArn, `${logGroupArn}:*`],
      ],
      ["logs:DescribeLogGroups", "*"],
    ]);
    expect(program.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment").inputs).to.deep.equal({
      role: "deployer-role",
      policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
  });

  it("takes names and principals of the region's partition", async () => {
    const { program } = await made({ region: "cn-north-1" });
    const [trust] = statements(program.one("aws:iam/role:Role").inputs.assumeRolePolicy);
    expect(trust).to.deep.include({ Principal: { Service: "ec2.amazonaws.com.cn" } });
    expect(program.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment").inputs.policyArn).to.match(/^arn:aws-cn:/);
  });

  it("is found by its environment's name, and keeps its log under it", async () => {
    const { program, deployer } = await made({ tags: { Team: "security" } });
    expect(program.one("aws:ec2/instance:Instance").inputs.tags).to.deep.equal({
      Name: "panther-source-dev",
      Application: "Panther",
      Team: "security",
      [deployerTag]: "dev",
    });
    expect(program.one("aws:cloudwatch/logGroup:LogGroup").inputs).to.deep.include({
      name: sourceLogGroup("dev"),
      retentionInDays: 365,
    });
    expect(await resolved(deployer.instanceId)).to.equal("deployer-instance-id");
    expect(await resolved(deployer.logGroupName)).to.equal(sourceLogGroup("dev"));
  });

  it("tells its user data how long to wait, and no secret", async () => {
    const { program } = await made({ idleMinutes: 15 });
    const text = String(program.one("aws:ec2/instance:Instance").inputs.userData);
    expect(text).to.match(
      /^#!\/bin\/bash\nexport PANTHER_HOME='\/opt\/panther-source'\nexport PANTHER_IDLE_MINUTES='15'\n/,
    );
    // EC2's limit. What is in it anybody may read who may describe the instance.
    expect(text.length).to.be.lessThan(16_384);
    expect(text).to.not.match(/AKIA|password|secret_|token|012345678901/i);
  });

  it("refuses a type that can't build Panther, before anything is registered", async () => {
    const program = await mockPulumi();
    const { message } = await failureOf(
      () => new PantherSourceDeployer("deployer", { ...args, instanceType: "t4g.large" }),
    );
    expect(message).to.match(/t4g\.large has an ARM processor/);
    await program.settled();
    expect(program.resources).to.deep.equal([]);
  });

  it("takes a small one, with a warning", async () => {
    const said: string[] = [];
    const { warn } = console;
    console.warn = (text: string) => void said.push(text);
    try {
      const { program } = await made({ instanceType: "t2.small" });
      expect(program.one("aws:ec2/instance:Instance").inputs.instanceType).to.equal("t2.small");
    } finally {
      console.warn = warn;
    }
    expect(said.join()).to.contain("t2.small is smaller than m5.large");
  });

  it("holds everything under its own name", async () => {
    const { program } = await made({});
    const [, ...children] = program.resources;
    expect(children.map(({ name, parent }) => `${parent} ${name}`)).to.have.members(
      ["log", "role", "agent", "policy", "profile", "security-group", "instance"].map(
        (child) => `deployer deployer-${child}`,
      ),
    );
  });
});

describe("the program of an environment with a source deployer", () => {
  const network = { vpcId: "vpc-12345678", subnetId: "subnet-12345678", publicAddress: true };

  it("makes the machine beside a role that is there, and no root stack", async () => {
    const program = await run({ ...network }, { deploymentRole: { arn: roleArn } });
    expect(program.resources.map(({ type }) => type)).to.not.include("aws:cloudformation/stack:Stack");
    expect(program.one("aws:ec2/instance:Instance").inputs).to.deep.include({
      subnetId: "subnet-12345678",
      associatePublicIpAddress: true,
    });
    expect(program.one("aws:ec2/instance:Instance").provider).to.equal("aws");
  });

  it("deploys the role of the release, and nothing else by CloudFormation", async () => {
    const program = await run({ ...network });
    expect(program.one("aws:cloudformation/stack:Stack").inputs).to.deep.include({
      name: "panther-deployment-role",
      templateUrl:
        "https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v1.16.0/template.yml",
    });
  });

  it("has a PantherNetwork made where a range is given, and is in its private subnet", async () => {
    const program = await run({ vpcIpRange: "10.0.0.0/22" }, { deploymentRole: { arn: roleArn } });
    expect(program.one("awsx:ec2:Vpc").inputs.cidrBlock).to.equal("10.0.0.0/22");
    expect(program.one("aws:ec2/instance:Instance").inputs.subnetId).to.equal("subnet-private-1");
  });
});

const args: PantherSourceDeployerArgs = {
  environmentName: "dev",
  region: "us-east-1",
  deploymentRoleArn: roleArn,
  vpcId: "vpc-1",
  subnetId: "subnet-1",
};

const outputs = {
  "aws:cloudwatch/logGroup:LogGroup": () => ({ arn: logGroupArn }),
  "aws:iam/instanceProfile:InstanceProfile": () => ({ name: "profile-1" }),
  "aws:iam/role:Role": (_inputs: unknown, name: string) => ({ name, arn: `arn:aws:iam::012345678901:role/${name}` }),
  "aws:cloudformation/stack:Stack": () => ({ outputs: { DeploymentRoleArn: roleArn } }),
  "awsx:ec2:Vpc": () => ({
    vpcId: "vpc-2",
    publicSubnetIds: ["subnet-public-1"],
    privateSubnetIds: ["subnet-private-1", "subnet-private-2"],
    natGateways: ["nat-1"],
  }),
};

const calls = {
  "aws:ssm/getParameter:getParameter": () => ({ insecureValue: "ami-al2023" }),
  "aws:s3/getObjects:getObjects": () => ({ keys: ["panther-deployment-role/v1.16.0/template.yml"] }),
};

async function made(
  values: Partial<PantherSourceDeployerArgs>,
): Promise<{ readonly program: Recording; readonly deployer: PantherSourceDeployer }> {
  const program = await mockPulumi({ outputs, calls });
  const deployer = new PantherSourceDeployer("deployer", { ...args, ...values });
  await program.settled();
  return { program, deployer };
}

async function run(sourceDeployer: object, values: object = {}): Promise<Recording> {
  const program = await mockPulumi({ outputs, calls });
  const read = environment({ ...good, version: "v1.16.0", sourceDeployer, ...values });
  if (!read.sourceDeployer) throw new Error("no deployer");
  const configuration = {
    environment: read,
    release: read.version,
    parameters: {},
    firstDeployParameters: [],
    checkedAgainstTemplate: false,
  };
  await sourceProgram(configuration, read.sourceDeployer);
  await program.settled();
  return program;
}

function statements(policy: unknown): readonly Readonly<Record<string, unknown>>[] {
  return JSON.parse(String(policy)).Statement;
}
