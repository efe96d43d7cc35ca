import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Organizations } from "@aws-sdk/client-organizations";
import { expect } from "chai";
import { freshAccount, localAws } from "../../support/localAws.ts";
import { type TestEnvironment, testEnvironment } from "../../support/panther.ts";
import { asOperator, checked } from "./runOnLocalAws.ts";

const region = "us-east-1";
const deny = (Sid: string, Action: string, Condition?: object) => ({
  Sid,
  Effect: "Deny",
  Action,
  Resource: "*",
  ...(Condition && { Condition }),
});
const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/** An organization with an account in a unit, which these policies are attached to. */
async function organizationOf(endpoint: string, policies: Readonly<Record<string, string>>) {
  const management = freshAccount();
  const credentials = { accessKeyId: management, secretAccessKey: "local" };
  const api = new Organizations({ region, endpoint, credentials });
  const { Roots: [root] = [] } = await api.listRoots({});
  const ParentId = root?.Id;
  const { OrganizationalUnit } = await api.createOrganizationalUnit({ ParentId, Name: "Security" });
  const { CreateAccountStatus } = await api.createAccount({ Email: "panther@example.com", AccountName: "Panther" });
  const AccountId = CreateAccountStatus?.AccountId ?? "";
  await api.moveAccount({ AccountId, SourceParentId: ParentId, DestinationParentId: OrganizationalUnit?.Id });
  const everything = (await api.listPolicies({ Filter: "SERVICE_CONTROL_POLICY" })).Policies?.find(
    ({ Name }) => Name === "FullAWSAccess",
  );
  // Accounts have it from their beginning.
  await api.attachPolicy({ PolicyId: everything?.Id, TargetId: OrganizationalUnit?.Id });
  for (const [Name, Content] of Object.entries(policies)) {
    const made = await api.createPolicy({ Name, Content, Description: Name, Type: "SERVICE_CONTROL_POLICY" });
    await api.attachPolicy({ PolicyId: made.Policy?.PolicySummary?.Id, TargetId: OrganizationalUnit?.Id });
  }
  return { management, accountId: AccountId, unit: OrganizationalUnit?.Id ?? "" };
}

describe("service control policies of an organization, on local AWS", function () {
  this.timeout(180_000);
  let folder = "";
  let environment: TestEnvironment | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "panther-organization-"));
  });
  afterEach(async () => {
    await environment?.remove();
    await rm(folder, { recursive: true });
  });

  it("are read with the environment's profile, and simulated down to the account", async () => {
    const { endpoint } = await localAws();
    const { management, accountId, unit } = await organizationOf(endpoint, {
      Regions: policy(deny("OutsideEurope", "dynamodb:*", { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } })),
      Encryption: policy(
        deny("OwnKeysOnly", "s3:PutEncryptionConfiguration"),
        deny("NoTrails", "cloudtrail:DeleteTrail"),
      ),
      Tags: policy(
        deny("TeamOnly", "sqs:CreateQueue", { StringNotEquals: { "aws:RequestTag/Application": "Panther" } }),
        deny("Addresses", "sns:CreateTopic", { StringNotEquals: { "aws:SourceIp": "192.0.2.1" } }),
      ),
    });
    const configFile = join(folder, "config");
    await writeFile(
      join(folder, "credentials"),
      `[management]\naws_access_key_id = ${management}\naws_secret_access_key = local\n`,
    );
    await writeFile(configFile, `[profile management]\nregion = ${region}\n`);
    const values = { organizations: { profile: "management" } };
    environment = await testEnvironment(values, { accountId, region });
    const operator = (await asOperator(environment)).as({
      AWS_CONFIG_FILE: configFile,
      AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
    });

    const { exitCode, found } = await checked(operator);
    expect(exitCode).to.equal(2);
    const result = found("organization-policies");
    expect(result).to.include({ verdict: "failure", who: "organization administrator" });
    expect(result.observations.map(({ verdict, message }) => `${verdict}: ${message}`)).to.have.members([
      `failure: OutsideEurope of policy Regions on unit ${unit} stops what is needed.`,
      `failure: OwnKeysOnly of policy Encryption on unit ${unit} stops what is needed.`,
      `could-not-tell: Addresses of policy Tags on unit ${unit} may stop what is needed. It depends on aws:SourceIp, which only the request itself has.`,
    ]);
    const about = (sid: string) => result.observations.find(({ message }) => message.startsWith(sid));
    const [regions, encryption] = ["OutsideEurope", "OwnKeysOnly"].map(about);
    expect(regions?.evidence?.map((line) => line.split(":")[0])).to.deep.equal(["tagging", "DynamoDB"]);
    expect(encryption?.evidence?.[0]).to.match(
      /^S3 configuration: s3:PutEncryptionConfiguration on arn:aws:s3:::panther-/,
    );
  });

  it("that nobody lets the caller read are a list for the organization's administrator, by the documentation's groups", async () => {
    environment = await testEnvironment({ organizations: { profile: "nobody" } });
    const { found } = await checked(await asOperator(environment));
    const result = found("organization-policies");
    expect(result).to.include({ verdict: "could-not-tell", who: "organization administrator" });
    const groups = result.observations[0]?.evidence?.map((line) => line.split(":")[0]);
    expect(groups).to.include.members([
      "tagging",
      "VPC and networking",
      "S3 configuration",
      "KMS",
      "Lambda",
      "DynamoDB",
      "ECS",
      "SQS",
      "SNS",
    ]);
    const s3 = result.observations[0]?.evidence?.find((line) => line.startsWith("S3 configuration"));
    expect(s3).to.include("s3:PutEncryptionConfiguration");
  });
});
