import { expect } from "chai";
import { cloudFormationOf, eventsOf } from "../../support/panther.ts";
import { type SourceDeployment, sourceDeployment } from "../../support/sourceDeployment.ts";
import { logsOf } from "../teardown/account.ts";

/** More than Systems Manager's own answer holds. */
const talkative = `[ "$1" = setup ] || { for i in $(seq 1500); do echo "line $i of what mage says"; done; echo done; }`;

describe("panther source, with a machine in a folder", function () {
  this.timeout(180_000);
  let deployment: SourceDeployment;
  afterEach(() => deployment.close());

  it("says what it will do, does it, and shows every line, more than Systems Manager keeps", async () => {
    deployment = await sourceDeployment(talkative);
    const { summary, events, lines, failed } = await deployment.run();
    expect(summary, failed?.message).to.deep.include({ result: "done", to: "1.16.0", hops: 0 });
    const [plan] = eventsOf(events, "source-planned");
    expect(plan).to.deep.include({
      work: "deploy",
      release: "1.16.0",
      standing: "nothing",
      running: null,
      rootStack: null,
    });
    expect(plan?.instance).to.deep.equal({ id: deployment.instanceId, type: "t3.small", state: "running" });
    expect(plan?.warnings.map(({ code }) => code)).to.deep.equal(["source-small-instance"]);
    const said = lines.filter((line) => line.startsWith("line "));
    expect(said).to.deep.equal([...Array(1500)].map((_, index) => `line ${index + 1} of what mage says`));
    expect(said.join("\n").length).to.be.greaterThan(24_000);
    expect(eventsOf(events, "source-finished")).to.have.length(1);
    const [request] = deployment.agent.sent;
    expect(request).to.deep.include({
      DocumentName: "AWS-RunShellScript",
      Comment: "panther source deploy v1.16.0 test",
    });
  });

  it("shows the end of what the tool said when it fails, and does not try again", async () => {
    deployment = await sourceDeployment('[ "$1" = setup ] || { echo "panther-core CREATE_FAILED"; exit 1; }');
    const { summary, failed } = await deployment.run();
    expect([summary.result, failed?.code]).to.deep.equal(["failed", "source-failed"]);
    expect(failed?.message).to.contain("exit code 1").and.to.contain("panther-core CREATE_FAILED");
    expect(deployment.agent.sent).to.have.length(1);
  });

  it("starts a machine that has stopped itself, and waits for its agent", async () => {
    deployment = await sourceDeployment("exit 0");
    await deployment.ec2.stopInstances({ InstanceIds: [deployment.instanceId] });
    deployment.agent.online = false;
    const { summary, events } = await deployment.run({}, (event) => {
      if (event.type === "notice" && event.message.includes("waiting for Systems Manager"))
        deployment.agent.online = true;
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
    deployment = await sourceDeployment("echo hello", { logged: false });
    const { events, lines } = await deployment.run();
    expect(lines).to.include("hello");
    expect(
      eventsOf(events, "notice")
        .map(({ message }) => message)
        .join(),
    ).to.contain("CloudWatch Logs has nothing");
  });

  it("changes nothing without approval, and on a dry run", async () => {
    deployment = await sourceDeployment("exit 0");
    expect((await deployment.run({ approve: async () => false })).failed?.code).to.equal("not-approved");
    expect((await deployment.run({ dryRun: true })).summary.result).to.equal("done");
    expect(deployment.agent.sent).to.deep.equal([]);
  });

  it("keeps to the way in which Panther was deployed, and names the root stack to a teardown", async () => {
    deployment = await sourceDeployment('[ "$1" = setup ] || echo "$1 [${STACK:-}]"');
    expect((await deployment.run({ work: "teardown" })).failed?.code).to.equal("source-nothing-stands");
    await cloudFormationOf(deployment.environment).createStack({
      StackName: "panther-test",
      TemplateBody: JSON.stringify({ Resources: { Topic: { Type: "AWS::SNS::Topic" } } }),
    });
    expect((await deployment.run()).failed?.code).to.equal("source-other-way");
    await logsOf(deployment.environment).createLogGroup({ logGroupName: "/aws/lambda/panther-billing" });
    const { lines, events } = await deployment.run({ work: "teardown" });
    // Its function, if it has one, is not this Panther's, and the tool deletes it all the same.
    const warnings = eventsOf(events, "source-planned")[0]?.warnings ?? [];
    expect(warnings.find(({ code }) => code === "log-groups-of-others")?.message).to.include("panther-billing");
    expect(eventsOf(events, "source-planned")[0]?.rootStack).to.equal("panther-test");
    expect(lines).to.include("teardown [panther-test]");
  });

  it("is a command: its plan in JSON, and no teardown without the environment's name", async () => {
    deployment = await sourceDeployment("exit 0");
    const looked = await deployment.environment.panther("source deploy", "--dry-run");
    expect(looked.code, looked.stderr).to.equal(0);
    expect(eventsOf(looked.events, "source-planned")[0]?.instance.id).to.equal(deployment.instanceId);
    const asked = async (command: string, ...args: readonly string[]) => {
      const { code, events } = await deployment.environment.panther(command, ...args);
      return [code, eventsOf(events, "failed")[0]?.code];
    };
    expect(await asked("source teardown", "--confirm", "prod")).to.deep.equal([2, "confirmation-differs"]);
    expect(await asked("source teardown")).to.deep.equal([2, "approval-missing"]);
    expect(await asked("source master-deploy")).to.deep.equal([2, "approval-missing"]);
    // That is the name; and there is nothing to take down.
    expect(await asked("source teardown", "--confirm", "test")).to.deep.equal([2, "source-nothing-stands"]);
    const looks = await deployment.environment.panther("status");
    expect(JSON.parse(looks.stdout).findings.map(({ code }: { code: string }) => code)).to.include(
      "source-environment",
    );
    const { stdout } = await deployment.environment.panther("history");
    expect(JSON.parse(stdout).runs[0]).to.deep.include({ command: "source teardown" });
  });

  it("refuses an environment without a machine, before anything is done", async () => {
    deployment = await sourceDeployment("exit 0");
    await deployment.ec2.terminateInstances({ InstanceIds: [deployment.instanceId] });
    expect((await deployment.run()).failed?.code).to.equal("source-no-instance");
    for (const command of ["plan", "deploy"]) {
      const ended = await deployment.environment.panther(
        command,
        ...(command === "deploy" ? ["--yes", "--no-preflight"] : []),
      );
      expect([ended.code, ended.stdout.includes("source-environment")], ended.stdout).to.deep.equal([2, true]);
    }
    await deployment.environment.configure({ sourceDeployer: undefined });
    expect((await deployment.run()).failed?.code).to.equal("source-not-wanted");
  });
});
