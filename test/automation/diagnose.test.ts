// Failures of the real engine of local AWS, diagnosed afterwards; small nested stacks, since a release takes minutes.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type Capability,
  type CloudFormation,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from "@aws-sdk/client-cloudformation";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { execa } from "execa";
import { type DiagnosisReport, diagnose } from "../../automation/diagnose.ts";
import { withoutForeignAws } from "../../local/aws/environment.ts";
import type { Fault } from "../../local/cloudformation/types.ts";
import { checkout } from "../../local/setup/places.mjs";
import { releaseTemplates } from "../../model/release/releaseTemplates.ts";
import { parseVersion } from "../../model/release/version.ts";
import { checkAnswer } from "../support/answerSchemas.ts";
import { clearFaults, fault } from "../support/faults.ts";
import { asCallerOf, cloudFormationOf, type TestEnvironment, testEnvironment } from "../support/panther.ts";

const timing = { maxWaitTime: 60, minDelay: 0.1, maxDelay: 0.3 };
const nestedLevels = 3;

describe("diagnose", () => {
  let environment: TestEnvironment;
  let cloudFormation: CloudFormation;
  let url = "";
  let count = 0;

  before(async () => {
    environment = await testEnvironment();
    cloudFormation = cloudFormationOf(environment);
    url = await upload(environment);
  });
  afterEach(clearFaults);
  after(() => environment.remove());

  const input = (StackName: string, value: string) => ({
    StackName,
    TemplateURL: url,
    Parameters: [{ ParameterKey: "Value", ParameterValue: value }],
  });
  /** Creates a stack, or updates it, and waits for its end, whatever that is. */
  const deploy = async (name: string, value: string, on: "create" | "update") => {
    if (on === "create") await cloudFormation.createStack(input(name, value));
    else await cloudFormation.updateStack(input(name, value));
    const wait = on === "create" ? waitUntilStackCreateComplete : waitUntilStackUpdateComplete;
    await wait({ client: cloudFormation, ...timing }, { StackName: name }).catch(() => undefined);
  };
  const failing = async (on: "create" | "update", ...faults: readonly Omit<Fault, "id" | "stack" | "on">[]) => {
    const name = `panther-d${count++}`;
    if (on === "update") await deploy(name, "one", "create");
    for (const one of faults) await fault({ ...one, stack: name, on });
    await deploy(name, "two", on);
    return name;
  };
  const diagnosed = (stack: string): Promise<DiagnosisReport> =>
    asCallerOf(environment, () => diagnose({ subject: { kind: "stack", stack, region: environment.region } }));
  const fail = (reason: string) => ({ kind: "fail", reason }) as const;

  for (const on of ["create", "update"] as const) {
    for (let depth = 1; depth <= nestedLevels + 1; depth++) {
      it(`finds a failure ${depth - 1} stacks below the root, at ${on}, in stacks that are deleted or rolled back by now`, async () => {
        const way = [...Array.from({ length: depth - 1 }, () => "Down"), "Culprit"];
        const name = await failing(on, { path: way.join("/"), action: fail("Rate exceeded (test)") });
        const report = await diagnosed(name);
        expect(report.path).to.deep.equal([name, ...way]);
        expect(report.cause).to.deep.include({ type: "AWS::SQS::Queue", status: `${on.toUpperCase()}_FAILED` });
        expect(report.cause?.reason).to.include("Rate exceeded (test)");
        expect(report.hint?.code).to.equal("throttled");
        expect(report.operation?.kind).to.equal(on);
      });
    }
  }

  it("of two that fail at once names one of them, and none that failed before it is left beside it", async () => {
    const name = await failing(
      "update",
      { path: "Down/Culprit", action: fail("first (test)") },
      { path: "Down/Second", action: fail("second (test)") },
    );
    const { cause, also } = await diagnosed(name);
    const reasons = [cause?.reason, ...also.map(({ reason }) => reason)].join(" ");
    expect(reasons).to.match(/first \(test\)|second \(test\)/);
    expect(cause?.time ?? "").to.satisfy((time: string) => also.every((other) => time <= other.time));
  });

  it("tells both of an update and of its rollback that failed", async () => {
    const name = `panther-d${count++}`;
    await deploy(name, "one", "create");
    await fault({
      path: "Down/Second",
      stack: name,
      on: "update",
      action: fail("the undoing (test)"),
      phase: "rollback",
    });
    await fault({ path: "Down/Culprit", stack: name, on: "update", action: { kind: "slow", seconds: 1 } });
    await fault({ path: "Last", stack: name, on: "update", action: fail("the cause (test)") });
    await deploy(name, "two", "update");
    const { root, cause, also } = await diagnosed(name);
    expect(root.status).to.equal("UPDATE_ROLLBACK_FAILED");
    expect(cause?.reason).to.include("the cause (test)");
    expect(also.map(({ what, path }) => `${what} ${path.join("/")}`)).to.include(`rollback ${name}/Down/Second`);
  });

  it("finds a root stack that was deleted since, by name and by ARN, and what failed in its creation", async () => {
    const name = await failing("create", { path: "Down/Culprit", action: fail("Denied (test)") });
    const { Stacks: [stack] = [] } = await cloudFormation.describeStacks({ StackName: name });
    await cloudFormation.deleteStack({ StackName: name });
    await waitUntilStackDeleteComplete({ client: cloudFormation, ...timing }, { StackName: stack?.StackId ?? "" });
    for (const subject of [name, stack?.StackId ?? ""]) {
      const report = await diagnosed(subject);
      expect(report.path).to.deep.equal([name, "Down", "Culprit"]);
      expect(report.root.status).to.equal("DELETE_COMPLETE");
    }
  });

  it("says that nothing failed where an operation went well, whatever failed before it", async () => {
    const name = await failing("update", { path: "Down/Culprit", action: fail("once (test)") });
    await clearFaults();
    await deploy(name, "three", "update");
    expect(await diagnosed(name)).to.deep.include({ result: "succeeded", cause: null, hint: null });
  });

  it("answers on the command line, and from the events that it saved without AWS", async () => {
    const name = await failing("create", { path: "Down/Culprit", action: fail("Something new (test)") });
    const main = join(checkout, "automation/cli/main.ts");
    const panther = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
      execa(process.execPath, ["--import=tsx", main, "diagnose", ...args], {
        cwd: checkout,
        env: { ...withoutForeignAws(process.env), ...env },
        extendEnv: false,
        reject: false,
      });
    const saved = join(environment.projectDirectory, "events.json");
    const asked = await panther(
      environment.env,
      "--stack",
      name,
      "--region",
      environment.region,
      "--save-events",
      saved,
      "--json",
    );
    expect(asked.exitCode, asked.stderr).to.equal(0);
    checkAnswer("diagnose", JSON.parse(asked.stdout));
    expect(JSON.parse(asked.stdout)).to.deep.include({ path: [name, "Down", "Culprit"], hint: null });
    const again = await panther({ AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, "--events", saved, "--json");
    expect(JSON.parse(again.stdout)).to.deep.equal(JSON.parse(asked.stdout));
    const shown = await panther({}, "--events", saved);
    expect(shown.stdout).to.include("└─ Culprit").and.to.include("Something new (test)");
    await rm(saved);

    const wrong = await panther({}, "--events", saved, "--stack", name);
    expect(wrong.exitCode).to.equal(2);
    expect(wrong.stderr).to.include("not several");
    const unknown = await panther(environment.env, "--stack", "panther-unknown", "--region", environment.region);
    expect(unknown.exitCode).to.equal(2);
    expect(unknown.stderr).to.include("90 days");
    const noSuch = `arn:aws:cloudformation:${environment.region}:${environment.accountId}:stack/panther-x/none`;
    expect(await diagnosed(noSuch).catch((error: unknown) => error)).to.have.property("code", "stack-unknown");
  });

  it("diagnoses an environment's role stack where that failed after the root", async () => {
    const trust = { Version: "2012-10-17", Statement: [] };
    const role = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: trust } };
    const TemplateBody = JSON.stringify({ Resources: { Role: role } });
    const Capabilities: Capability[] = ["CAPABILITY_IAM"];
    await fault({
      path: "Role",
      stack: "panther-deployment-role",
      on: "create",
      action: fail("PantherDeploymentRole already exists"),
    });
    await cloudFormation.createStack({ StackName: "panther-deployment-role", TemplateBody, Capabilities });
    await waitUntilStackCreateComplete(
      { client: cloudFormation, ...timing },
      { StackName: "panther-deployment-role" },
    ).catch(() => undefined);
    const { projectDirectory } = environment;
    const report = await asCallerOf(environment, () =>
      diagnose({ subject: { kind: "environment", environment: "test", projectDirectory } }),
    );
    expect(report.path).to.deep.equal(["panther-deployment-role", "Role"]);
    expect(report.hint?.code).to.equal("leftover-role");
  });
});

