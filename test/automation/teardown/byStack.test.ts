// A Panther without an environment's file: by its root stack, and the separate stacks of a deployment from source.
import { type CreateStackInput, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import type { DriverEvent } from "../../../automation/events.ts";
import { type TeardownOptions, teardown } from "../../../automation/teardown/teardown.ts";
import { realTiming } from "../../../automation/timing.ts";
import { sourceStackNames, sourceStages } from "../../../model/teardown/sourceStacks.ts";
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

  async function torn(stack: string, options: Partial<TeardownOptions> = {}) {
    const events: DriverEvent[] = [];
    const { result } = await asCallerOf(environment, () =>
      teardown({
        stack,
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
      await create(name, { Topic: topic, ...(name === "panther-bootstrap" && { AuditLogs: bucket }) });
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
    await create("panther-core", { Topic: topic });
    const refused = await torn("panther-gone");
    expect([refused.result, refused.code]).to.deep.equal(["refused", "another-panther"]);
    const misnamed = await torn("");
    expect([misnamed.result, misnamed.code]).to.deep.equal(["refused", "stack-missing"]);
  });

  async function bucketsOf(): Promise<readonly string[]> {
    const { Buckets = [] } = await s3Of(environment).listBuckets({});
    return Buckets.flatMap(({ Name }) => Name ?? []).sort();
  }
});
