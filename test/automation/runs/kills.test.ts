// `kill -9` at every point of a deploy and of a hop, and the same command again. Three of them always run, all of them with
// `npm run test:long`, which takes half an hour.
import { expect } from "chai";
import type { DriverEvent } from "../../../automation/events.ts";
import { leaseHolder } from "../../../automation/lease.ts";
import { type DriverProcess, startDriver } from "../../support/driverProcess.ts";
import { clearFaults, fault } from "../../support/faults.ts";
import { cloudFormationOf, eventsOf, type TestEnvironment, testEnvironment } from "../../support/panther.ts";
import {
  buildsAfterEach,
  buildsOf,
  completionsOf,
  differences,
  pendingOf,
  stacksOf,
  whatStands,
} from "../../support/whatStands.ts";

const minutes = 60_000;
const everyKill = process.env.PANTHER_TEST_LONG !== undefined;

type Command = "deploy" | "upgrade";
type Victim = "driver" | "Pulumi" | "both";
type Point = (driver: DriverProcess, environment: TestEnvironment) => Promise<unknown>;

const roleStack = "panther-deployment-role";
const rootStack = "panther-test";
const roleAndRoot = [roleStack, rootStack];

// Of the release on the way alone: an upgrade first looks after the build of the one that runs.
const ofHop = (event: DriverEvent, events: readonly DriverEvent[]) =>
  !("release" in event) || eventsOf(events.slice(0, events.indexOf(event)), "release-started").length > 0;
const started =
  (step: string, nth = 1): Point =>
  ({ until, events }) =>
    until((event) => event.type === "step-started" && event.step === step && ofHop(event, events), nth);
const finished =
  (step: string): Point =>
  ({ until, events }) =>
    until((event) => event.type === "step-finished" && event.step === step && ofHop(event, events));
const reported =
  (type: DriverEvent["type"]): Point =>
  ({ until }) =>
    until((event) => event.type === type);
const during =
  (step: string, stackName: string, nth = 1): Point =>
  async (driver, environment) => {
    await started(step, nth)(driver, environment);
    await untilInProgress(environment, stackName, driver);
  };

const points: Readonly<Record<string, Point>> = {
  "before the role": reported("planned"),
  "at the start of the role": started("role"),
  "in the role": during("role", roleStack),
  "after the role": finished("role"),
  "at the start of the root stack": started("root"),
  "in the root stack": during("root", rootStack),
  "after the root stack": finished("root"),
  "in the second phase or hop": during("root", rootStack, 2),
  "before the build": started("build"),
  "in the build": reported("build-started"),
  "after the build": finished("build"),
  "in verify": started("verify"),
};

/** A kill of both is what the end of a pipeline's machine is. */
const pointsOf: Readonly<Record<Victim, readonly string[]>> = {
  driver: Object.keys(points),
  Pulumi: [
    "at the start of the role",
    "in the role",
    "after the role",
    "at the start of the root stack",
    "in the root stack",
    "after the root stack",
    "in the second phase or hop",
  ],
  both: ["in the role", "in the root stack", "after the root stack", "in the second phase or hop"],
};
/** Those of the short form. */
const always = [
  "upgrade both in the root stack",
  "upgrade driver in the role",
  "deploy Pulumi in the second phase or hop",
];

interface Kill {
  readonly command: Command;
  readonly victim: Victim;
  readonly where: string;
}

const kills: readonly Kill[] = (["deploy", "upgrade"] as const)
  .flatMap((command) =>
    (["driver", "Pulumi", "both"] as const).flatMap((victim) =>
      pointsOf[victim].map((where) => ({ command, victim, where })),
    ),
  )
  .filter(({ command, victim, where }) => everyKill || always.includes(`${command} ${victim} ${where}`));

describe("the same command again after kill -9, on local AWS with the real engine", function () {
  this.timeout(10 * minutes);
  let environment: TestEnvironment;
  const undisturbed: Record<Command, readonly string[]> = { deploy: [], upgrade: [] };

  before(async () => {
    for (const command of ["deploy", "upgrade"] as const) {
      environment = await prepared(command);
      const ended = await environment.panther(command);
      expect(ended.code, ended.stdout + ended.stderr).to.equal(0);
      undisturbed[command] = await whatStands(environment);
      await environment.remove();
    }
  });
  afterEach(async () => {
    await clearFaults();
    await environment.remove();
  });

  for (const { command, victim, where } of kills) {
    it(`${command}: ${victim === "both" ? "driver and Pulumi" : `the ${victim}`} killed ${where}`, async () => {
      environment = await prepared(command);
      for (const on of ["create", "update"] as const) {
        await fault({ stack: roleStack, path: "*", on, action: { kind: "slow", seconds: 2 } });
        await fault({ stack: rootStack, path: "Core", on, action: { kind: "slow", seconds: 3 } });
      }
      const driver = startDriver(environment, command);
      await points[where]?.(driver, environment);
      // The driver first: it is not to see its Pulumi die.
      if (victim !== "Pulumi") driver.kill("SIGKILL");
      const killed = victim === "driver" ? 0 : await driver.killPulumi();
      if (victim !== "driver" && where !== "after the root stack") expect(killed).to.be.greaterThan(0);
      const first = await driver.ended;
      await clearFaults();

      const again = await environment.panther(command);
      expect(again.code, `${first.stdout}\n\n${again.stdout}${again.stderr}`).to.equal(0);
      expect(eventsOf(again.events, "summary")[0]?.result).to.equal("done");
      expect(differences(undisturbed[command], await whatStands(environment))).to.deep.equal([]);
      await expectWhole(environment, command);
    });
  }
});

/** An environment in which the command has something to do: a deploy in two phases, an upgrade over two hops. */
async function prepared(command: Command): Promise<TestEnvironment> {
  if (command === "deploy") return testEnvironment({ version: "v1.37.11", firstDeployParameters: undefined });
  const environment = await testEnvironment();
  const deployed = await environment.panther("deploy", "--release", "1.37.11");
  expect(deployed.code, deployed.stdout + deployed.stderr).to.equal(0);
  return environment;
}

/** Nothing pending, no second stack, no update and no build twice, no hop left out, nobody holds it. */
async function expectWhole(environment: TestEnvironment, command: Command): Promise<void> {
  expect(await pendingOf(environment)).to.deep.equal([]);
  expect((await stacksOf(environment)).map((stack) => stack.split(" ")[0])).to.have.members(roleAndRoot);
  const completions = await completionsOf(environment, rootStack);
  // A deploy's phases have one build together; each hop has its own.
  const expected = command === "deploy" ? [0, 1] : [1, 1, 1];
  expect(buildsAfterEach(completions, await buildsOf(environment))).to.deep.equal(expected);
  const preview = await environment.pulumi("preview", "--expect-no-changes");
  expect(preview.code, preview.stdout + preview.stderr).to.equal(0);
  expect(await leaseHolder(environment.projectDirectory, "test")).to.equal(undefined);
}

async function untilInProgress(environment: TestEnvironment, name: string, driver: DriverProcess): Promise<void> {
  let over = false;
  void driver.ended.then(() => {
    over = true;
  });
  const api = cloudFormationOf(environment);
  while (!over) {
    const { Stacks = [] } = await api.describeStacks({ StackName: name }).catch(() => ({ Stacks: [] }));
    if (Stacks[0]?.StackStatus?.endsWith("_IN_PROGRESS")) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The driver ended before ${name} was in progress.`);
}