describe("diagnose, of an environment", () => {
  after(clearFaults);

  it("names the version of the role's template where a permission is missing", async () => {
    const environment = await testEnvironment({ version: "v1.37.11" });
    const client = cloudFormationOf(environment);
    const release = parseVersion("1.35.7");
    const { roleTemplateUrl } = releaseTemplates({ release, region: environment.region, publishedRoles: [release] });
    const role = { StackName: "panther-deployment-role", TemplateURL: roleTemplateUrl ?? "" };
    await client.createStack({ ...role, Capabilities: ["CAPABILITY_NAMED_IAM"] });
    await waitUntilStackCreateComplete({ client, ...timing }, role);
    const reason = "API: sqs:CreateQueue Access Denied";
    await fault({ path: "Culprit", stack: "panther-test", on: "create", action: { kind: "fail", reason } });
    const TemplateBody = JSON.stringify({ Resources: { Culprit: { Type: "AWS::SQS::Queue" } } });
    await client.createStack({ StackName: "panther-test", TemplateBody });
    await waitUntilStackCreateComplete({ client, ...timing }, { StackName: "panther-test" }).catch(() => undefined);

    const { projectDirectory } = environment;
    const subject = { kind: "environment", environment: "test", projectDirectory } as const;
    const { hint, path } = await asCallerOf(environment, () => diagnose({ subject }));
    expect(path).to.deep.equal(["panther-test", "Culprit"]);
    expect(hint?.text).to.include("sqs:CreateQueue").and.to.include("v1.37.11").and.to.include("is that of v1.35.7");
    await environment.remove();
  });
});

