import { expect } from "chai";
import type { DriverEvent } from "../../automation/events.ts";
import { startDriver } from "../support/driverProcess.ts";
import { clearFaults, fault } from "../support/faults.ts";
import {
  changeInConsole,
  cloudFormationOf,
  eventsOf,
  type TestEnvironment,
  testEnvironment,
} from "../support/panther.ts";
import { stacksOf } from "../support/whatStands.ts";

const minutes = 60_000;
const root = "panther-test";
const role = "panther-deployment-role";

const failedOf = (events: readonly DriverEvent[]) => eventsOf(events, "failed")[0];
const planOf = (events: readonly DriverEvent[]) => eventsOf(events, "recovery-planned")[0];
const answersOf = (events: readonly DriverEvent[]) =>
  planOf(events)?.stacks.map(({ stack, status, answer }) => [stack, status, answer].join(" "));
const notices = (events: readonly DriverEvent[]) =>
  eventsOf(events, "notice")
    .map(({ message }) => message)
    .join("\n");

/** Lets an update of a stack fail, and its rollback where `path` is. */
async function stickIn(stack: string, path: string): Promise<void> {
  await fault({ stack, path, on: "update", action: { kind: "fail", reason: "refused (test)" } });
  await fault({
    stack,
    path,
    on: "update",
    phase: "rollback",
    action: { kind: "fail", reason: "still refused (test)" },
  });
}

async function stuckRoot(environment: TestEnvironment): Promise<void> {
  await stickIn(root, "Core/*");
  await changeInConsole(environment, "CompanyDisplayName", `Changed ${Math.random()}`).then(
    () => expect.fail("the update did not fail"),
    () => undefined,
  );
  expect(await stacksOf(environment)).to.include(`${root} UPDATE_ROLLBACK_FAILED`);
}

describe("panther recover, on local AWS", function () {
  this.timeout(10 * minutes);
  let environment: TestEnvironment;
  const deployed = async (): Promise<void> => {
    environment = await testEnvironment({ version: "v1.36.0" });
    const first = await environment.panther("deploy");
    expect(first.code, first.stdout).to.equal(0);
  };
  const recover = (...args: readonly string[]) => environment.panther("recover", ...args);
  afterEach(async () => {
    await clearFaults();
    await environment.remove();
  });

  it("continues a rollback that is stuck: plan, failure, skip; interrupted and joined", async () => {
    await deployed();
    const idle = await recover("--yes");
    expect([idle.code, ...(answersOf(idle.events) ?? [])], idle.stdout).to.deep.equal([
      0,
      "role CREATE_COMPLETE nothing",
      "root CREATE_COMPLETE nothing",
    ]);

    await stuckRoot(environment);
    expect((await recover()).code).to.equal(2);
    const looked = await recover("--dry-run");
    expect([looked.code, answersOf(looked.events)?.[1]]).to.deep.equal([
      0,
      "root UPDATE_ROLLBACK_FAILED continue-rollback",
    ]);
    const blocked = planOf(looked.events)?.stacks[1]?.blocked ?? [];
    expect(blocked).to.have.length.greaterThan(0);
    for (const { path, reason } of blocked) {
      expect([path.length, path[0], reason]).to.deep.equal([2, "Core", "still refused (test)"]);
    }
    expect(await stacksOf(environment)).to.include(`${root} UPDATE_ROLLBACK_FAILED`);

    const again = await recover("--yes");
    expect([again.code, failedOf(again.events)?.code]).to.deep.equal([1, "still-stuck"]);
    const paths = blocked.map(({ path }) => path.join("/"));
    expect(failedOf(again.events)?.message).to.include(`${paths[0]} (`).and.include("still refused (test)");
    expect(failedOf(again.events)?.fix).to.include(`--skip ${paths[0]}`);

    const wrong = await recover("--yes", "--skip", "Core", "Nothing");
    expect([wrong.code, failedOf(wrong.events)?.code]).to.deep.equal([2, "not-skippable"]);
    expect(failedOf(wrong.events)?.fix).to.include(paths[0]);

    await fault({ stack: root, path: "Core", on: "update", phase: "rollback", action: { kind: "slow", seconds: 4 } });
    const running = startDriver(environment, "recover", "--skip", ...paths);
    await running.until(({ type, ...event }) => type === "notice" && JSON.stringify(event).includes("Continue"));
    while (!(await stacksOf(environment)).includes(`${root} UPDATE_ROLLBACK_IN_PROGRESS`)) await soon();
    running.kill("SIGINT");
    const interrupted = await running.ended;
    expect(interrupted.code).to.equal(130);
    expect(notices(interrupted.events)).to.include(`stack ${root} (UPDATE_ROLLBACK_IN_PROGRESS)`);
    const joined = await recover("--yes");
    expect(joined.code, joined.stdout).to.equal(0);
    expect(notices(joined.events)).to.include("waiting for CloudFormation to finish that first");
    expect(answersOf(joined.events)?.[1]).to.equal("root UPDATE_ROLLBACK_COMPLETE nothing");
    await clearFaults();
    await changeInConsole(environment, "CompanyDisplayName", "Afterwards");
  });

  it("continues a rollback once its cause is mended, of the role's stack too", async () => {
    await deployed();
    await stuckRoot(environment);
    await stickIn(role, "*");
    const api = cloudFormationOf(environment);
    const { TemplateBody = "" } = await api.getTemplate({ StackName: role });
    await api.updateStack({
      StackName: role,
      UsePreviousTemplate: true,
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      Tags: [{ Key: "changed", Value: "by hand" }],
    });
    expect(TemplateBody).to.not.equal("");
    while (!(await stacksOf(environment)).includes(`${role} UPDATE_ROLLBACK_FAILED`)) await soon();
    await clearFaults();
    const recovered = await recover("--yes");
    expect(recovered.code, recovered.stdout).to.equal(0);
    expect(eventsOf(recovered.events, "recovered")[0]?.stacks).to.deep.equal({
      [role]: "UPDATE_ROLLBACK_COMPLETE",
      [root]: "UPDATE_ROLLBACK_COMPLETE",
    });
    // Role first: the root stack's rollback acts with it.
    const order = eventsOf(recovered.events, "notice").filter(({ message }) =>
      message.includes("UPDATE_ROLLBACK_FAILED"),
    );
    expect(order.map(({ message }) => message.split(" ")[0])).to.deep.equal([role, root]);
  });
});

/** Between two looks. */
function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
