import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EC2 } from "@aws-sdk/client-ec2";
import { expect } from "chai";
import type { DriverEvent } from "../../../automation/events.ts";
import { runSource, type SourceOptions } from "../../../automation/source/runSource.ts";
import { realTiming } from "../../../automation/timing.ts";
import { deployerTag, sourceLogGroup } from "../../../model/source/sourceNames.ts";
import { type Agent, agentOn } from "../../support/agent.ts";
import { type FakeInstance, fakeInstance } from "../../support/instance.ts";
import {
  asCallerOf,
  cloudFormationOf,
  eventsOf,
  type TestEnvironment,
  testEnvironment,
} from "../../support/panther.ts";

const sourceDeployer = { vpcId: "vpc-12345678", subnetId: "subnet-12345678" };
const inSource = {
  version: "v1.16.0",
  sourceDeployer,
  parameters: { FirstUserEmail: "a@example.com" },
  firstDeployParameters: undefined,
};

/** More than Systems Manager's own answer holds. */
const talkative = `[ "$1" = setup ] || { for i in $(seq 1500); do echo "line $i of what mage says"; done; echo done; }`;
/** Works until a file says that it may end. */
const patient = `[ "$1" = setup ] || { echo "at work"; touch "$HOME/at-work"; while [ ! -e "$HOME/end" ]; do sleep 0.1; done; echo ended; }`;

