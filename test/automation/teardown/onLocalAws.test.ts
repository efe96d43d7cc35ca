import { expect } from "chai";
import type { DriverEvent } from "../../../automation/events.ts";
import { reportRun } from "../../../automation/report/reportRun.ts";
import { useOfPanther } from "../../../local/running/useOfPanther.ts";
import { type DriverProcess, type EndedDriver, startDriver } from "../../support/driverProcess.ts";
import { clearFaults, fault } from "../../support/faults.ts";
import { eventsOf, type TestEnvironment, testEnvironment } from "../../support/panther.ts";
import { stacksOf, whatStands } from "../../support/whatStands.ts";
import { everyLogGroup, everyVersion, type Foreign, letExpire, s3Of, somebodyElses } from "./account.ts";

const root = "panther-test";
const role = "panther-deployment-role";

const failedOf = (events: readonly DriverEvent[]) => eventsOf(events, "failed")[0];
const planOf = (events: readonly DriverEvent[]) => {
  const [plan] = eventsOf(events, "teardown-planned");
  const [side] = plan?.sides ?? [];
  if (!plan || !side) return expect.fail("no plan");
  return { ...plan, side };
};
const resultOf = (events: readonly DriverEvent[]) => {
  const [side] = eventsOf(events, "torn-down")[0]?.sides ?? [];
  return side ?? expect.fail("nothing was torn down");
};
const notices = (events: readonly DriverEvent[]) =>
  eventsOf(events, "notice")
    .map(({ message }) => message)
    .join("\n");

