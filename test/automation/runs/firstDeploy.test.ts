import { expect } from "chai";
import { buildFault, clearFaults, fault } from "../../support/faults.ts";
import { cloudFormationOf, eventsOf, type TestEnvironment, testEnvironment } from "../../support/panther.ts";
import { buildsOf, completionsOf, pendingOf, stacksOf } from "../../support/whatStands.ts";

const minutes = 60_000;
const rootStack = "panther-test";

async function statusOf(environment: TestEnvironment): Promise<string | undefined> {
  const { Stacks: [root] = [] } = await cloudFormationOf(environment).describeStacks({ StackName: rootStack });
  return root?.StackStatus;
}

describe("a first deploy that fails, on local AWS with the real engine", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;
  afterEach(async () => {
    await clearFaults();
    await environment.remove();
  });

  it("in phase one, and is made afresh; then in phase two, which goes back to phase one's; then its build, which is retried at once", async () => {
    // CompanyDisplayName is for phase two.
    environment = await testEnvironment({ version: "v1.36.0", firstDeployParameters: undefined });
    const failing = (on: "create" | "update", reason: string) =>
      fault({ stack: rootStack, path: "Core/*Function", on, action: { kind: "fail", reason } });

    await failing("create", "Denied by SCP (test)");
    const first = await environment.panther("deploy");
    expect(first.code, first.stdout).to.equal(1);
    const [inPhaseOne] = eventsOf(first.events, "failed");
    expect(inPhaseOne?.cause?.reason).to.include("Denied by SCP (test)");
    expect(inPhaseOne?.standing).to.deep.equal({
      running: null,
      stacks: { "panther-deployment-role": "CREATE_COMPLETE", [rootStack]: "ROLLBACK_COMPLETE" },
    });
    await clearFaults();

    await failing("update", "Rate exceeded (test)");
    const second = await environment.panther("deploy");
    expect(second.code, second.stdout).to.equal(1);
    const [inPhaseTwo] = eventsOf(second.events, "failed");
    expect(inPhaseTwo?.cause?.reason).to.include("Rate exceeded (test)");
    expect(inPhaseTwo?.standing?.running).to.equal("1.36.0");
    expect(await statusOf(environment)).to.equal("UPDATE_ROLLBACK_COMPLETE");
    // Not built before all parameters are there.
    expect(await buildsOf(environment)).to.deep.equal([]);
    await clearFaults();

    await buildFault({ project: "panther-pulumi", phase: "BUILD", message: "pulumi up failed (test)", times: 1 });
    const third = await environment.panther("deploy");
    expect(third.code, third.stdout).to.equal(1);
    expect(eventsOf(third.events, "failed")[0]).to.include({ code: "build-failed" });

    const last = await environment.panther("deploy");
    expect(last.code, last.stdout + last.stderr).to.equal(0);
    // A new build: within five minutes CodeBuild answers the same token with the failed one.
    expect(await buildsOf(environment)).to.have.lengthOf(2);
    // Phase one, phase two; the last run found nothing to update.
    expect(await completionsOf(environment, rootStack)).to.have.lengthOf(2);
    expect(await pendingOf(environment)).to.deep.equal([]);
    const standing = (await stacksOf(environment)).filter((stack) => !stack.endsWith("DELETE_COMPLETE"));
    expect(standing).to.have.members(["panther-deployment-role CREATE_COMPLETE", `${rootStack} UPDATE_COMPLETE`]);
    const { Stacks: [root] = [] } = await cloudFormationOf(environment).describeStacks({ StackName: rootStack });
    expect(root?.EnableTerminationProtection).to.equal(true);
    expect(root?.Parameters).to.deep.include({
      ParameterKey: "CompanyDisplayName",
      ParameterValue: "Example Security",
    });
    expect((await environment.pulumi("preview", "--expect-no-changes")).code).to.equal(0);
  });
});
