import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { eventsOf, lastEvents, type TestEnvironment, testEnvironment } from "../support/panther.ts";

const minutes = 60_000;
const secret = "c0ffee00c0ffee00c0ffee00c0ffee00";

// One project folder for all: what is refused leaves nothing behind.
describe("what the program and the driver refuse where nothing stands", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;
  let parameters: Readonly<Record<string, unknown>>;

  before(async () => {
    environment = await testEnvironment();
    const { accountId } = environment;
    parameters = {
      FirstUserEmail: "first.user@example.com",
      OnboardSelf: false,
      PulumiSecretArn: `arn:aws:secretsmanager:us-east-1:${accountId}:secret:panther-pulumi-token-AbCdEf`,
      PulumiSecretKeyArn: `arn:aws:kms:us-east-1:${accountId}:key/00000000-0000-4000-8000-000000000000`,
    };
    expect((await environment.pulumi("stack", "init")).code).to.equal(0);
  });
  after(async () => {
    await environment?.remove();
  });

  /** Nothing in AWS, and in Pulumi's state no more than its own view of the program: no component, no stack. */
  afterEach(async () => {
    expect(await lastEvents(environment)).to.deep.equal({});
    const { stdout } = await environment.pulumi("stack", "export");
    expect(stdout).to.not.include("panther:index:").and.not.include("aws:cloudformation");
  });

  async function up(): Promise<string> {
    const { code, stdout, stderr } = await environment.pulumi("up", "--yes", "--skip-preview");
    expect(code, stdout + stderr).to.not.equal(0);
    return stdout + stderr;
  }

  async function deploy(): Promise<{ readonly code: string | undefined; readonly said: string }> {
    const { code, events, stdout, stderr } = await environment.panther("deploy");
    expect(code, stdout + stderr).to.equal(2);
    const [failed] = eventsOf(events, "failed");
    return { code: failed?.code, said: `${failed?.message} ${failed?.fix}` };
  }

  it("a configuration with mistakes, all of them named at once", async () => {
    await environment.configure({
      version: "1.39",
      rootStackName: "security",
      parameters: { ...parameters, FirstUserEmail: ["a@example.com"], DatadogAPIKey: secret },
      firstDeployParameters: ["VpcID"],
      colour: "blue",
    });
    const misplaced = "panther:parameters.CompanyDisplayName";
    expect((await environment.pulumi("config", "set", "--secret", "--path", misplaced, secret)).code).to.equal(0);
    // Where an account ID begins with zeros they would be lost. Pulumi's own command writes the quotes.
    const file = join(environment.projectDirectory, "stacks", "Pulumi.test.yaml");
    await writeFile(file, (await readFile(file, "utf8")).replace(/"(\d{12})"/, "$1"));
    const mistakes = [
      "panther:version (1.39) is no release such as v1.39.7",
      "panther:rootStackName (security) must begin with panther-",
      `panther:expectedAccountId (${environment.accountId}) must be text: write it in quotes`,
      "panther:parameters.CompanyDisplayName is a secret",
      "panther:parameters.FirstUserEmail must be text",
      "panther:parameters.DatadogAPIKey is a secret",
      "panther:firstDeployParameters.0 (VpcID) has no value",
      "panther:colour is no configuration key",
    ];
    const driver = await deploy();
    expect(driver.code).to.equal("configuration-invalid");
    for (const said of [await up(), driver.said]) {
      for (const mistake of mistakes) expect(said).to.include(mistake);
      expect(said).to.not.include(secret);
    }
  });

  for (const [what, values, says] of [
    ["a region that Panther does not support", { region: "eu-south-1" }, "is no region that Panther supports"],
    ["a region of another partition", { region: "cn-north-1" }, "pulumi config set panther:topology china"],
  ] as const) {
    it(what, async () => {
      await environment.configure(values);
      const driver = await deploy();
      expect(driver.code).to.equal("configuration-invalid");
      for (const said of [await up(), driver.said]) expect(said).to.include(says);
    });
  }

  it("parameters out of range, blank where they are required, or missing", async () => {
    const { PulumiSecretArn: _, ...kept } = parameters;
    await environment.configure({
      parameters: { ...kept, FirstUserEmail: "", LogProcessorLambdaMemorySize: 1 },
      firstDeployParameters: ["LogProcessorLambdaMemorySize"],
    });
    const driver = await deploy();
    expect(driver.code).to.equal("parameters-refused");
    for (const said of [await up(), driver.said]) {
      expect(said)
        .to.include("FirstUserEmail is blank, but it is required")
        .and.include("LogProcessorLambdaMemorySize");
    }
  });

  it("a parameter that the documentation does not know, and the release's template neither", async () => {
    await environment.configure({
      parameters: { ...parameters, CompanyDisplayName: "Example", VpcId: "vpc-0123456789abcdef0" },
      firstDeployParameters: ["CompanyDisplayName", "VpcId"],
    });
    const driver = await deploy();
    expect(driver.code).to.equal("parameters-refused");
    for (const said of [await up(), driver.said])
      expect(said).to.include("no parameter VpcId").and.include("Did you mean VpcID");
  });

  it("a first up with more than the minimal parameters, of which a preview only warns", async () => {
    await environment.configure({
      parameters: { ...parameters, CompanyDisplayName: "Example" },
      firstDeployParameters: [],
    });
    const preview = await environment.pulumi("preview");
    expect(preview.code).to.equal(0);
    for (const said of [preview.stdout, await up()]) {
      expect(said).to.include("beyond those are CompanyDisplayName").and.include("panther deploy test");
    }
  });

  it("a release that nobody published", async () => {
    await environment.configure({ version: "v1.40.0", parameters, firstDeployParameters: [] });
    const minor = await up();
    expect(minor)
      .to.include("No deployment role template of 1.40 is published")
      .and.include("v1.40.0 is not published");
    expect((await deploy()).code).to.equal("role-template-missing");
    // Of a minor that there is: the role would come first, and it is there.
    await environment.configure({ version: "v1.39.99", parameters, firstDeployParameters: [] });
    expect(await up()).to.include("v1.39.99 is not published");
    expect((await deploy()).code).to.equal("release-not-published");
  });

  it("credentials of another account", async () => {
    await environment.configure({ expectedAccountId: "999999999999", parameters, firstDeployParameters: [] });
    const driver = await deploy();
    expect(driver.code).to.equal("wrong-account");
    for (const said of [await up(), driver.said]) {
      expect(said).to.include(`are for account ${environment.accountId}, and environment test is in 999999999999`);
    }
  });

  it("a second environment in the same account and region", async () => {
    await environment.configure({ parameters, firstDeployParameters: [] });
    const other = join(environment.projectDirectory, "stacks", "Pulumi.other.yaml");
    const config = { "panther:region": "us-east-1", "panther:expectedAccountId": environment.accountId };
    await writeFile(other, JSON.stringify({ config }));
    try {
      const driver = await deploy();
      expect(driver.code).to.equal("environments-collide");
      for (const said of [await up(), driver.said]) {
        expect(said).to.match(/Environments (test and other|other and test) are in the same account and region/);
      }
    } finally {
      await rm(other);
    }
  });

  it("a file that is no YAML", async () => {
    await writeFile(join(environment.projectDirectory, "stacks", "Pulumi.test.yaml"), "config: [unclosed\n");
    const driver = await deploy();
    expect(driver.code).to.equal("environment-unreadable");
    expect(driver.said).to.include("Pulumi.test.yaml");
    // Pulumi's own words.
    expect(await up()).to.include("invalid YAML file");
    await environment.configure({});
  });
});