describe("panther teardown, on local AWS", function () {
  this.timeout(180_000);
  let environment: TestEnvironment;
  let foreign: Foreign;
  const teardown = (...args: readonly string[]) => environment.panther("teardown", "--calls-per-second", "50", ...args);
  const accepted = ["--confirm", "test", "--accept", "log-groups-of-others"];
  const confirmed = (...args: readonly string[]) => teardown(...accepted, ...args);
  const foreignVersions = async () => (await everyVersion(environment)).filter((line) => isForeign(line));
  const isForeign = (line: string) => foreign.buckets.some((name) => line.startsWith(name));

  before(async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    const first = await environment.panther("deploy");
    expect(first.code, first.stdout).to.equal(0);
    foreign = await somebodyElses(environment);
    const credentials = { accessKeyId: environment.accountId, secretAccessKey: "local" };
    const access = { endpoint: environment.env.AWS_ENDPOINT_URL ?? "", region: environment.region, credentials };
    await useOfPanther(access, 4);
  });
  afterEach(clearFaults);
  after(() => environment.remove());

  it("plans, and changes nothing without the right name", async () => {
    const before = [await whatStands(environment), await everyVersion(environment), await everyLogGroup(environment)];
    const billing = "/aws/lambda/panther-billing";
    const refused = await teardown("--dry-run");
    expect([refused.code, failedOf(refused.events)?.code], refused.stdout).to.deep.equal([2, "log-groups-of-others"]);
    expect(failedOf(refused.events)?.message).to.include(billing).and.include("BootstrapGateway/CustomTeardown");
    const dry = await teardown("--dry-run", "--log-groups", billing);
    expect(dry.code, dry.stdout).to.equal(0);
    const plan = planOf(dry.events);
    expect(
      plan.side.stacks.map(({ name, stage, terminationProtection }) => [name, stage, terminationProtection]),
    ).to.deep.equal([
      [root, 1, true],
      [role, 2, false],
    ]);
    expect(plan.side.stacks[0]?.nested).to.equal(8);
    // Five buckets, and the first user.
    expect(plan.side.stacks[0]?.retained).to.equal(6);
    const counted = plan.side.buckets.map((look) => look.kind === "planned" && look.bucket.contents.kind);
    expect(counted).to.deep.equal(Array(5).fill("counted"));
    const ways = Object.fromEntries(plan.side.logGroups.map(({ name, way }) => [name, way]));
    expect(ways).to.include({ "/aws/codebuild/panther-site": "ask", [billing]: "delete" });
    expect(ways).to.include({ "/aws/lambda/panther-alerts-api": "delete" }).and.not.have.property("/aws/lambda/pant");
    expect(plan.side.stays.map(({ type, name }) => `${type} ${name}`)).to.include(
      "AWS::Lambda::LayerVersion panther-engine-globals",
    );
    expect(plan.pulumi).to.deep.include({ kind: "found", strangers: [], kept: 2 });

    const codes: Readonly<Record<string, readonly string[]>> = {
      "approval-missing": ["--log-groups", billing],
      "not-confirmed": ["--confirm", root, "--log-groups", billing],
      "log-group-unknown": ["--confirm", "test", "--log-groups", "/aws/lambda/pant"],
      "log-groups-of-others": ["--confirm", "test"],
    };
    for (const [code, args] of Object.entries(codes)) {
      const ended = await teardown(...args);
      expect([ended.code, failedOf(ended.events)?.code], ended.stdout).to.deep.equal([2, code]);
    }
    expect([
      await whatStands(environment),
      await everyVersion(environment),
      await everyLogGroup(environment),
    ]).to.deep.equal(before);
  });

  it("tells why a stack can't be deleted, and touches no bucket", async () => {
    const before = await everyVersion(environment);
    const reason = "The table is used by a backup (test)";
    await fault({ stack: root, path: "Core/OutputsTable", on: "delete", action: { kind: "fail", reason } });
    const ended = await confirmed();
    expect([ended.code, failedOf(ended.events)?.code], ended.stdout).to.deep.equal([1, "stack-not-deleted"]);
    const { cause, message = "", fix } = failedOf(ended.events) ?? {};
    expect(cause?.path).to.deep.equal([root, "Core", "OutputsTable"]);
    expect(message).to.include(`DELETE_FAILED: ${reason}`).and.include("No bucket was touched");
    expect(fix).to.include("FORCE_DELETE_STACK");
    expect(await everyVersion(environment)).to.deep.equal(before);
    expect(await stacksOf(environment)).to.include.members([`${root} DELETE_FAILED`, `${role} CREATE_COMPLETE`]);
  });

  it("goes on after a kill in the stacks, after them and in the buckets; expires what is much, and finishes it later", async () => {
    const much = ["--expire-from", "3"];
    await fault({ stack: root, path: "Bootstrap/*", on: "delete", action: { kind: "slow", seconds: 5 } });
    await killed("in the root stack", [], async ({ until }) => {
      await until(({ type }) => type === "teardown-step-started");
      while (!(await stacksOf(environment)).includes(`${root} DELETE_IN_PROGRESS`)) await soon();
    });
    const interrupted = await ended("SIGINT", [], async ({ until }) => {
      await until((event) => event.type === "notice" && event.message.includes("being deleted already"));
    });
    expect(interrupted.code, interrupted.stdout).to.equal(130);
    expect(notices(interrupted.events)).to.include(
      `stack ${root} (DELETE_IN_PROGRESS). Run panther teardown test again`,
    );
    const joined = await killed("between the stacks", [], async ({ until }) => {
      await until((event) => event.type === "teardown-step-finished" && event.stack === root);
    });
    expect(notices(joined)).to.include(`${root} is being deleted already: this run joins.`);
    await killed("in the buckets", much, async ({ until }) => {
      await until(({ type }) => type === "bucket-started");
    });
    expect(await stacksOf(environment)).to.have.members([`${role} DELETE_COMPLETE`, `${root} DELETE_COMPLETE`]);

    const expiring = await confirmed(...much);
    expect(expiring.code, expiring.stdout).to.equal(0);
    const left = resultOf(expiring.events).buckets.map(({ kind, name }) => ({ kind, name }));
    expect(left.map(({ kind }) => kind)).to.deep.equal(Array(5).fill("expiring"));
    // Those of functions are told by the deleted stacks. One of somebody else Panther's own function took, as was told.
    expect(await everyLogGroup(environment)).to.deep.equal(["/aws/codebuild/panther-site", "/aws/lambda/pant"]);
    expect(await stateOf(environment)).to.deep.equal([]);

    for (const { name } of left) await letExpire(environment, name);
    await killed("while buckets are deleted", [], async ({ until }) => {
      await until(({ type }) => type === "bucket-started");
    });
    const finished = await confirmed("--remove-stack");
    expect(finished.code, finished.stdout).to.equal(0);
    expect(resultOf(finished.events)).to.deep.include({ stacks: [], unreadable: [], blocking: [] });
    const { Buckets = [] } = await s3Of(environment).listBuckets({});
    expect(Buckets.map(({ Name }) => Name).sort()).to.deep.equal([...foreign.buckets].sort());
    expect(await foreignVersions()).to.have.length(2 * foreign.buckets.length);
    expect((await environment.pulumi("stack", "export")).stderr).to.include("no stack named 'test' found");

    const again = await teardown("--confirm", "test");
    expect([again.code, notices(again.events)]).to.deep.equal([0, "There is nothing left of test to remove."]);
    const [begun] = eventsOf(joined, "run-started");
    const { projectDirectory } = environment;
    const asked = { environment: "test", projectDirectory, run: begun?.run ?? "" };
    const { result, operations, removed } = await reportRun(asked);
    expect([result, operations.map(({ stack }) => stack.logicalId)]).to.deep.equal(["killed", [root]]);
    expect(removed.map(({ thing, name, outcome }) => `${thing} ${name} ${outcome}`)).to.include(
      `stack ${root} deleted`,
    );
  });

  async function ended(
    signal: "SIGINT" | "SIGKILL",
    args: readonly string[],
    reach: (driver: DriverProcess) => Promise<void>,
  ): Promise<EndedDriver> {
    const running = startDriver(environment, "teardown", ...accepted, "--calls-per-second", "50", ...args);
    await reach(running);
    running.kill(signal);
    return await running.ended;
  }

  async function killed(where: string, args: readonly string[], reach: (driver: DriverProcess) => Promise<void>) {
    const { code, stdout, events } = await ended("SIGKILL", args, reach);
    expect(code, `${where}: ${stdout}`).to.equal(null);
    return events;
  }
});

/** URNs. */
async function stateOf(environment: TestEnvironment): Promise<readonly string[]> {
  const { stdout } = await environment.pulumi("stack", "export");
  const { deployment } = JSON.parse(stdout) as {
    readonly deployment: { readonly resources?: readonly { readonly urn: string }[] };
  };
  return (deployment.resources ?? []).map(({ urn }) => urn);
}

/** Between two looks. */
function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