/** Puts nested templates into a bucket of the environment's account. @returns the root's URL */
async function upload({ env, region, accountId }: TestEnvironment): Promise<string> {
  const endpoint = env.AWS_ENDPOINT_URL ?? "";
  const s3 = new S3({
    region,
    endpoint,
    credentials: { accessKeyId: accountId, secretAccessKey: "local" },
    forcePathStyle: true,
  });
  const bucket = `diagnose-${accountId}`;
  await s3.createBucket({ Bucket: bucket });
  const urlOf = (level: number) => `https://${bucket}.s3.${region}.amazonaws.com/level${level}.json`;
  for (let level = 0; level <= nestedLevels; level++) {
    await s3.putObject({
      Bucket: bucket,
      Key: `level${level}.json`,
      Body: JSON.stringify(templateOf(level, urlOf(level + 1))),
    });
  }
  return urlOf(0);
}

function templateOf(level: number, nextUrl: string): object {
  const queue = { Type: "AWS::SQS::Queue", Properties: { Tags: [{ Key: "value", Value: { Ref: "Value" } }] } };
  const down = {
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: nextUrl, Parameters: { Value: { Ref: "Value" } } },
  };
  const last = level === nestedLevels;
  return {
    Parameters: { Value: { Type: "String" } },
    Resources: {
      Culprit: queue,
      Second: queue,
      ...(!last && { Down: down, Last: { ...queue, DependsOn: ["Down"] } }),
    },
  };
}
