import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { GetBucketPolicyCommand, GetBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";
import { type HopSettings, hopVariable, writeHop } from "../../model/environment/hop.ts";
import { parseVersion } from "../../model/release/version.ts";
import { chinaEnvironment, clientOf, type TwoSides } from "../support/china.ts";
import { putRelease } from "../support/chinaRelease.ts";
import { clearFaults, fault } from "../support/faults.ts";
import type { Ended, TestEnvironment } from "../support/panther.ts";

const minutes = 60_000;
const apiKey = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk";

// One environment from its first `up` to its destruction: each test goes on from what the one before left.
describe("the program for a Panther split in China, as a Pulumi user uses it", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;
  let sides: TwoSides;
  let bucket = "";
  /** All that Pulumi printed, for the key to be looked for in. */
  let printed = "";

  before(async () => {
    ({ environment, sides } = await chinaEnvironment({ version: "v1.37.11" }));
    bucket = `panther-releases-${sides.china.accountId}`;
    succeeded(await pulumi("stack", "init"));
  });
  after(async () => {
    await clearFaults();
    await environment?.remove();
    sides?.remove();
  });

  type Said = Ended & { readonly said: string };

  async function pulumi(...args: readonly string[]): Promise<Said> {
    const ended = await environment.pulumi(...args);
    const said = ended.stdout + ended.stderr;
    printed += said;
    return { ...ended, said };
  }

  const up = () => pulumi("up", "--yes", "--skip-preview");

  async function upAs(hop: HopSettings): Promise<Said> {
    const variables = { [hopVariable]: writeHop(hop) };
    const ended = await environment.as(variables).pulumi("up", "--yes", "--skip-preview");
    return { ...ended, said: ended.stdout + ended.stderr };
  }

  function succeeded({ code, said }: Said): void {
    expect(code, said).to.equal(0);
  }

  async function outputs(): Promise<Readonly<Record<string, unknown>>> {
    return JSON.parse((await pulumi("stack", "output", "--json")).stdout);
  }

  /** Every stack of a side, by its name, with its last event. */
  async function stacks(side: "china" | "web"): Promise<Readonly<Record<string, string>>> {
    const client = new CloudFormation(clientOf(sides, sides[side]));
    const { Stacks = [] } = await client.describeStacks({});
    const entries = Stacks.map(async ({ StackName = "", StackStatus = "" }) => {
      const { StackEvents: [last] = [] } = await client.describeStackEvents({ StackName });
      return [StackName, `${StackStatus} ${last?.EventId}`] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  const standing = async () => ({ china: await stacks("china"), web: await stacks("web") });

  it("makes the bucket alone at first, and says what comes next", async () => {
    const preview = await pulumi("preview");
    succeeded(preview);
    expect(preview.said).to.include("PantherReleaseBucket").and.not.include("PantherRootStack");
    const first = await up();
    succeeded(first);
    expect(first.said).to.include("panther china copy test --release v1.37.11");
    expect(await outputs()).to.deep.equal({ releaseBucketName: bucket });
    expect(await standing()).to.deep.equal({ china: {}, web: {} });
    const s3 = new S3Client({ ...clientOf(sides, sides.china), forcePathStyle: true });
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }))).Status).to.equal("Enabled");
    succeeded(await pulumi("preview", "--expect-no-changes"));
  });

  it("deploys the backend once its release is in the bucket, and the secret's container", async () => {
    await putRelease(sides, bucket, "1.37.11");
    const second = await up();
    succeeded(second);
    expect(second.said).to.include("panther china rotate-key test");
    const found = await outputs();
    expect(found).to.include({ version: "v1.37.11", releaseBucketName: bucket });
    expect(found.rootStackId).to.match(/^arn:aws-cn:cloudformation:cn-north-1:86\d{10}:stack\/panther-test\//);
    expect(found.secretArn).to.match(/^arn:aws:secretsmanager:ap-southeast-1:\d{12}:secret:panther\/china-/);
    expect(found).to.not.have.property("webRootStackId");
    expect(Object.keys(await stacks("china"))).to.have.members(["panther-test", "panther-deployment-role"]);
    expect(await stacks("web")).to.deep.equal({});
    // The role is made by now, and its own policy may not let it read a bucket of this name.
    const s3 = new S3Client({ ...clientOf(sides, sides.china), forcePathStyle: true });
    const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    expect(Policy).to.include(`"AWS":["${found.deploymentRoleArn}"]`);
  });

  it("deploys the web app once the secret has a value, which it never reads", async () => {
    const before = await stacks("china");
    await putKey();
    const third = await up();
    succeeded(third);
    expect(await stacks("china")).to.deep.equal(before);
    const found = await outputs();
    expect(found).to.include({ version: "v1.37.11", webVersion: "v1.37.11", webDeploymentRoleVersion: "v1.37.0" });
    expect(found.webRootStackId).to.match(/^arn:aws:cloudformation:ap-southeast-1:\d{12}:stack\/panther-web\//);
    const client = new CloudFormation(clientOf(sides, sides.web));
    const { Stacks: [web] = [] } = await client.describeStacks({ StackName: "panther-web" });
    expect(web?.Parameters).to.deep.include({ ParameterKey: "SecretID", ParameterValue: "panther/china" });
    expect(web?.RoleARN).to.equal(found.webDeploymentRoleArn);
    succeeded(await pulumi("refresh", "--yes", "--skip-preview"));
    succeeded(await pulumi("preview", "--expect-no-changes"));
  });

  it("refuses what would do harm on either side, and nothing has moved", async () => {
    const before = await standing();
    const china = (more: Readonly<Record<string, unknown>>) => ({
      china: {
        profile: sides.china.name,
        webProfile: sides.web.name,
        webRegion: sides.web.region,
        webAccountId: sides.web.accountId,
        webParameters: { FirstUserEmail: "first.user@example.com" },
        ...more,
      },
    });
    const refusals = [
      [{ version: "v1.36.0" }, "v1.36.0 has not been copied"],
      [{ expectedAccountId: "860000000000" }, "and panther:expectedAccountId is 860000000000"],
      [china({ webAccountId: "210987654321" }), "and panther:china.webAccountId is 210987654321"],
      [china({ webAccountId: sides.china.accountId }), "is panther:expectedAccountId too"],
      [china({ profile: sides.web.name, webProfile: sides.china.name }), "are of another partition of AWS"],
      [china({ profile: undefined, webProfile: undefined }), "Neither panther:china.profile nor"],
      [china({ profile: "nobody" }), "nobody"],
      [china({ webRegion: "ap-southeast-2" }), "web app's region can't change from ap-southeast-1 to ap-southeast-2"],
      [china({ webRootStackName: "panther-other" }), "can't change from panther-web to panther-other"],
      [china({ secretName: "panther/other" }), "secret's name can't change from panther/china to panther/other"],
      [china({ webParameters: { FirstUserEmail: "a@example.com", CustomDomian: "x" } }), "Did you mean CustomDomain"],
      [{ region: "us-east-1" }, "is not in China, and panther:topology is china"],
    ] as const;
    for (const [values, says] of refusals) {
      await environment.configure(values);
      const { code, said } = await up();
      expect(code, said).to.not.equal(0);
      expect(said).to.include(says);
      expect(await standing(), says).to.deep.equal(before);
    }
    await environment.configure({});
    const absent = {
      release: parseVersion("1.37.11"),
      phase: "whole",
      parameters: [],
      web: { kind: "absent" },
    } as const;
    const hop = await environment.as({ [hopVariable]: writeHop(absent) }).pulumi("up", "--yes", "--skip-preview");
    expect(hop.code).to.not.equal(0);
    expect(hop.stdout + hop.stderr).to.include("The web app stands, and this up would leave it out");
    succeeded(await up());
    expect(await standing()).to.deep.equal(before);
  });

  it("moves the sides one by one as the driver says, each at a release of its own", async () => {
    await environment.configure({ version: "v1.38.5" });
    await putRelease(sides, bucket, "1.38.5");
    const [from, to] = [parseVersion("1.37.11"), parseVersion("1.38.5")];
    const parameters = ["FirstUserEmail", "OnboardSelf", "PulumiSecretArn", "PulumiSecretKeyArn"];
    const ofWeb = {
      kind: "release",
      running: from,
      phase: "whole",
      parameters: ["FirstUserEmail", "SecretID"],
    } as const;
    const hop = (web: HopSettings["web"], running = to) =>
      upAs({ release: to, running, phase: "whole", parameters, ...(web && { web }) });
    const webBefore = await stacks("web");
    succeeded(await hop({ ...ofWeb, release: from }, from));
    expect(await stacks("web")).to.deep.equal(webBefore);
    const found = await outputs();
    expect(found).to.include({ version: "v1.38.5", webVersion: "v1.37.11" });
    // A parameter that the hop does not name is left to the template.
    expect(found.rootStackOutputs).to.include({ Company: "" });
    const chinaBefore = await stacks("china");
    succeeded(await hop({ ...ofWeb, release: to }));
    expect(await stacks("china")).to.deep.equal(chinaBefore);
    expect(await outputs()).to.include({ version: "v1.38.5", webVersion: "v1.38.5" });
  });

  it("upgrades the backend first; where the web app fails it stays, and the next up goes on from there", async () => {
    await environment.configure({ version: "v1.39.7" });
    await putRelease(sides, bucket, "1.39.7");
    const reason = "no such image";
    await fault({ stack: "panther-web", path: "ProxyTask", on: "update", action: { kind: "fail", reason } });
    const failed = await up();
    expect(failed.code).to.not.equal(0);
    expect(failed.said).to.include(reason);
    const between = await stacks("china");
    expect(between["panther-test"]).to.match(/^UPDATE_COMPLETE /);
    expect((await stacks("web"))["panther-web"]).to.match(/^UPDATE_ROLLBACK_COMPLETE /);
    await clearFaults();
    const again = await up();
    succeeded(again);
    expect(await stacks("china")).to.deep.equal(between);
    expect((await stacks("web"))["panther-web"]).to.match(/^UPDATE_COMPLETE /);
    expect(await outputs()).to.include({ version: "v1.39.7", webVersion: "v1.39.7" });
  });

  it("has held and shown no value of the secret in all that", async () => {
    printed += (await environment.pulumi("stack", "export", "--show-secrets")).stdout;
    expect(printed).to.include("panther/china").and.not.include(apiKey);
  });

  it("is not destroyed while it is protected, and then all but what was copied", async () => {
    const before = await standing();
    const refused = await pulumi("destroy", "--yes", "--skip-preview");
    expect(refused.code).to.not.equal(0);
    expect(refused.said).to.include("protect");
    expect(await standing()).to.deep.equal(before);
    succeeded(await pulumi("state", "unprotect", "--all", "--yes"));
    const destroyed = await pulumi("destroy", "--yes", "--skip-preview");
    expect(destroyed.said).to.include("BucketNotEmpty");
    expect(await standing()).to.deep.equal({ china: {}, web: {} });
  });

  async function putKey(): Promise<void> {
    const value = { URL: "https://abcdefghij.execute-api.cn-north-1.amazonaws.com.cn/prod", API_KEY: apiKey };
    await new SecretsManagerClient(clientOf(sides, sides.web)).send(
      new PutSecretValueCommand({ SecretId: "panther/china", SecretString: JSON.stringify(value) }),
    );
  }
});
