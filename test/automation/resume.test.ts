import { spawn } from "node:child_process";
import { join } from "node:path";
import { CodeBuild } from "@aws-sdk/client-codebuild";
import { expect } from "chai";
import type { DriverEvent } from "../../automation/events.ts";
import { history } from "../../automation/history.ts";
import { leaseHolder } from "../../automation/lease.ts";
import { runMark } from "../../automation/orphans.ts";
import { systemProcesses } from "../../automation/processes.ts";
import { withoutForeignAws } from "../../local/aws/environment.ts";
import { checkout } from "../../local/setup/places.mjs";
import { clearFaults, expireCredentials, fault } from "../support/faults.ts";
import { cloudFormationOf, eventsOf, type TestEnvironment, testEnvironment } from "../support/panther.ts";

const minutes = 60_000;

/** A driver that runs, to be killed. */
interface Driver {
  /** Resolves once an event is there; rejects when the driver ends without it. */
  until(matches: (event: DriverEvent) => boolean): Promise<DriverEvent>;
  kill(signal: NodeJS.Signals): void;
  /** Kills the Pulumi CLI that it has started. */
  killPulumi(): Promise<void>;
  ended: Promise<{ readonly code: number | null; readonly events: readonly DriverEvent[] }>;
}

function startDriver({ projectDirectory, env }: TestEnvironment, ...words: readonly string[]): Driver {
  const [command = "", ...args] = words;
  const main = join(checkout, "automation/cli/main.ts");
  const options = ["--json", "--yes", "--poll-seconds", "0.2", "--project", projectDirectory];
  const child = spawn(process.execPath, ["--import=tsx", main, command, "test", ...options, ...args], {
    cwd: checkout,
    env: { ...withoutForeignAws(process.env), ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const events: DriverEvent[] = [];
  let look: () => void = () => undefined;
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    events.push(...lines.filter(Boolean).map((line) => JSON.parse(line) as DriverEvent));
    look();
  });
  const ended = new Promise<{ code: number | null; events: readonly DriverEvent[] }>((resolve) => {
    child.once("close", (code) => resolve({ code, events }));
  });
  const until = (matches: (event: DriverEvent) => boolean) =>
    new Promise<DriverEvent>((resolve, reject) => {
      look = () => {
        const found = events.find(matches);
        if (found) resolve(found);
      };
      look();
      void ended.then(({ code }) => reject(new Error(`The driver ended with ${code}: ${JSON.stringify(events)}`)));
    });
  return {
    until,
    kill: (signal) => void child.kill(signal),
    async killPulumi() {
      const [started] = eventsOf(events, "run-started");
      const pids = await (await systemProcesses()).withArgument([runMark(started?.run ?? "?")]);
      expect(pids.length, "Pulumi processes of the run").to.be.greaterThan(0);
      for (const pid of pids) process.kill(pid, "SIGKILL");
    },
    ended,
  };
}

const step = (name: string) => (event: DriverEvent) => event.type === "step-started" && event.step === name;
const isType = (type: DriverEvent["type"]) => (event: DriverEvent) => event.type === type;
const notices = (events: readonly DriverEvent[]) =>
  eventsOf(events, "notice")
    .map(({ message }) => message)
    .join("\n");
const codes = (events: readonly DriverEvent[]) => eventsOf(events, "failed").map(({ code }) => code);

/** Stacks that are not nested ones, by name, also deleted ones. */
async function stacksOf(environment: TestEnvironment): Promise<readonly string[]> {
  const { StackSummaries = [] } = await cloudFormationOf(environment).listStacks({});
  return StackSummaries.filter(({ ParentId }) => ParentId === undefined).map(
    ({ StackName, StackStatus }) => `${StackName} ${StackStatus}`,
  );
}

async function buildsOf({ env, region, accountId }: TestEnvironment): Promise<number> {
  const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
  const api = new CodeBuild({ region, endpoint: env.AWS_ENDPOINT_URL ?? "", credentials });
  return ((await api.listBuildsForProject({ projectName: "panther-pulumi" })).ids ?? []).length;
}

async function pendingOf(environment: TestEnvironment): Promise<readonly string[]> {
  const { stdout } = await environment.pulumi("stack", "export");
  const operations = JSON.parse(stdout).deployment.pending_operations ?? [];
  return operations.map(({ type, resource }: { type: string; resource: { urn: string } }) => `${type} ${resource.urn}`);
}

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
  expect(await buildsOf(environment)).to.equal(builds);
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
    await first.killPulumi();
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

const everyPoint = process.env.PANTHER_TEST_EVERY_KILL ? describe : describe.skip;

everyPoint("a kill at every point of a deploy and of a hop", function () {
  this.timeout(30 * minutes);
  let environment: TestEnvironment;
  afterEach(async () => {
    await clearFaults();
    await environment.remove();
  });

  const points: readonly (readonly [string, (event: DriverEvent) => boolean])[] = [
    ["before the role", isType("run-started")],
    ["at the start of the role", step("role")],
    ["after the role", (event) => event.type === "step-finished" && event.step === "role"],
    ["at the start of the root stack", step("root")],
    ["in the root stack", isType("stack-progress")],
    ["after the root stack", (event) => event.type === "step-finished" && event.step === "root"],
    ["before the build", step("build")],
    ["in the build", isType("build-started")],
    ["in verify", step("verify")],
  ];
  for (const command of ["deploy", "upgrade"]) {
    for (const victim of ["driver", "pulumi"]) {
      for (const [where, matches] of points) {
        const inPulumi = /role|root stack/.test(where) && !/before|after the root/.test(where);
        if (victim === "pulumi" && !inPulumi) continue;
        it(`${command}: the ${victim} killed ${where}`, async () => {
          environment = await testEnvironment({ version: "v1.36.0" });
          const upgrading = command === "upgrade";
          if (upgrading) {
            expect((await environment.panther("deploy")).code).to.equal(0);
            await environment.configure({ version: "v1.37.11" });
          }
          await slowly(roleStack, upgrading ? "update" : "create", 2);
          await slowly("panther-test", upgrading ? "update" : "create", 3);
          const first = startDriver(environment, command);
          const isPastBuild = (event: DriverEvent) =>
            !("release" in event) || !upgrading || event.release === "1.37.11";
          const started = upgrading ? first.until((event) => event.type === "release-started") : Promise.resolve();
          await started;
          await first.until((event) => matches(event) && isPastBuild(event));
          if (victim === "driver") first.kill("SIGKILL");
          else await first.killPulumi();
          await first.ended;
          const again = await environment.panther(command);
          expect(again.code, again.stdout + again.stderr).to.equal(0);
          await expectWhole(environment, upgrading ? 2 : 1);
        });
      }
    }
  }
});
