import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { buildFault, clearFaults, fault } from "../support/faults.ts";
import { eventsOf, fromSources, type TestEnvironment, testEnvironment } from "../support/panther.ts";

const minutes = 60_000;

/** Steps that ended, as `release step outcome`. */
const stepsOf = (events: Parameters<typeof eventsOf>[0]) =>
  eventsOf(events, "step-finished").map(({ release, step, outcome }) => `${release} ${step} ${outcome}`);

function stacksOf({ env, region, accountId }: TestEnvironment): CloudFormation {
  const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
  return new CloudFormation({ region, endpoint: env.AWS_ENDPOINT_URL ?? "", credentials });
}

describe("the driver, on local AWS with the real engine", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;

  afterEach(async () => {
    await clearFaults();
    await environment.remove();
  });

  it("deploys v1.36.0 and upgrades it to v1.39.7: role, root stack and build at each of three hops", async () => {
    environment = await testEnvironment({}, fromSources());
    const deployed = await environment.panther("deploy", "--release", "1.36.0");
    expect(deployed.code, deployed.stderr + deployed.stdout).to.equal(0);
    expect(stepsOf(deployed.events)).to.deep.equal([
      "1.36.0 role created",
      "1.36.0 root created",
      "1.36.0 build succeeded",
      "1.36.0 verify succeeded",
    ]);

    // The file wants v1.39.7: a plain `pulumi up` would leave minors out.
    const skipping = await environment.pulumi("preview");
    expect(skipping.code, skipping.stdout + skipping.stderr).to.equal(0);
    expect(skipping.stdout + skipping.stderr).to.include("leaves out minors after 1.36");
    const skipped = await environment.pulumi("up", "--yes", "--skip-preview");
    expect(skipped.code).to.not.equal(0);
    expect(skipped.stdout + skipped.stderr).to.include("panther upgrade test");
    // The role comes first, and so it is what refuses: nothing has moved.
    const roleStack = await stacksOf(environment).describeStacks({ StackName: "panther-deployment-role" });
    expect(roleStack.Stacks?.[0]?.StackStatus).to.equal("CREATE_COMPLETE");

    const upgraded = await environment.panther("upgrade");
    expect(upgraded.code, upgraded.stderr + upgraded.stdout).to.equal(0);
    const releases = ["1.37.11", "1.38.5", "1.39.7"];
    expect(stepsOf(upgraded.events).filter((step) => !step.includes(" role "))).to.deep.equal([
      "1.36.0 build unchanged",
      ...releases.flatMap((release) => [
        `${release} root updated`,
        `${release} build succeeded`,
        `${release} verify succeeded`,
      ]),
    ]);
    // CloudFormation finds nothing to update in the role of v1.37; its stack is called all the same.
    expect(stepsOf(upgraded.events).filter((step) => step.includes(" role "))).to.deep.equal(
      releases.map((release) => `${release} role updated`),
    );
    const [summary] = eventsOf(upgraded.events, "summary");
    expect(summary).to.deep.include({ from: "1.36.0", to: "1.39.7", hops: 3, result: "done" });
    expect(summary?.builds.map(({ status }) => status)).to.deep.equal(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
    expect(new Set(summary?.builds.map(({ id }) => id)).size).to.equal(3);

    const again = await environment.panther("upgrade");
    expect(again.code).to.equal(0);
    expect(stepsOf(again.events)).to.deep.equal(["1.39.7 build unchanged"]);

    const preview = await environment.pulumi("preview", "--expect-no-changes");
    expect(preview.code, preview.stdout + preview.stderr).to.equal(0);

    const status = await environment.panther("status");
    expect(JSON.parse(status.stdout)).to.deep.include({
      wanted: "1.39.7",
      rootStack: { name: "panther-test", status: "UPDATE_COMPLETE" },
    });
    expect(JSON.parse(status.stdout)).to.have.nested.property("running.version", "1.39.7");
  });

  it("gives AWS's own reason when a resource fails in an update, and a re-run goes on from there", async () => {
    environment = await testEnvironment({ version: "v1.37.11" });
    expect((await environment.panther("deploy", "--release", "1.36.0")).code).to.equal(0);
    await fault({
      stack: "panther-test",
      path: "Core/*",
      on: "update",
      action: { kind: "fail", reason: "Rate exceeded (test)" },
    });

    const failed = await environment.panther("upgrade");
    expect(failed.code).to.equal(1);
    const [event] = eventsOf(failed.events, "failed");
    expect(event?.code).to.equal("root-failed");
    expect(event?.cause?.reason).to.include("Rate exceeded (test)");
    expect(event?.cause?.path.slice(0, 2)).to.deep.equal(["panther-test", "Core"]);
    expect(event?.cause?.path).to.have.lengthOf(3);
    expect(event?.message).to.include("Rate exceeded (test)");
    expect(event?.standing).to.deep.equal({
      running: "1.36.0",
      stacks: { "panther-deployment-role": "CREATE_COMPLETE", "panther-test": "UPDATE_ROLLBACK_COMPLETE" },
    });

    await clearFaults();
    await buildFault({ project: "panther-pulumi", phase: "BUILD", message: "pulumi up failed (test)", times: 1 });
    const builtBadly = await environment.panther("upgrade");
    expect(builtBadly.code).to.equal(1);
    expect(eventsOf(builtBadly.events, "observed")[0]?.running).to.equal("1.36.0");
    const [buildFailed] = eventsOf(builtBadly.events, "failed");
    expect(buildFailed).to.include({ code: "build-failed" });
    expect(buildFailed?.message).to.include("BUILD").and.include("pulumi up failed (test)");

    const resumed = await environment.panther("upgrade");
    expect(resumed.code, resumed.stdout).to.equal(0);
    // The release stands already: only its build was missing, and that is a new one.
    expect(stepsOf(resumed.events)).to.deep.equal(["1.37.11 build succeeded"]);
  });

  it("removes what a failed first creation left, and creates again", async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    await fault({
      stack: "panther-test",
      path: "LogAnalysis/*",
      on: "create",
      action: { kind: "fail", reason: "Denied by SCP (test)" },
    });
    const failed = await environment.panther("deploy");
    expect(failed.code).to.equal(1);
    expect(eventsOf(failed.events, "failed")[0]?.cause?.reason).to.include("Denied by SCP (test)");
    const stacks = stacksOf(environment);
    const { Stacks: [root] = [] } = await stacks.describeStacks({ StackName: "panther-test" });
    expect(root?.StackStatus).to.equal("ROLLBACK_COMPLETE");

    await clearFaults();
    // Nothing runs, so there is nothing to upgrade; and refusing must not delete what the deploy is to replace.
    const upgraded = await environment.panther("upgrade");
    expect(upgraded.code).to.equal(2);
    expect(eventsOf(upgraded.events, "failed")[0]?.code).to.equal("not-deployed");
    expect((await stacks.describeStacks({ StackName: "panther-test" })).Stacks?.[0]?.StackId).to.equal(root?.StackId);

    // Gone behind Pulumi's back: its state still has the stack.
    await stacks.deleteStack({ StackName: root?.StackId ?? "" });
    const again = await environment.panther("deploy");
    expect(again.code, again.stdout + again.stderr).to.equal(0);
    expect(stepsOf(again.events)).to.include("1.36.0 root created");
  });

  it("keeps a secret parameter out of state, events and output, and hands it to CloudFormation", async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    const secret = "c0ffee00c0ffee00c0ffee00c0ffee00";
    expect((await environment.pulumi("stack", "init")).code).to.equal(0);
    const path = "panther:secretParameters.DatadogAPIKey";
    expect((await environment.pulumi("config", "set", "--secret", "--path", path, secret)).code).to.equal(0);
    const deployed = await environment.panther("deploy");
    expect(deployed.code, deployed.stdout + deployed.stderr).to.equal(0);
    // It is no minimal parameter: what stands first goes without, and an update brings it.
    expect(stepsOf(deployed.events).filter((step) => step.includes(" root "))).to.deep.equal([
      "1.36.0 root created",
      "1.36.0 root updated",
    ]);
    const exported = await environment.pulumi("stack", "export");
    const previewed = await environment.pulumi("preview", "--diff");
    for (const ended of [deployed, exported, previewed]) expect(ended.stdout + ended.stderr).to.not.include(secret);
    expect(exported.stdout).to.include("panther-test");
    const { Stacks: [root] = [] } = await stacksOf(environment).describeStacks({ StackName: "panther-test" });
    const given = root?.Parameters?.find(({ ParameterKey }) => ParameterKey === "DatadogAPIKey")?.ParameterValue;
    expect(given).to.equal("****");

    // Under `parameters` the same value would stand in Pulumi's state: the program refuses it there, the driver too.
    await environment.pulumi("config", "set", "--secret", "--path", "panther:parameters.DatadogAPIKey", secret);
    const refused = [await environment.panther("deploy"), await environment.pulumi("preview")];
    expect(refused.map(({ code }) => code)).to.deep.equal([2, 1]);
    for (const ended of refused) {
      expect(ended.stdout + ended.stderr)
        .to.include("panther:secretParameters")
        .and.not.include(secret);
    }
  });

  it("ends interrupted when it is asked to, and the same command goes on from there", async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    await fault({ stack: "panther-test", path: "Dashboards", on: "create", action: { kind: "slow", seconds: 8 } });
    const interrupted = await environment.interrupt("SIGTERM", "stack-progress", "deploy");
    expect(interrupted.code, interrupted.stdout).to.equal(130);
    expect(eventsOf(interrupted.events, "summary")).to.have.nested.property("[0].result", "interrupted");
    await clearFaults();
    const again = await environment.panther("deploy");
    expect(again.code, again.stdout + again.stderr).to.equal(0);
    expect((await environment.pulumi("preview", "--expect-no-changes")).code).to.equal(0);
  });

  it("refuses what would do harm, with exit code 2 and nothing changed", async () => {
    environment = await testEnvironment();
    const refusals = [
      {
        values: { rootStackName: "security" },
        command: ["deploy"],
        code: "configuration-invalid",
        says: "must begin with panther-",
      },
      {
        values: { expectedAccountId: "999999999999" },
        command: ["deploy"],
        code: "wrong-account",
        says: environment.accountId,
      },
      { values: {}, command: ["upgrade"], code: "not-deployed", says: "panther deploy test" },
    ];
    for (const { values, command, code, says } of refusals) {
      await environment.configure(values);
      const refused = await environment.panther(...(command as [string]));
      expect(refused.code, code).to.equal(2);
      const [event] = eventsOf(refused.events, "failed");
      expect(event?.code).to.equal(code);
      expect(`${event?.message} ${event?.fix}`).to.include(says);
    }
    const stacks = stacksOf(environment);
    expect((await stacks.describeStacks({})).Stacks ?? []).to.deep.equal([]);
    // Pulumi was not told of an environment either.
    expect(await readdir(join(environment.projectDirectory, "state"))).to.deep.equal([]);
  });
});
