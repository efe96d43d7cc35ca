import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { expireCredentials } from "../support/faults.ts";
import { freshAccount } from "../support/localAws.ts";
import { eventsOf, lastEvents, type TestEnvironment, testEnvironment } from "../support/panther.ts";

const minutes = 60_000;

// One environment: what is refused leaves nothing behind, and the last test deploys.
describe("whose credentials the program and the driver work with", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;
  const elsewhere = freshAccount();

  before(async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    expect((await environment.pulumi("stack", "init")).code).to.equal(0);
  });
  after(() => environment?.remove());

  /** The same environment for an operator of another account whose profile assumes a role in an account. */
  async function assumingRoleIn(accountId: string): Promise<TestEnvironment> {
    const configFile = join(environment.projectDirectory, `aws-config-${accountId}`);
    await writeFile(
      configFile,
      `[profile operator]
role_arn = arn:aws:iam::${accountId}:role/PantherOperator
role_session_name = alice
source_profile = people

[profile people]
aws_access_key_id = ${freshAccount()}
aws_secret_access_key = local
`,
    );
    // Blank and not missing: whoever runs the tests may have keys in the environment.
    const noKeys = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    return environment.as({ ...noKeys, AWS_PROFILE: "operator", AWS_CONFIG_FILE: configFile });
  }

  async function nothingStands(): Promise<void> {
    expect(await lastEvents(environment)).to.deep.equal({});
    const { stdout } = await environment.pulumi("stack", "export");
    expect(stdout).to.not.include("panther:index:").and.not.include("aws:cloudformation");
  }

  it("refuse a profile whose role is in another account", async () => {
    const operator = await assumingRoleIn(elsewhere);
    const says = `are for account ${elsewhere}, and environment test is in ${environment.accountId}`;
    const up = await operator.pulumi("up", "--yes", "--skip-preview");
    expect(up.code).to.not.equal(0);
    expect(up.stdout + up.stderr).to.include(says);
    const deploy = await operator.panther("deploy");
    expect(deploy.code).to.equal(2);
    const [failed] = eventsOf(deploy.events, "failed");
    expect(failed?.code).to.equal("wrong-account");
    expect(failed?.message).to.include(says);
    await nothingStands();
  });

  it("tell credentials that have expired from a failure", async () => {
    await expireCredentials(environment.accountId);
    try {
      const up = await environment.pulumi("up", "--yes", "--skip-preview");
      expect(up.code).to.not.equal(0);
      expect(up.stdout + up.stderr).to.include("The AWS credentials have expired");
      const deploy = await environment.panther("deploy");
      expect(deploy.code).to.equal(1);
      expect(eventsOf(deploy.events, "failed")[0]?.code).to.equal("credentials-expired");
    } finally {
      await expireCredentials(false);
    }
    await nothingStands();
  });

  it("deploy with a profile whose role is in the environment's account", async () => {
    const operator = await assumingRoleIn(environment.accountId);
    const up = await operator.pulumi("up", "--yes", "--skip-preview");
    expect(up.code, up.stdout + up.stderr).to.equal(0);
    const deploy = await operator.panther("deploy");
    expect(deploy.code, deploy.stdout + deploy.stderr).to.equal(0);
    expect(eventsOf(deploy.events, "observed")[0]).to.include({ running: "1.36.0" });
  });
});
