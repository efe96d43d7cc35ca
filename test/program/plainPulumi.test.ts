import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { type Ended, type TestEnvironment, testEnvironment } from "../support/panther.ts";

const secret = "c0ffee00c0ffee00c0ffee00c0ffee00";

function stacksOf({ env, region }: TestEnvironment): CloudFormation {
  return new CloudFormation({
    region,
    endpoint: env.AWS_ENDPOINT_URL ?? "",
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID ?? "", secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "" },
  });
}

/** What a command said, without what differs from run to run. */
const said = ({ stdout, stderr }: Ended) => `${stdout}\n${stderr}`;

// The tests go on from each other: one environment is deployed once.
describe("plain Pulumi, on local AWS with the real engine", function () {
  this.timeout(240_000);
  let environment: TestEnvironment;
  let stacks: CloudFormation;
  const own = { FirstUserEmail: "first.user@example.com", OnboardSelf: false };
  let parameters: Record<string, unknown>;

  before(async () => {
    environment = await testEnvironment({ version: "v1.36.0", firstDeployParameters: undefined });
    stacks = stacksOf(environment);
    const { accountId, region } = environment;
    parameters = {
      ...own,
      PulumiSecretArn: `arn:aws:secretsmanager:${region}:${accountId}:secret:panther-pulumi-token-AbCdEf`,
      PulumiSecretKeyArn: `arn:aws:kms:${region}:${accountId}:key/00000000-0000-4000-8000-000000000000`,
    };
    expect((await environment.pulumi("stack", "init")).code).to.equal(0);
  });
  after(() => environment.remove());

  const events = async (name: string) => (await stacks.describeStackEvents({ StackName: name })).StackEvents?.length;
  const deployed = async () => (await stacks.describeStacks({})).Stacks ?? [];

  it("refuses a configuration that can't be right, before anything is touched", async () => {
    const cases: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
      [{ rootStackName: "security" }, "must begin with panther-"],
      [{ region: "us-gov-west-1" }, "us-gov-west-1"],
      [{ parameters: { ...parameters, CloudSecurityMemory: 5 } }, "CloudSecurityMemory"],
      [{ parameters: { ...parameters, FirstUserEmail: "" } }, "FirstUserEmail"],
      [{ parameters: { ...parameters, DatadogAPIKey: secret } }, "panther:secretParameters"],
      [{ expectedAccountId: "999999999999" }, environment.accountId],
    ];
    for (const [values, words] of cases) {
      await environment.configure({ parameters, ...values });
      const refused = await environment.pulumi("up", "--yes", "--skip-preview");
      expect(refused.code, words).to.not.equal(0);
      expect(said(refused)).to.include(words).and.not.include(secret);
    }
    expect(await deployed()).to.deep.equal([]);
  });

  it("refuses a first deploy with more than the minimal parameters; the role is not touched either", async () => {
    await environment.configure({ parameters: { ...parameters, CompanyDisplayName: "Example" } });
    const preview = await environment.pulumi("preview");
    expect(preview.code, said(preview)).to.equal(0);
    expect(said(preview)).to.include("pulumi up will refuse this").and.include("CompanyDisplayName");
    const refused = await environment.pulumi("up", "--yes", "--skip-preview");
    expect(refused.code).to.not.equal(0);
    expect(said(refused)).to.include("panther deploy test");
    expect(await deployed()).to.deep.equal([]);
  });

  it("deploys with the minimal parameters, and has nothing to change then", async () => {
    await environment.configure({ parameters });
    const up = await environment.pulumi("up", "--yes", "--skip-preview");
    expect(up.code, said(up)).to.equal(0);
    expect(said(up)).to.include("Panther v1.36.0 is deployed for the first time");
    expect((await environment.pulumi("preview", "--expect-no-changes")).code).to.equal(0);
  });

  it("refuses a minor left out and a renamed root stack; nothing has moved", async () => {
    const before = [await events("panther-test"), await events("panther-deployment-role")];
    await environment.configure({ parameters, version: "v1.38.5" });
    expect(said(await environment.pulumi("preview"))).to.include("leaves out minors after 1.36");
    expect((await environment.pulumi("up", "--yes", "--skip-preview")).code).to.not.equal(0);
    await environment.configure({ parameters, rootStackName: "panther-other" });
    const renamed = await environment.pulumi("preview");
    expect(renamed.code).to.not.equal(0);
    expect(said(renamed)).to.include("can't change from panther-test to panther-other").and.not.include("unprotect");
    expect([await events("panther-test"), await events("panther-deployment-role")]).to.deep.equal(before);
  });

  it("says in words what a preview would change, and that a NoEcho parameter's difference is none", async () => {
    await environment.configure({ parameters: { ...parameters, CompanyDisplayName: "Example" }, version: "v1.37.11" });
    const path = "panther:secretParameters.DatadogAPIKey";
    expect((await environment.pulumi("config", "set", "--secret", "--path", path, secret)).code).to.equal(0);
    const preview = await environment.pulumi("preview", "--diff");
    expect(said(preview))
      .to.include("Panther v1.36.0 → v1.37.11")
      .and.include("Parameters added: CompanyDisplayName, DatadogAPIKey")
      .and.not.include(secret);
    const up = await environment.pulumi("up", "--yes", "--skip-preview");
    expect(up.code, said(up)).to.equal(0);
    const standing = await environment.pulumi("preview");
    expect(said(standing)).to.include("Nothing changes. CloudFormation answers **** for DatadogAPIKey");
    const before = await events("panther-test");
    expect((await environment.pulumi("up", "--yes", "--skip-preview")).code).to.equal(0);
    expect(await events("panther-test")).to.equal(before);
    expect(said(await environment.pulumi("stack", "export"))).to.not.include(secret);
  });

  it("sees after a refresh what was changed in the console, and puts it back", async () => {
    const { Stacks: [root] = [] } = await stacks.describeStacks({ StackName: "panther-test" });
    await stacks.updateStack({
      StackName: "panther-test",
      UsePreviousTemplate: true,
      Capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
      Parameters: (root?.Parameters ?? []).map(({ ParameterKey }) =>
        ParameterKey === "CompanyDisplayName"
          ? { ParameterKey, ParameterValue: "Console" }
          : { ParameterKey, UsePreviousValue: true },
      ),
    });
    for (;;) {
      const { Stacks: [now] = [] } = await stacks.describeStacks({ StackName: "panther-test" });
      if (!now?.StackStatus?.endsWith("_IN_PROGRESS")) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect((await environment.pulumi("refresh", "--yes", "--skip-preview")).code).to.equal(0);
    expect(said(await environment.pulumi("preview"))).to.include("CompanyDisplayName");
    expect((await environment.pulumi("up", "--yes", "--skip-preview")).code).to.equal(0);
    const { Stacks: [after] = [] } = await stacks.describeStacks({ StackName: "panther-test" });
    const name = after?.Parameters?.find(({ ParameterKey }) => ParameterKey === "CompanyDisplayName");
    expect(name?.ParameterValue).to.equal("Example");
  });

  it("refuses to destroy what is protected", async () => {
    const before = await events("panther-test");
    const refused = await environment.pulumi("destroy", "--yes", "--skip-preview");
    expect(refused.code).to.not.equal(0);
    expect(said(refused)).to.include("protected");
    expect(await events("panther-test")).to.equal(before);
  });
});
