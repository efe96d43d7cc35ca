import { expect } from "chai";
import { clearFaults, fault } from "../../support/faults.ts";
import { cloudFormationOf, eventsOf, type TestEnvironment, testEnvironment } from "../../support/panther.ts";

const minutes = 60_000;
const roleStack = "panther-deployment-role";

type Events = Awaited<ReturnType<TestEnvironment["panther"]>>["events"];

/** What was told of the resources of a stack, as `path status`. */
const told = (events: Events, stack = "panther-test") =>
  eventsOf(events, "resource-event")
    .filter(({ path }) => path[0] === stack)
    .map(({ path, status, time }) => `${path.join("/")} ${status} ${time}`);

// One environment: deployed, then updated so that something fails in a nested stack's nested stack.
describe("the monitor beside a deploy, and alone", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;

  before(async () => {
    environment = await testEnvironment({ version: "v1.37.11" });
  });
  afterEach(() => clearFaults());
  after(() => environment?.remove());

  /** Every event of the root stack and of all that was ever nested in it, from CloudFormation itself. */
  async function allEvents(since: Date, root = "panther-test"): Promise<readonly string[]> {
    const cloudFormation = cloudFormationOf(environment);
    const read = async (stack: string, path: readonly string[]): Promise<readonly string[]> => {
      const lines: string[] = [];
      const below = new Map<string, readonly string[]>();
      let token: string | undefined;
      do {
        const page = await cloudFormation.describeStackEvents({ StackName: stack, ...(token && { NextToken: token }) });
        for (const event of page.StackEvents ?? []) {
          const { PhysicalResourceId = "", LogicalResourceId = "", ResourceType, Timestamp } = event;
          if ((Timestamp ?? since) < since) continue;
          const own = PhysicalResourceId === event.StackId;
          const place = own ? path : [...path, LogicalResourceId];
          lines.push(`${place.join("/")} ${event.ResourceStatus} ${Timestamp?.toISOString()}`);
          if (!own && ResourceType === "AWS::CloudFormation::Stack" && PhysicalResourceId)
            below.set(PhysicalResourceId, place);
        }
        token = page.NextToken;
      } while (token);
      for (const [arn, place] of below) lines.push(...(await read(arn, place)));
      return lines;
    };
    return await read(root, [root]);
  }

  it("tells every event of a first deploy once, at any depth, and counts to the end", async () => {
    const { code, events, stdout } = await environment.panther("deploy", "--release", "1.36.0");
    expect(code, stdout).to.equal(0);
    const lines = told(events);
    const all = await allEvents(new Date(0));
    expect(all.length).to.be.above(100);
    expect([...lines].sort()).to.deep.equal([...all].sort());
    expect(Math.max(...lines.map((line) => line.split("/").length))).to.be.at.least(3);
    const role = told(events, roleStack);
    expect(role.length).to.be.above(3);
    expect([...role].sort()).to.deep.equal([...(await allEvents(new Date(0), roleStack))].sort());
    const end = (step: string) => events.findIndex((event) => event.type === "step-finished" && event.step === step);
    const isOfRole = (event: Events[number]) => event.type === "resource-event" && event.path[0] === roleStack;
    expect(events.findLastIndex(isOfRole)).to.be.below(end("role"));
    const last = eventsOf(events, "stack-progress").at(-1);
    expect(last?.status).to.equal("CREATE_COMPLETE");
    for (const { running, failed, done, total } of last?.stacks ?? []) {
      expect({ running, failed }).to.deep.equal({ running: 0, failed: 0 });
      // One that was over before it was first looked at is not asked about.
      expect(total).to.be.oneOf([done, null]);
    }
  });

  it("names what failed first while the rollback goes on; a second command joins and sees the same", async () => {
    await fault({
      stack: "panther-test",
      path: "Core/*",
      on: "update",
      action: { kind: "fail", reason: "No such luck" },
    });
    await fault({ stack: "panther-test", path: "Dashboards", on: "update", action: { kind: "slow", seconds: 15 } });
    const before = new Date();
    const deploying = environment.panther("upgrade");
    // It is there to be joined once CloudFormation is at work.
    const cloudFormation = cloudFormationOf(environment);
    for (let status = ""; !status.endsWith("_IN_PROGRESS"); ) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      status = (await cloudFormation.describeStacks({ StackName: "panther-test" })).Stacks?.[0]?.StackStatus ?? "";
    }
    const [joined, failed] = await Promise.all([environment.panther("watch", "--calls-per-second", "50"), deploying]);
    expect(joined.code, joined.stdout).to.equal(1);
    expect(failed.code).to.equal(1);
    for (const { events } of [joined, failed]) {
      const [found] = eventsOf(events, "failure-found");
      expect(found?.cause.reason).to.include("No such luck");
      expect(found?.cause.path.slice(0, 2)).to.deep.equal(["panther-test", "Core"]);
      const at = events.findIndex(({ type }) => type === "failure-found");
      const end = events.findIndex(
        (event) =>
          event.type === "resource-event" && event.path.length === 1 && event.status === "UPDATE_ROLLBACK_COMPLETE",
      );
      expect(at).to.be.above(-1).and.below(end);
      const all = await allEvents(before);
      expect([...told(events)].sort()).to.deep.equal([...all].sort());
    }
    const [event] = eventsOf(failed.events, "failed");
    expect(event?.cause?.path).to.deep.equal(eventsOf(failed.events, "failure-found").at(-1)?.cause.path);
  });

  it("has nothing to watch where nothing is under way", async () => {
    const { code, events } = await environment.panther("watch");
    expect(code).to.equal(0);
    const [notice] = eventsOf(events, "notice");
    expect(notice?.message).to.match(/Nothing is under way .*panther-test is UPDATE_ROLLBACK_COMPLETE/);
  });
});
