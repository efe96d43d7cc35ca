import { expect } from "chai";
import type { DriverEvent } from "../../automation/events.ts";
import { history } from "../../automation/history.ts";
import { leaseHolder } from "../../automation/lease.ts";
import { startDriver } from "../support/driverProcess.ts";
import { clearFaults, expireCredentials, fault } from "../support/faults.ts";
import { eventsOf, type TestEnvironment, testEnvironment } from "../support/panther.ts";
import { buildsOf, pendingOf, stacksOf } from "../support/whatStands.ts";

const minutes = 60_000;

const step = (name: string) => (event: DriverEvent) => event.type === "step-started" && event.step === name;
const isType = (type: DriverEvent["type"]) => (event: DriverEvent) => event.type === type;
const notices = (events: readonly DriverEvent[]) =>
  eventsOf(events, "notice")
    .map(({ message }) => message)
    .join("\n");
const codes = (events: readonly DriverEvent[]) => eventsOf(events, "failed").map(({ code }) => code);

/** Until a stack is there: Pulumi has sent what creates it. */
async function untilStack(environment: TestEnvironment, name: string): Promise<void> {
  while (!(await stacksOf(environment)).some((stack) => stack.startsWith(`${name} `))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const roleStack = "panther-deployment-role";
const slowly = (stack: string, on: "create" | "update", seconds: number) =>
  fault({ stack, path: stack === roleStack ? "*" : "Dashboards", on, action: { kind: "slow", seconds } });

/** What a run without a kill leaves behind. */
async function expectWhole(environment: TestEnvironment, builds: number): Promise<void> {
  expect(await pendingOf(environment)).to.deep.equal([]);
  const stacks = await stacksOf(environment);
  expect(stacks.length, stacks.join(", ")).to.equal(2);
  expect(
    stacks.every((stack) => / (CREATE|UPDATE)_COMPLETE$/.test(stack)),
    stacks.join(", "),
  ).to.equal(true);
  expect(await buildsOf(environment)).to.have.lengthOf(builds);
  const preview = await environment.pulumi("preview", "--expect-no-changes");
  expect(preview.code, preview.stdout + preview.stderr).to.equal(0);
  expect(await leaseHolder(environment.projectDirectory, "test")).to.equal(undefined);
}

describe("a run that was killed, on local AWS with the real engine", function () {
  this.timeout(10 * minutes);
  let environment: TestEnvironment;
  afterEach(async () => {
    await expireCredentials(false);
    await clearFaults();
    await environment.remove();
  });

  it("is resumed by the same command: Pulumi killed at the role, the driver at the root stack and at the build", async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    const { projectDirectory } = environment;
    await slowly(roleStack, "create", 5);

    const first = startDriver(environment, "deploy", "--reason", "CHG-1: first rollout");
    await first.until(step("role"));
    const [second] = await Promise.all([environment.panther("deploy"), untilStack(environment, roleStack)]);
    expect(second.code).to.equal(2);
    expect(codes(second.events)).to.deep.equal(["environment-busy"]);
    expect(await leaseHolder(projectDirectory, "test")).to.deep.include({ command: "deploy", state: "live" });
    expect(await first.killPulumi()).to.be.greaterThan(0);
    const failed = await first.ended;
    expect(failed.code).to.equal(1);
    expect(eventsOf(failed.events, "failed")[0]?.message).to.equal(
      "Pulumi was killed (SIGKILL) in the middle of its work.",
    );
    expect(await pendingOf(environment)).to.have.lengthOf(1);
    await clearFaults();

    await slowly("panther-test", "create", 3);
    const third = startDriver(environment, "deploy");
    await third.until(isType("stack-progress"));
    third.kill("SIGKILL");
    const killed = await third.ended;
    expect(notices(killed.events)).to.include("the lock is cancelled");
    expect(notices(killed.events)).to.include("which exists: it is taken into Pulumi's state");
    await clearFaults();

    const fourth = startDriver(environment, "deploy");
    await fourth.until(isType("build-started"));
    fourth.kill("SIGKILL");
    const { events } = await fourth.ended;
    expect(notices(events)).to.match(/panther deploy of .* was killed: this run takes over/);

    const last = await environment.panther("deploy", "--reason", "CHG-2: resumed");
    expect(last.code, last.stdout + last.stderr).to.equal(0);
    expect(notices(last.events)).to.match(/panther deploy of .* was killed: this run takes over/);
    await expectWhole(environment, 1);

    const runs = await history(projectDirectory, "test");
    expect(runs.map(({ result }) => result)).to.deep.equal(["done", "killed", "killed", "refused", "failed"]);
    expect(runs.at(-1)).to.include({ reason: "CHG-1: first rollout", command: "deploy", to: "1.36.0" });
    const updates = JSON.parse((await environment.pulumi("stack", "history", "--json")).stdout) as {
      message: string;
    }[];
    const [caller] = eventsOf(last.events, "run-started");
    const by = `(run ${caller?.run}, by ${caller?.caller}): CHG-2: resumed`;
    expect(updates[0]?.message).to.equal(`panther v1.36.0 ${by}`);
  });

  it("is told apart from one whose credentials have expired, which the same command resumes as well", async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    await slowly("panther-test", "create", 3);
    const first = startDriver(environment, "deploy");
    await first.until(isType("stack-progress"));
    await expireCredentials(environment.accountId);
    const { code, events } = await first.ended;
    expect(codes(events)).to.deep.equal(["credentials-expired"]);
    expect(code).to.equal(1);

    // Before anything else is asked, too.
    const still = await environment.panther("deploy");
    expect(codes(still.events)).to.deep.equal(["credentials-expired"]);
    expect(still.code).to.equal(1);
    await expireCredentials(false);
    await clearFaults();
    const again = await environment.panther("deploy");
    expect(again.code, again.stdout + again.stderr).to.equal(0);
    await expectWhole(environment, 1);
  });
});
