// `panther plan --changes` with the real engine on local AWS.
import { expect } from "chai";
import { changingCalls, recordCalls } from "../../../bench/recordCalls.ts";
import { flatChanges } from "../../../model/changes/changeTree.ts";
import type { EnvironmentPlan } from "../../../model/release/environmentPlan.ts";
import { checkAnswer } from "../../support/answerSchemas.ts";
import { startDriver } from "../../support/driverProcess.ts";
import { clearFaults, fault } from "../../support/faults.ts";
import { cloudFormationOf, eventsOf, type TestEnvironment, testEnvironment } from "../../support/panther.ts";
import { ended, leftBehind, startPlan } from "./startPlan.ts";

const slow = { path: "panther-test", on: "change-set", action: { kind: "slow", seconds: 3 }, times: 1 } as const;

describe("panther plan --changes, on local AWS with the real engine", function () {
  this.timeout(300_000);
  let environment: TestEnvironment;
  afterEach(async () => {
    await clearFaults();
    await environment.remove();
  });

  const planned = async (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await ended(startPlan(environment, args));
    return { exitCode, stdout, stderr };
  };
  /** Ends a preview by a signal while CloudFormation computes the change set. */
  const endedBy = async (signal: NodeJS.Signals) => {
    await fault(slow);
    const plan = startPlan(environment);
    await until(async () => (await leftBehind(environment)).some((name) => name.startsWith("panther-plan-")));
    plan.kill(signal);
    const { exitCode, stderr } = await ended(plan);
    return { exitCode, stderr };
  };

  it("shows each resource that a hop changes, nested stacks included, and leaves nothing behind", async () => {
    environment = await testEnvironment({ tags: { team: "security" } });
    expect((await environment.panther("deploy", "--release", "1.36.0")).code).to.equal(0);
    const calls = await recordCalls(environment.env.AWS_ENDPOINT_URL ?? "");
    const { exitCode, stdout } = await ended(startPlan(environment, ["--json"], calls.endpoint)).finally(calls.close);
    expect(exitCode, stdout).to.equal(0);
    const answer = JSON.parse(stdout) as EnvironmentPlan;
    checkAnswer("plan", answer);
    const { changes, hops } = answer;
    expect(hops).to.have.length(3);
    expect(changes).to.deep.include({ from: "1.36.0", to: "1.37.11", secretsAsTheyRun: [], secretsLeftOut: [] });
    expect(changes?.roleArn).to.match(/:role\/PantherDeploymentRole$/);
    const found = new Map(
      (changes ? flatChanges(changes.stack) : []).map(({ path, change }) => [path.slice(1).join("/"), change] as const),
    );
    expect(changes?.stack.resources.map(({ logicalId }) => logicalId)).to.deep.equal(
      "Appsync Bootstrap BootstrapGateway CloudSecurity Core LogAnalysis Web".split(" "),
    );
    expect(found.get("Core/AuditExportQueue")).to.include({ action: "add", type: "AWS::SQS::Queue" });
    expect(found.get("Appsync/ApiTokenLegacyResolver")).to.include({ action: "remove", old: "deleted" });
    expect(found.get("LogAnalysis/DatacatalogDLQ")).to.include({ action: "replace", stateful: true, old: "deleted" });
    expect(found.get("BootstrapGateway/CustomTeardown")).to.include({ action: "modify", mayBeReplaced: true });
    expect(answer.findings.map(({ severity, code }) => `${severity} ${code}`)).to.include(
      "warning loses-messages-or-logs",
    );
    // One a stack that there is, and what making and removing takes: the account's limits are for the deploy itself.
    expect(calls.calls.filter(({ api }) => /ChangeSet|ListStacks/.test(api)).length).to.be.at.most(20);
    expect(changingCalls(calls.calls)).to.deep.equal(["CreateChangeSet", "DeleteChangeSet"]);
    expect(await leftBehind(environment)).to.deep.equal([]);

    const text = await planned();
    // For whoever waits for it, apart from the answer.
    expect(text.stderr).to.match(/^note: Having CloudFormation compute what v1\.37\.11 changes: .*\n.*$/);
    expect(text.stdout).to.match(/^ {2}‼ LogAnalysis > DatacatalogDLQ \(SQS::Queue\) replaced: QueueName$/m);
    expect(text.stdout).to.match(/^ {2}│ {2}├─ \+ AuditExportQueue {2}SQS::Queue$/m);
    const long = text.stdout.split("\n").filter((line) => line.length > 80 && !/https?:\/\//.test(line));
    expect(long).to.deep.equal([]);

    await fault({ ...slow, action: { kind: "fail", reason: "Template format error (test)" } });
    const failed = await planned();
    expect(failed.exitCode).to.equal(2);
    expect(failed.stderr).to.include("Template format error (test)").and.include("(change-set-failed)");
    expect(await leftBehind(environment)).to.deep.equal([]);

    const interrupted = await endedBy("SIGINT");
    expect(interrupted).to.deep.include({ exitCode: 130 });
    expect(await leftBehind(environment)).to.deep.equal([]);

    await endedBy("SIGKILL");
    expect(await leftBehind(environment)).to.have.length(1);
    const next = await planned();
    expect(next.exitCode, next.stderr).to.equal(0);
    expect(next.stderr).to.match(/panther-plan-\S+\s+was\s+left/);
    expect(await leftBehind(environment)).to.deep.equal([]);

    await fault(slow);
    const upgrade = startDriver(environment, "upgrade", "--changes");
    await until(async () => (await leftBehind(environment)).length > 0);
    upgrade.kill("SIGINT");
    const stopped = await upgrade.ended;
    expect(stopped.code, stopped.stdout).to.equal(130);
    expect(eventsOf(stopped.events, "summary")[0]).to.include({ result: "interrupted", hops: 0 });
    expect(await leftBehind(environment)).to.deep.equal([]);

    await busy(environment);
    const refused = await planned();
    expect(refused.exitCode).to.equal(2);
    expect(refused.stderr).to.include("(preview-stack-busy)");
  });

  it("of a first deploy shows what it creates, and leaves no empty stack, however it ends", async () => {
    environment = await testEnvironment({ version: "v1.37.11" });
    const { exitCode, stdout } = await planned();
    expect(exitCode, stdout).to.equal(0);
    expect(stdout).to.match(/[├└]─ \+ Core {2}nested stack, \d+ resources in it/);
    expect(await leftBehind(environment)).to.deep.equal([]);

    expect(await endedBy("SIGTERM")).to.deep.include({ exitCode: 130 });
    expect(await leftBehind(environment)).to.deep.equal([]);

    await endedBy("SIGKILL");
    expect(await leftBehind(environment))
      .to.include("panther-test")
      .and.to.have.length.greaterThan(2);
    const next = await planned();
    expect(next.exitCode, next.stderr).to.equal(0);
    expect(await leftBehind(environment)).to.deep.equal([]);
  });
});

/** Sets the root stack going, for as long as the test lasts. */
async function busy(environment: TestEnvironment): Promise<void> {
  await fault({ path: "**", stack: "panther-test", on: "update", action: { kind: "slow", seconds: 20 } });
  const client = cloudFormationOf(environment);
  const { Stacks: [root] = [] } = await client.describeStacks({ StackName: "panther-test" });
  await client.updateStack({
    StackName: "panther-test",
    UsePreviousTemplate: true,
    Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    Parameters: (root?.Parameters ?? []).map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true })),
    Tags: [{ Key: "team", Value: "other" }],
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
