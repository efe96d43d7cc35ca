// A Panther without an environment's file: by its root stack, and the separate stacks of a deployment from source.
import { type CreateStackInput, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import type { DriverEvent } from "../../../automation/events.ts";
import { type TeardownOptions, teardown } from "../../../automation/teardown/teardown.ts";
import { realTiming } from "../../../automation/timing.ts";
import { sourceStackNames, sourceStages } from "../../../model/teardown/sourceStacks.ts";
import { chinaEnvironment } from "../../support/china.ts";
import { clearFaults, fault } from "../../support/faults.ts";
import {
  asCallerOf,
  cloudFormationOf,
  eventsOf,
  type TestEnvironment,
  testEnvironment,
} from "../../support/panther.ts";
import { stacksOf } from "../../support/whatStands.ts";
import { s3Of, somebodyElses } from "./account.ts";

const topic = { Type: "AWS::SNS::Topic" };
/** What `mage deploy` tags a stack with. */
const mages = (name: string) => ({
  Tags: [
    { Key: "Application", Value: "Panther" },
    { Key: "Stack", Value: name },
  ],
});
const trust = (service: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
});

describe("panther teardown --stack, on local AWS", function () {
  this.timeout(120_000);
  let environment: TestEnvironment;
  beforeEach(async () => {
    environment = await testEnvironment();
  });
  afterEach(async () => {
    await clearFaults();
    await environment.remove();
  });

  async function torn(stack: string | undefined, options: Partial<TeardownOptions> = {}) {
    const events: DriverEvent[] = [];
    const { result } = await asCallerOf(environment, () =>
      teardown({
        ...(stack !== undefined && { stack }),
        region: environment.region,
        projectDirectory: environment.projectDirectory,
        timing: realTiming(50),
        callsPerSecond: 50,
        confirm: async ({ confirmation }) => ({ name: confirmation, logGroups: [] }),
        report: (event) => events.push(event),
        ...options,
      }),
    );
    return { result, events, code: eventsOf(events, "failed")[0]?.code };
  }

  it("refuses another root stack than the file's where Panther is split over AWS China", async () => {
    const split = await chinaEnvironment();
    try {
      const refused = await split.environment.panther("teardown", "--stack", "panther-old", "--confirm", "panther-old");
      expect([refused.code, eventsOf(refused.events, "failed")[0]?.code], refused.stdout).to.deep.equal([
        2,
        "stack-of-split",
      ]);
    } finally {
      await split.environment.remove();
      split.sides.remove();
    }
  });

  function planOf(events: readonly DriverEvent[]) {
    return eventsOf(events, "teardown-planned")[0] ?? expect.fail("no plan");
  }

  async function create(StackName: string, Resources: object, more: Partial<CreateStackInput> = {}): Promise<void> {
    const client = cloudFormationOf(environment);
    const TemplateBody = JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources });
    await client.createStack({ StackName, TemplateBody, ...more });
    await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 0.1, maxDelay: 0.5 }, { StackName });
  }

  it("deletes the nine of a deployment from source in stages, stops after the one that fails, and goes on", async () => {
    const Tags = [
      { Key: "Application", Value: "Panther" },
      { Key: "Stack", Value: "panther-bootstrap" },
    ];
    const bucket = { Type: "AWS::S3::Bucket", DeletionPolicy: "Retain", Properties: { Tags } };
    for (const name of sourceStackNames) {
      const resources = { Topic: topic, ...(name === "panther-bootstrap" && { AuditLogs: bucket }) };
      await create(name, resources, mages(name));
    }
    const foreign = await somebodyElses(environment);
    await fault({
      stack: "panther-core",
      path: "Topic",
      on: "delete",
      action: { kind: "fail", reason: "in use (test)" },
    });

    const failed = await torn("panther-bootstrap");
    expect([failed.result, failed.code]).to.deep.equal(["failed", "stack-not-deleted"]);
    const done = eventsOf(failed.events, "teardown-step-finished").map(({ stack, outcome }) => `${stack} ${outcome}`);
    const [first = [], second = []] = sourceStages;
    expect(done.slice(0, first.length)).to.have.members(first.map((name) => `${name} done`));
    expect(done.slice(first.length)).to.have.ordered.members([...done.slice(4, 6), "panther-core failed"]);
    expect(done.slice(4, 6)).to.have.members(second.map((name) => `${name} done`));
    expect(await stacksOf(environment)).to.include.members([
      "panther-core DELETE_FAILED",
      "panther-bootstrap-gateway CREATE_COMPLETE",
      "panther-bootstrap CREATE_COMPLETE",
    ]);
    expect(await bucketsOf()).to.have.length(foreign.buckets.length + 1);

    await clearFaults();
    const ended = await torn("panther-bootstrap");
    expect(ended.result, JSON.stringify(ended.events.at(-2))).to.equal("done");
    expect(eventsOf(ended.events, "teardown-planned")[0]?.deployment).to.equal("source");
    expect(await bucketsOf()).to.deep.equal([...foreign.buckets].sort());
    expect((await stacksOf(environment)).filter((stack) => !stack.endsWith("DELETE_COMPLETE"))).to.deep.equal([]);
  });

  it("refuses where the stack's own role forbids what a deletion needs, and deletes with another one", async () => {
    const credentials = { accessKeyId: environment.accountId, secretAccessKey: "local" };
    const iam = new IAM({ region: environment.region, endpoint: environment.env.AWS_ENDPOINT_URL ?? "", credentials });
    const allow = { Effect: "Allow", Action: "*", Resource: "*" };
    const deny = { Effect: "Deny", Action: ["cognito-idp:DeleteUserPool"], Resource: "*", Sid: "KeepUsers" };
    const roleOf = async (RoleName: string, statements: readonly object[]) => {
      const { Role } = await iam.createRole({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify(trust("cloudformation.amazonaws.com")),
      });
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
      await iam.putRolePolicy({ RoleName, PolicyName: "Own", PolicyDocument });
      return Role?.Arn ?? "";
    };
    const RoleARN = await roleOf("PantherDeploymentRole", [allow, deny]);
    const other = await roleOf("Remover", [allow]);
    await create("panther-old", { Users: { Type: "AWS::Cognito::UserPool" } }, { RoleARN });

    const refused = await torn("panther-old");
    expect([refused.result, refused.code]).to.deep.equal(["refused", "role-denies"]);
    expect(eventsOf(refused.events, "failed")[0]?.message).to.include(
      "Users (cognito-idp:DeleteUserPool, by Own KeepUsers)",
    );
    const wrong = await torn("panther-old", {
      roleArn: other,
      confirm: async () => ({ name: "panther", logGroups: [] }),
    });
    expect([wrong.result, wrong.code]).to.deep.equal(["refused", "not-confirmed"]);
    expect(await stacksOf(environment)).to.deep.equal(["panther-old CREATE_COMPLETE"]);

    const ended = await torn("panther-old", { roleArn: other });
    expect(ended.result, JSON.stringify(ended.events.at(-2))).to.equal("done");
    const [side] = eventsOf(ended.events, "torn-down")[0]?.sides ?? [];
    expect(side?.stays.map(({ type, name }) => `${type} ${name}`)).to.deep.equal([
      "AWS::IAM::Role PantherDeploymentRole",
    ]);
    expect(await stacksOf(environment)).to.deep.equal(["panther-old DELETE_COMPLETE"]);
  });

  it("refuses while another Panther stands, whose buckets can't be told from this one's", async () => {
    await create("panther-old", { Topic: topic });
    await create("panther-core", { Topic: topic }, mages("panther-core"));
    const refused = await torn("panther-old");
    expect([refused.result, refused.code]).to.deep.equal(["refused", "another-panther"]);
    const accepted = await torn("panther-old", { accept: ["another-panther"], dryRun: true });
    expect(accepted.result).to.equal("done");
    const misnamed = await torn("");
    expect([misnamed.result, misnamed.code]).to.deep.equal(["refused", "stack-missing"]);
  });

  it("takes no stack of somebody's own for one of mage's, by whatever way it is asked", async () => {
    await create("panther-web", { Topic: topic });
    const unnamed = await torn("panther-web");
    expect([unnamed.result, unnamed.code]).to.deep.equal(["refused", "stack-not-panthers"]);
    const never = await torn(undefined, { environment: "test" });
    expect([never.result, planOf(never.events).sides[0]?.stacks]).to.deep.equal(["done", []]);
    await create("panther-core", { Topic: topic }, mages("panther-core"));
    // Its file says nothing of a deployment from source, so that the one that stands is another Panther.
    const other = await torn(undefined, { environment: "test" });
    expect([other.result, other.code]).to.deep.equal(["refused", "another-panther"]);
    const ended = await torn("panther-core");
    expect(ended.result, JSON.stringify(ended.events.at(-2))).to.equal("done");
    expect(await stacksOf(environment)).to.have.members([
      "panther-web CREATE_COMPLETE",
      "panther-core DELETE_COMPLETE",
    ]);
  });

  it("refuses a mistaken name while there are buckets, and the name of what is not like Panther's", async () => {
    const Tags = mages("panther-bootstrap").Tags;
    await create("security", { Kept: { Type: "AWS::S3::Bucket", DeletionPolicy: "Retain", Properties: { Tags } } });
    const before = await bucketsOf();
    expect(before).to.have.length(1);
    const mistaken = await torn("securtiy");
    expect([mistaken.result, mistaken.code]).to.deep.equal(["refused", "stack-missing"]);
    const unlike = await torn("security");
    expect([unlike.result, unlike.code]).to.deep.equal(["refused", "stack-not-panthers"]);
    expect([await bucketsOf(), await stacksOf(environment)]).to.deep.equal([before, ["security CREATE_COMPLETE"]]);
    const meant = await torn("security", { accept: ["stack-not-panthers"], keepData: true });
    expect(meant.result, JSON.stringify(meant.events.at(-2))).to.equal("done");
    // Whose stack is gone is known for 90 days: its buckets can still be removed by its name.
    const rest = await torn("security");
    expect([rest.result, await bucketsOf()]).to.deep.equal(["done", []]);
  });

  it("leaves the environment's own role and state where --stack names another root stack", async () => {
    await create("panther-deployment-role", { Topic: topic });
    await create("panther-old", { Topic: topic });
    const ended = await torn("panther-old", { environment: "test" });
    expect(ended.result, JSON.stringify(ended.events.at(-2))).to.equal("done");
    expect(planOf(ended.events))
      .to.include({ confirmation: "panther-old" })
      .and.deep.include({
        pulumi: { kind: "none" },
      });
    expect(eventsOf(ended.events, "notice")[0]?.message).to.include("test's role and Pulumi's state stay");
    expect(await stacksOf(environment)).to.have.members([
      "panther-old DELETE_COMPLETE",
      "panther-deployment-role CREATE_COMPLETE",
    ]);
  });

  async function bucketsOf(): Promise<readonly string[]> {
    const { Buckets = [] } = await s3Of(environment).listBuckets({});
    return Buckets.flatMap(({ Name }) => Name ?? []).sort();
  }
});
