import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CloudFormation, type Parameter } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { execa } from "execa";
import { stringify } from "yaml";
import type { DriftFinding } from "../../automation/driftReport.ts";
import type { Status } from "../../automation/status.ts";
import { withoutForeignAws } from "../../local/aws/environment.ts";
import { checkout } from "../../local/setup/places.mjs";
import { clearDrifts, outsideChange } from "../support/drifts.ts";
import { freshAccount } from "../support/localAws.ts";
import { type TestEnvironment, testEnvironment } from "../support/panther.ts";

const minutes = 60_000;

describe("drift of an environment, on local AWS with the real engine", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;
  let stacks: CloudFormation;

  before(async () => {
    environment = await testEnvironment({
      tags: { owner: "security" },
      parameters: undefined,
      firstDeployParameters: ["CompanyDisplayName", "OnboardSelf", "OpsRoleIdentityAccountId"],
      opsRoleUntil: "2020-01-01",
    });
    const arn = (service: string, name: string) =>
      `arn:aws:${service}:${environment.region}:${environment.accountId}:${name}`;
    await environment.configure({
      parameters: {
        FirstUserEmail: "first.user@example.com",
        CompanyDisplayName: "Example Security",
        // Only then there are nested stacks in a nested stack.
        OnboardSelf: true,
        OpsRoleIdentityAccountId: "222222222222",
        PulumiSecretArn: arn("secretsmanager", "secret:panther-pulumi-token-AbCdEf"),
        PulumiSecretKeyArn: arn("kms", "key/00000000-0000-4000-8000-000000000000"),
      },
    });
    const credentials = { accessKeyId: environment.accountId, secretAccessKey: "local" };
    stacks = new CloudFormation({
      region: environment.region,
      endpoint: environment.env.AWS_ENDPOINT_URL ?? "",
      credentials,
    });
    const deployed = await environment.panther("deploy");
    expect(deployed.code, deployed.stdout + deployed.stderr).to.equal(0);
  });
  after(async () => {
    await clearDrifts();
    await environment.remove();
  });

  const drift = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await environment.panther("status", "--drift", ...args);
    const status = JSON.parse(stdout || "{}") as Status;
    return { code, status, drift: status.drift, said: stdout + stderr };
  };
  /** Of all environments. */
  const alone = (...args: readonly string[]) =>
    execa(
      process.execPath,
      [...environment.commandLine, "status", "--project", environment.projectDirectory, ...args],
      {
        cwd: checkout,
        env: { ...withoutForeignAws(process.env), ...environment.env },
        extendEnv: false,
        reject: false,
      },
    );
  const kindsOf = (findings: readonly DriftFinding[] = []) =>
    findings.map(({ kind, where, properties }) => `${kind} ${where.join("/")} ${properties.join(",")}`);

  /** As in the console: the template stays, some parameters and tags change. */
  const update = async (
    name: string,
    changed: Readonly<Record<string, string>>,
    tags: Readonly<Record<string, string>>,
  ) => {
    const [stack] = (await stacks.describeStacks({ StackName: name })).Stacks ?? [];
    await stacks.updateStack({
      StackName: name,
      UsePreviousTemplate: true,
      Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      Parameters: (stack?.Parameters ?? []).map(({ ParameterKey = "" }): Parameter => {
        const value = changed[ParameterKey];
        return { ParameterKey, ...(value === undefined ? { UsePreviousValue: true } : { ParameterValue: value }) };
      }),
    });
    for (;;) {
      const [now] = (await stacks.describeStacks({ StackName: name })).Stacks ?? [];
      if (!now?.StackStatus?.endsWith("_IN_PROGRESS")) return expect(now?.StackStatus).to.equal("UPDATE_COMPLETE");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  it("finds none in what was just deployed, and says what can't be compared", async () => {
    const found = await drift();
    expect(found.drift?.findings, found.said).to.deep.equal([]);
    expect(found.drift?.notChecked).to.deep.equal([]);
    expect(found.code, found.said).to.equal(0);
    expect(found.drift?.stacksChecked).to.be.greaterThan(10);
    expect(found.drift?.notComparable[0]?.properties).to.include("DatadogAPIKey");
    expect(found.status.deploymentRole).to.deep.include({ kind: "deployed", version: "1.39.7" });
    expect(found.status.findings.map(({ code }) => code)).to.include("operations-role-left-on");
    expect(found.status.findings.map(({ code }) => code)).to.not.include("termination-protection-off");
  });

  it("finds a parameter and a tag changed in the console, and what was changed two stacks down", async () => {
    await update("panther-test", { CompanyDisplayName: "Somebody Else" }, { owner: "nobody" });
    await outsideChange({
      stack: "panther-test",
      path: "Onboard/CloudSecurityRoles/*",
      change: { kind: "property", property: "MaxSessionDuration", value: 43_200 },
    });
    const found = await drift();
    expect(found.code, found.said).to.equal(3);
    const kinds = kindsOf(found.drift?.findings);
    expect(kinds.slice(0, 2)).to.deep.equal(["parameters panther-test CompanyDisplayName", "tags panther-test owner"]);
    const deep = kinds.filter((kind) => kind.startsWith("resource "));
    expect(deep).to.have.lengthOf.at.least(1);
    for (const kind of deep) {
      expect(kind).to.match(/^resource panther-test\/Onboard\/CloudSecurityRoles\/\w+ \/MaxSessionDuration$/);
    }
    expect(kinds.some((kind) => kind.startsWith("pulumi panther"))).to.equal(true);
    expect(found.said).to.not.include("Somebody Else");
  });

  it("is put back as it says: a refresh, then a deploy", async () => {
    await clearDrifts();
    // Reads back as ****, which is no drift in Pulumi's state either.
    const path = "panther:secretParameters.DatadogAPIKey";
    const set = await environment.pulumi(
      "config",
      "set",
      "--secret",
      "--path",
      path,
      "0123456789abcdef0123456789abcdef",
    );
    expect(set.code, set.stderr).to.equal(0);
    const refreshed = await environment.pulumi("refresh", "--yes", "--skip-preview");
    expect(refreshed.code, refreshed.stdout + refreshed.stderr).to.equal(0);
    expect((await environment.panther("deploy")).code).to.equal(0);
    const found = await drift();
    expect(found.code, found.said).to.equal(0);
  });

  it("shows two environments side by side, though the credentials are for one of them", async () => {
    const other = { version: "v1.39.7", region: "us-east-1", expectedAccountId: freshAccount() };
    const example = { ...other, expectedAccountId: "123456789012" };
    for (const [name, values] of Object.entries({ other, example })) {
      const config = Object.fromEntries(Object.entries(values).map(([key, value]) => [`panther:${key}`, value]));
      await writeFile(join(environment.projectDirectory, "stacks", `Pulumi.${name}.yaml`), stringify({ config }));
    }
    const named = await environment.panther("status", "other");
    expect(named.code, named.stderr).to.equal(2);
    const [first, second] = JSON.parse(named.stdout);
    expect(first).to.deep.include({ environment: "test", wanted: "1.39.7" });
    expect(second).to.have.nested.property("error.code", "wrong-account");
    expect(second.environment).to.equal("other");
    const all = await alone("--json");
    expect(JSON.parse(all.stdout).map((one: { environment: string }) => one.environment)).to.deep.equal([
      "other",
      "test",
    ]);
    const text = await alone();
    expect(text.stdout).to.include("other can't be looked at").and.include("UPDATE_COMPLETE");
  });
});
