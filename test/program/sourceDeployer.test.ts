import { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { findInstance } from "../../automation/source/findInstance.ts";
import { sourcePack, violationsIn } from "../policy/packs.ts";
import { cloudFormationOf, type Ended, type TestEnvironment, testEnvironment } from "../support/panther.ts";

describe("the program of an environment that is deployed from source, on local AWS", function () {
  this.timeout(300_000);
  let environment: TestEnvironment;
  let ec2: EC2;
  let iam: IAM;

  before(async () => {
    environment = await testEnvironment({
      version: "v1.16.0",
      parameters: { FirstUserEmail: "a@example.com" },
      firstDeployParameters: undefined,
    });
    const { accountId, region, env } = environment;
    const client = {
      region,
      endpoint: env.AWS_ENDPOINT_URL ?? "",
      credentials: { accessKeyId: accountId, secretAccessKey: "local" },
    };
    ec2 = new EC2(client);
    iam = new IAM(client);
    const { Vpc } = await ec2.createVpc({ CidrBlock: "10.0.0.0/24" });
    const { Subnet } = await ec2.createSubnet({ VpcId: Vpc?.VpcId, CidrBlock: "10.0.0.0/26" });
    await environment.configure({
      sourceDeployer: { vpcId: Vpc?.VpcId, subnetId: Subnet?.SubnetId, publicAddress: true },
      deploymentRole: { arn: `arn:aws:iam::${accountId}:role/PantherDeploymentRole` },
    });
    succeeded(await environment.pulumi("stack", "init"));
  });
  after(() => environment?.remove());

  function succeeded({ code, stdout, stderr }: Ended): void {
    expect(code, stdout + stderr).to.equal(0);
  }

  it("makes a machine that panther source finds, with a role that may become the deployment role, and no root stack", async () => {
    succeeded(await environment.pulumi("up", "--yes", "--skip-preview"));
    const { id, type } = await findInstance({ instances: ec2 }, "test");
    expect(type).to.equal("m5.large");
    const { Reservations = [] } = await ec2.describeInstances({ InstanceIds: [id] });
    const profile = Reservations[0]?.Instances?.[0]?.IamInstanceProfile?.Arn?.split("/").at(-1);
    const { InstanceProfile } = await iam.getInstanceProfile({ InstanceProfileName: profile });
    const RoleName = InstanceProfile?.Roles?.[0]?.RoleName;
    const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
    expect(AttachedPolicies.map(({ PolicyName }) => PolicyName)).to.deep.equal(["AmazonSSMManagedInstanceCore"]);
    expect((await cloudFormationOf(environment).describeStacks({})).Stacks).to.deep.equal([]);
    const { stdout } = await environment.pulumi("stack", "output", "sourceDeployerInstanceId");
    expect(stdout.trim()).to.equal(id);
  });

  it("is a machine without an open port", async () => {
    const { SecurityGroups = [] } = await ec2.describeSecurityGroups({
      Filters: [{ Name: "tag:Application", Values: ["Panther"] }],
    });
    expect(SecurityGroups.map(({ IpPermissions }) => IpPermissions)).to.deep.equal([[]]);
    expect(SecurityGroups[0]?.IpPermissionsEgress?.map(({ ToPort }) => ToPort)).to.deep.equal([80, 443]);
  });

  it("is nothing that the policy pack forbids", async () => {
    const ended = await environment.pulumi("preview", "--policy-pack", sourcePack);
    succeeded(ended);
    expect(violationsIn(ended.stdout)).to.deep.equal([]);
  });

  it("changes nothing the second time", async () => {
    succeeded(await environment.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes"));
  });

  it("stays the same machine when it has stopped itself and given its address back", async () => {
    const { id } = await findInstance({ instances: ec2 }, "test");
    await ec2.stopInstances({ InstanceIds: [id] });
    succeeded(await environment.pulumi("up", "--yes", "--skip-preview", "--refresh"));
    expect(await findInstance({ instances: ec2 }, "test")).to.deep.include({ id, state: "stopped" });
  });

  it("goes with all that it has made", async () => {
    const { id } = await findInstance({ instances: ec2 }, "test");
    succeeded(await environment.pulumi("destroy", "--yes", "--skip-preview"));
    const { Reservations = [] } = await ec2.describeInstances({ InstanceIds: [id] });
    expect(Reservations[0]?.Instances?.[0]?.State?.Name).to.equal("terminated");
    expect((await iam.listInstanceProfiles({})).InstanceProfiles).to.deep.equal([]);
  });
});
