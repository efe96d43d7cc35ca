import { expect } from "chai";
import { fitChecks } from "../../../automation/preflight/fitChecks.ts";
import { releaseResources } from "../../../model/preflight/releaseResources.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";
import { accountId, awsError, environmentOf, type FakeContext, resultOf } from "./fakeContext.ts";

const look = async (code: string, fake: FakeContext) => (await resultOf(fitChecks, code, fake)).verdict;

const root = parseTemplate(`Parameters:
  {CertificateArn: {Default: ""}, CustomDomain: {Default: ""}, VpcID: {Default: ""}, SecurityGroupID: {Default: ""},
   SubnetOneID: {Default: ""}, SubnetTwoID: {Default: ""}, SubnetOneIPRange: {Default: 172.31.250.0/26}}`);
const facts = { target: { root } };
const withParameters = (parameters: Readonly<Record<string, string>>) => environmentOf({ parameters });
const finding = (code: string, severity: string) => ({ code, severity, accepted: false, message: "m", fix: "f" });
const planned = (findings: readonly unknown[], from: string | null = "1.38.5") => ({
  facts: { plan: { plan: { from }, findings } },
});

describe("fit, checked", () => {
  for (const [code, bad] of [
    ["parameters", finding("nested-limit", "error")],
    ["plan", finding("downgrade", "error")],
  ] as const) {
    it(`${code}: what the plan found`, async () => {
      expect(await look(code, planned([bad]))).to.equal("failure");
      expect(await look(code, planned([]))).to.equal("pass");
    });
  }

  it("runtimes: a failure where nothing stands, a warning else", async () => {
    const old = finding("runtime-not-creatable", "warning");
    expect(await look("runtimes", planned([old], null))).to.equal("failure");
    expect(await look("runtimes", planned([old]))).to.equal("warning");
    expect(await look("runtimes", planned([]))).to.equal("pass");
  });

  it("icp-recordal: said before a first deploy in China", async () => {
    expect(await look("icp-recordal", planned([finding("recordal-needed", "warning")], null))).to.equal("warning");
    expect(await look("icp-recordal", planned([]))).to.equal("pass");
  });

  it("stack-states: of the root stack and the role's", async () => {
    const role = (StackStatus: string) => ({
      aws: { stacks: { describeStacks: { Stacks: [{ StackName: "role", StackId: "arn", StackStatus }] } } },
    });
    const running = { observation: { kind: "running", root: { name: "panther-prod", status: "UPDATE_COMPLETE" } } };
    expect(await look("stack-states", { facts: running, ...role("CREATE_COMPLETE") })).to.equal("pass");
    expect(await look("stack-states", { facts: running, ...role("UPDATE_ROLLBACK_FAILED") })).to.equal("failure");
    const stuck = {
      observation: { kind: "running", root: { name: "panther-prod", status: "UPDATE_ROLLBACK_FAILED" } },
    };
    expect(await look("stack-states", { facts: stuck, ...role("CREATE_COMPLETE") })).to.equal("failure");
  });

  it("role-version: of a role that somebody else manages", async () => {
    const environment = environmentOf({ deploymentRole: { arn: `arn:aws:iam::${accountId}:role/Mine` } });
    const trusting = (service: string) => ({
      getRole: { Role: { AssumeRolePolicyDocument: encodeURIComponent(`{"Principal":{"Service":"${service}"}}`) } },
    });
    const asked = (iam: Readonly<Record<string, unknown>>) => ({ environment, apis: { iam } });
    expect(await look("role-version", asked(trusting("cloudformation.amazonaws.com")))).to.equal("pass");
    expect(await look("role-version", asked(trusting("ec2.amazonaws.com")))).to.equal("failure");
    expect(await look("role-version", asked({ getRole: awsError("NoSuchEntityException") }))).to.equal("failure");
  });

  it("role-version: of none yet", async () => {
    const absent = awsError("ValidationError", "Stack with id x does not exist");
    expect(await look("role-version", { aws: { stacks: { describeStacks: absent } } })).to.equal("pass");
  });

  it("certificate: in the region, issued, there", async () => {
    const arn = (region: string) =>
      `arn:aws:acm:${region}:${accountId}:certificate/12345678-1234-1234-1234-123456789012`;
    const asked = (describeCertificate: unknown, CertificateArn = arn("us-east-1")) => ({
      environment: withParameters({ CertificateArn, CustomDomain: "panther.example.com" }),
      facts,
      apis: { acm: { describeCertificate } },
    });
    const issued = { Certificate: { Status: "ISSUED", DomainName: "panther.example.com" } };
    expect(await look("certificate", { facts })).to.equal("pass");
    expect(await look("certificate", asked(issued))).to.equal("pass");
    expect(await look("certificate", asked({ Certificate: { Status: "EXPIRED" } }))).to.equal("failure");
    expect(await look("certificate", asked(awsError("ResourceNotFoundException")))).to.equal("failure");
    const ofIam = (getServerCertificate: unknown) => ({
      environment: withParameters({ CertificateArn: `arn:aws:iam::${accountId}:server-certificate/mine` }),
      facts,
      apis: { iam: { getServerCertificate } },
    });
    const ended = { ServerCertificate: { ServerCertificateMetadata: { Expiration: new Date("2020-01-01") } } };
    expect(await look("certificate", ofIam(ended))).to.equal("failure");
    expect(await look("certificate", ofIam(awsError("NoSuchEntityException")))).to.equal("failure");
  });

  it("network: VPC, subnets, group and ranges", async () => {
    const environment = withParameters({
      VpcID: "vpc-0123456789",
      SecurityGroupID: "sg-0123456789",
      SubnetOneIPRange: "10.0.5.0/26",
      SubnetTwoIPRange: "10.0.6.0/26",
    });
    const answers = {
      describeVpcs: { Vpcs: [{ CidrBlock: "10.0.0.0/16" }] },
      describeSubnets: { Subnets: [{ SubnetId: "subnet-1", CidrBlock: "10.0.1.0/24", AvailabilityZone: "a" }] },
      describeSecurityGroups: { SecurityGroups: [{ GroupId: "sg-0123456789" }] },
    };
    const asked = (more: Readonly<Record<string, unknown>>) => ({
      environment,
      facts,
      apis: { network: { ...answers, ...more } },
    });
    expect(await look("network", { facts })).to.equal("pass");
    expect(await look("network", asked({}))).to.equal("pass");
    expect(await look("network", asked({ describeVpcs: awsError("InvalidVpcID.NotFound") }))).to.equal("failure");
    expect(await look("network", asked({ describeVpcs: {} }))).to.equal("failure");
    expect(await look("network", asked({ describeSecurityGroups: {} }))).to.equal("failure");
  });

  it("secrets: there, being deleted, not there; keys enabled or not", async () => {
    const environment = withParameters({
      PulumiSecretArn: `arn:aws:secretsmanager:us-east-1:${accountId}:secret:panther-AbCdEf`,
      PulumiSecretKeyArn: `arn:aws:kms:us-east-1:${accountId}:key/00000000-0000-4000-8000-000000000000`,
    });
    const enabled = { KeyMetadata: { KeyState: "Enabled" } };
    const asked = (describeSecret: unknown, describeKey: unknown = enabled) => ({
      environment,
      apis: { secrets: { describeSecret }, keys: { describeKey } },
    });
    expect(await look("secrets", {})).to.equal("pass");
    expect(await look("secrets", asked({ Name: "panther" }))).to.equal("pass");
    const elsewhere = withParameters({
      PulumiSecretArn: `arn:aws-cn:secretsmanager:cn-north-1:${accountId}:secret:x-AbCdEf`,
    });
    expect(await look("secrets", { environment: elsewhere })).to.equal("failure");
    expect(await look("secrets", asked({ DeletedDate: new Date() }))).to.equal("failure");
    expect(await look("secrets", asked(awsError("ResourceNotFoundException")))).to.equal("failure");
    expect(await look("secrets", asked({}, { KeyMetadata: { KeyState: "PendingDeletion" } }))).to.equal("failure");
    expect(await look("secrets", asked({}, awsError("NotFoundException")))).to.equal("failure");
    const cut = withParameters({ PulumiSecretArn: "arn:aws:secretsmanager:::secret:panther-AbCdEf" });
    expect(await look("secrets", { environment: cut })).to.equal("failure");
  });

  it("secrets: in the ARN's own region; another account's only where it shows them", async () => {
    const environment = (owner: string) =>
      withParameters({
        PulumiSecretArn: `arn:aws:secretsmanager:us-west-2:${owner}:secret:panther-AbCdEf`,
        PulumiSecretKeyArn: `arn:aws:kms:us-west-2:${owner}:key/00000000-0000-4000-8000-000000000000`,
      });
    const asked = (owner: string, describeSecret: unknown, KeyState: unknown = "Enabled") => ({
      environment: environment(owner),
      // What the environment's own region says of another region's.
      apis: { secrets: { describeSecret: awsError("ResourceNotFoundException") }, keys: {} },
      regions: {
        "us-west-2": {
          secrets: { describeSecret },
          keys: { describeKey: KeyState instanceof Error ? KeyState : { KeyMetadata: { KeyState } } },
        },
      },
    });
    const missing = awsError("ResourceNotFoundException");
    expect(await look("secrets", asked(accountId, { Name: "panther" }))).to.equal("pass");
    expect(await look("secrets", asked(accountId, missing))).to.equal("failure");
    const panther = "246537256134";
    expect(await look("secrets", asked(panther, { Name: "panther" }))).to.equal("pass");
    const refused = "is not authorized to perform: secretsmanager:DescribeSecret because no resource-based policy";
    for (const error of [missing, awsError("AccessDeniedException", refused)]) {
      const untold = await resultOf(
        fitChecks,
        "secrets",
        asked(panther, error, awsError(error === missing ? "NotFoundException" : "AccessDeniedException")),
      );
      expect(untold.observations.map(({ verdict }) => verdict)).to.deep.equal(["could-not-tell", "could-not-tell"]);
      expect(untold.observations[0]?.message).to.equal(
        `PulumiSecretArn: it is account ${panther}'s, which does not show it to the caller.`,
      );
    }
    const deleted = await resultOf(fitChecks, "secrets", asked(panther, { DeletedDate: new Date() }, "Disabled"));
    expect(deleted.observations.map(({ verdict }) => verdict)).to.deep.equal(["failure", "failure"]);
    expect(deleted.observations.map(({ fix }) => fix).join()).to.not.include("restore-secret");
    // A service that does not answer says nothing about who owns what.
    const silent = await resultOf(fitChecks, "secrets", asked(panther, awsError("ThrottlingException")));
    expect(silent.observations[0]?.message).to.not.include("does not show it");
  });

  it("quotas: what a first deploy makes, each told for itself", async () => {
    const resources = [
      { type: "AWS::EC2::VPC", properties: {} },
      { type: "AWS::IAM::Role", properties: {} },
    ];
    const asked = (getServiceQuota: unknown, Roles = 5) => ({
      facts: { observation: { kind: "nothing" }, resources, stacks: [] },
      apis: {
        network: { describeVpcs: { Vpcs: [{}, {}] } },
        quotas: { getServiceQuota },
        iam: { getAccountSummary: { SummaryMap: { Roles, RolesQuota: 1000 } } },
      },
    });
    expect(await look("quotas", asked({ Quota: { Value: 5 } }))).to.equal("pass");
    const untold = await resultOf(fitChecks, "quotas", {
      facts: {
        observation: { kind: "nothing" },
        resources: ["AWS::EC2::VPC", "AWS::CloudFormation::Stack"].map((type) => ({ type, properties: {} })),
        stacks: [],
      },
      apis: { network: { describeVpcs: {} }, quotas: { getServiceQuota: awsError("AccessDenied") } },
    });
    expect(untold.observations).to.have.length(1);
    expect(untold.observations[0]?.message).to.equal("VPCs, stacks: The caller may not look.");
    expect(await look("quotas", asked({ Quota: { Value: 2 } }))).to.equal("failure");
    expect(await look("quotas", asked({ Quota: { Value: 5 } }, 1000))).to.equal("failure");
    expect(await look("quotas", { facts: { observation: { kind: "running" } } })).to.equal("pass");
  });

  it("quotas: concurrent executions that the release reserves, where it does", async () => {
    const template = parseTemplate(`
Parameters: {MessageForwarderReservedConcurrency: {Type: Number, Default: 50}, Reserve: {Type: String, Default: "true"}}
Conditions: {Reserves: !Equals [!Ref Reserve, "true"]}
Resources:
  Forwarder: {Type: AWS::Serverless::Function, Properties: {Role: x, ReservedConcurrentExecutions: !Ref MessageForwarderReservedConcurrency}}
  Api: {Type: AWS::Lambda::Function, Properties: {ReservedConcurrentExecutions: !If [Reserves, 20, !Ref AWS::NoValue]}}`);
    const asked = async (functions: Readonly<Record<string, unknown>>, Reserve = "true") =>
      resultOf(fitChecks, "quotas", {
        facts: {
          observation: { kind: "nothing" },
          resources: releaseResources(template, {}, { Reserve }, { accountId, region: "us-east-1" }),
        },
        apis: { functions },
      });
    const unreserved = (UnreservedConcurrentExecutions?: number) => ({
      getAccountSettings: { AccountLimit: { UnreservedConcurrentExecutions } },
    });
    expect((await asked(unreserved(170))).verdict).to.equal("pass");
    expect((await asked(unreserved(169))).verdict).to.equal("failure");
    expect((await asked(unreserved(150), "false")).verdict).to.equal("pass");
    expect((await asked(unreserved())).verdict).to.equal("could-not-tell");
    const refused = await asked({ getAccountSettings: awsError("AccessDeniedException") });
    expect(refused.observations.map(({ message }) => message)).to.deep.equal([
      "concurrent executions: The caller may not look.",
    ]);
  });
});