describe("panther source, with a machine in a folder", function () {
  this.timeout(180_000);
  let environment: TestEnvironment;
  let machine: FakeInstance;
  let agent: Agent;
  let instanceId = "";
  let ec2: EC2;

  afterEach(async () => {
    await agent.close();
    await machine.close();
    await environment.remove();
  });

  async function begin(mage: string, { logged = true } = {}): Promise<void> {
    environment = await testEnvironment(inSource);
    const { accountId, region, env } = environment;
    const client = {
      region,
      endpoint: env.AWS_ENDPOINT_URL ?? "",
      credentials: { accessKeyId: accountId, secretAccessKey: "local" },
    };
    ec2 = new EC2(client);
    const logs = new CloudWatchLogs(client);
    const { Instances: [instance] = [] } = await ec2.runInstances({
      ImageId: "ami-12345678",
      InstanceType: "t3.small",
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: deployerTag, Value: "test" }] }],
    });
    instanceId = instance?.InstanceId ?? "";
    if (logged) await logs.createLogGroup({ logGroupName: sourceLogGroup("test") });
    machine = await fakeInstance(mage);
    agent = agentOn(machine, instanceId, logged ? logs : undefined);
  }

  async function run(options: Partial<SourceOptions> = {}, onEvent: (event: DriverEvent) => void = () => undefined) {
    const { region, accountId, env, projectDirectory } = environment;
    const client = {
      region,
      endpoint: env.AWS_ENDPOINT_URL ?? "",
      credentials: { accessKeyId: accountId, secretAccessKey: "local" },
    };
    const events: DriverEvent[] = [];
    const summary = await asCallerOf(environment, () =>
      runSource({
        environment: "test",
        projectDirectory,
        work: "deploy",
        timing: realTiming(50),
        apis: { instances: ec2, commands: agent.commands, logs: new CloudWatchLogs(client) },
        report: (event) => {
          events.push(event);
          onEvent(event);
        },
        ...options,
      }),
    );
    return {
      summary,
      events,
      failed: eventsOf(events, "failed")[0],
      lines: eventsOf(events, "source-log").map(({ line }) => line),
    };
  }

  it("says what it will do, does it, and shows every line, more than Systems Manager keeps", async () => {
    await begin(talkative);
    const { summary, events, lines, failed } = await run();
    expect(summary, failed?.message).to.deep.include({ result: "done", to: "1.16.0", hops: 0 });
    const [plan] = eventsOf(events, "source-planned");
    expect(plan).to.deep.include({
      work: "deploy",
      release: "1.16.0",
      standing: "nothing",
      running: null,
      rootStack: null,
    });
    expect(plan?.instance).to.deep.equal({ id: instanceId, type: "t3.small", state: "running" });
    expect(plan?.warnings.map(({ code }) => code)).to.deep.equal(["source-small-instance"]);
    const said = lines.filter((line) => line.startsWith("line "));
    expect(said).to.deep.equal([...Array(1500)].map((_, index) => `line ${index + 1} of what mage says`));
    expect(said.join("\n").length).to.be.greaterThan(24_000);
    expect(eventsOf(events, "source-finished")).to.have.length(1);
    const [request] = agent.sent;
    expect(request).to.deep.include({
      DocumentName: "AWS-RunShellScript",
      Comment: "panther source deploy v1.16.0 test",
    });
  });

  it("joins a command that runs when it is started again, and starts no second one", async () => {
    await begin(patient);
    const stop = new AbortController();
    const first = await run({ signal: stop.signal }, (event) => {
      if (event.type === "source-log" && event.line === "at work") stop.abort();
    });
    expect(first.summary.result).to.equal("interrupted");
    const second = await run({}, (event) => {
      if (event.type === "source-command") void writeFile(join(machine.folder, "end"), "");
    });
    expect(second.summary.result, second.failed?.message).to.equal("done");
    expect(eventsOf(second.events, "source-planned")[0]?.running).to.equal("command-1");
    expect(eventsOf(second.events, "source-command").map(({ joined }) => joined)).to.deep.equal([true]);
    // Its output from the beginning.
    expect(second.lines).to.include.members(["at work", "ended"]);
    expect(agent.sent).to.have.length(1);
  });

  it("refuses beside a command for something else", async () => {
    await begin(patient);
    const stop = new AbortController();
    await run({ signal: stop.signal }, (event) => {
      if (event.type === "source-command") stop.abort();
    });
    const other = await run({ work: "master-deploy" });
    expect([other.summary.result, other.failed?.code]).to.deep.equal(["refused", "source-busy"]);
    expect(agent.sent).to.have.length(1);
  });

  it("runs the tool again when its credentials ran out, and goes on from what stands", async () => {
    await begin(
      '[ "$1" = setup ] || [ -e "$HOME/once" ] || { touch "$HOME/once"; echo "ExpiredToken: expired"; exit 1; }',
    );
    const { summary, events } = await run();
    expect(summary.result).to.equal("done");
    expect(agent.sent).to.have.length(2);
    expect(
      eventsOf(events, "notice")
        .map(({ message }) => message)
        .join(),
    ).to.contain("credentials ran out");
  });

  it("gives up on credentials that run out each time, and says that it is no failure of the deployment", async () => {
    await begin('[ "$1" = setup ] || { echo "ExpiredToken: expired"; exit 1; }');
    const { summary, failed } = await run();
    expect([summary.result, failed?.code]).to.deep.equal(["failed", "source-credentials"]);
    expect(agent.sent).to.have.length(5);
  });

  it("shows the end of what the tool said when it fails, and does not try again", async () => {
    await begin('[ "$1" = setup ] || { echo "panther-core CREATE_FAILED"; exit 1; }');
    const { summary, failed } = await run();
    expect([summary.result, failed?.code]).to.deep.equal(["failed", "source-failed"]);
    expect(failed?.message).to.contain("exit code 1").and.to.contain("panther-core CREATE_FAILED");
    expect(agent.sent).to.have.length(1);
  });

  it("tells our own credentials that ran out from a failure, and joins what goes on", async () => {
    await begin(patient);
    let looks = 0;
    agent.before = (call) => {
      looks += call === "look" ? 1 : 0;
      if (looks === 3)
        throw Object.assign(new Error("The security token is expired"), { name: "ExpiredTokenException" });
    };
    const first = await run();
    expect([first.summary.result, first.failed?.code]).to.deep.equal(["failed", "credentials-expired"]);
    await writeFile(join(machine.folder, "end"), "");
    expect((await run()).summary.result).to.equal("done");
  });

  it("joins the command that an answer got lost of: the SDK sends it twice", async () => {
    await begin(patient);
    const { sendCommand } = agent.commands;
    agent.commands.sendCommand = (async (request: Parameters<typeof sendCommand>[0]) => {
      await sendCommand(request);
      while (!existsSync(join(machine.folder, "at-work"))) await new Promise((resolve) => setTimeout(resolve, 20));
      return await sendCommand(request);
    }) as typeof sendCommand;
    const { summary, events } = await run({}, (event) => {
      if (event.type === "source-command" && event.joined) void writeFile(join(machine.folder, "end"), "");
    });
    expect(summary.result).to.equal("done");
    const followed = eventsOf(events, "source-command").map(({ commandId, joined }) => `${commandId} ${joined}`);
    expect(followed).to.deep.equal(["command-2 false", "command-1 true"]);
  });

  it("starts a machine that has stopped itself, and waits for its agent", async () => {
    await begin("exit 0");
    await ec2.stopInstances({ InstanceIds: [instanceId] });
    agent.online = false;
    const { summary, events } = await run({}, (event) => {
      if (event.type === "notice" && event.message.includes("waiting for Systems Manager")) agent.online = true;
    });
    expect(summary.result).to.equal("done");
    expect(eventsOf(events, "source-planned")[0]?.instance.state).to.equal("stopped");
    expect(
      eventsOf(events, "notice")
        .map(({ message }) => message)
        .join(),
    ).to.contain("it is started");
  });

  it("shows Systems Manager's copy where there is no log", async () => {
    await begin("echo hello", { logged: false });
    const { events, lines } = await run();
    expect(lines).to.include("hello");
    expect(
      eventsOf(events, "notice")
        .map(({ message }) => message)
        .join(),
    ).to.contain("CloudWatch Logs has nothing");
  });

  it("changes nothing without approval, and on a dry run", async () => {
    await begin("exit 0");
    expect((await run({ approve: async () => false })).failed?.code).to.equal("not-approved");
    expect((await run({ dryRun: true })).summary.result).to.equal("done");
    expect(agent.sent).to.deep.equal([]);
  });

  it("keeps to the way in which Panther was deployed, and names the root stack to a teardown", async () => {
    await begin('[ "$1" = setup ] || echo "$1 [${STACK:-}]"');
    expect((await run({ work: "teardown" })).failed?.code).to.equal("source-nothing-stands");
    await cloudFormationOf(environment).createStack({
      StackName: "panther-test",
      TemplateBody: JSON.stringify({ Resources: { Topic: { Type: "AWS::SNS::Topic" } } }),
    });
    expect((await run()).failed?.code).to.equal("source-other-way");
    const { lines, events } = await run({ work: "teardown" });
    expect(eventsOf(events, "source-planned")[0]?.rootStack).to.equal("panther-test");
    expect(lines).to.include("teardown [panther-test]");
  });

  it("is a command: its plan in JSON, and no teardown without the environment's name", async () => {
    await begin("exit 0");
    const looked = await environment.panther("source deploy", "--dry-run");
    expect(looked.code, looked.stderr).to.equal(0);
    expect(eventsOf(looked.events, "source-planned")[0]?.instance.id).to.equal(instanceId);
    const asked = async (command: string, ...args: readonly string[]) => {
      const { code, events } = await environment.panther(command, ...args);
      return [code, eventsOf(events, "failed")[0]?.code];
    };
    expect(await asked("source teardown", "--confirm", "prod")).to.deep.equal([2, "confirmation-differs"]);
    expect(await asked("source teardown")).to.deep.equal([2, "approval-missing"]);
    expect(await asked("source master-deploy")).to.deep.equal([2, "approval-missing"]);
    // That is the name; and there is nothing to take down.
    expect(await asked("source teardown", "--confirm", "test")).to.deep.equal([2, "source-nothing-stands"]);
    const looks = await environment.panther("status");
    expect(JSON.parse(looks.stdout).findings.map(({ code }: { code: string }) => code)).to.include(
      "source-environment",
    );
    const { stdout } = await environment.panther("history");
    expect(JSON.parse(stdout).runs[0]).to.deep.include({ command: "source teardown" });
  });

  it("refuses an environment without a machine, before anything is done", async () => {
    await begin("exit 0");
    await ec2.terminateInstances({ InstanceIds: [instanceId] });
    expect((await run()).failed?.code).to.equal("source-no-instance");
    for (const command of ["plan", "deploy"]) {
      const ended = await environment.panther(command, ...(command === "deploy" ? ["--yes", "--no-preflight"] : []));
      expect([ended.code, ended.stdout.includes("source-environment")], ended.stdout).to.deep.equal([2, true]);
    }
    await environment.configure({ sourceDeployer: undefined });
    expect((await run()).failed?.code).to.equal("source-not-wanted");
  });
});
