import type { CloudFormation, CreateStackCommandInput } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { deploy } from "../../automation/deploy.ts";
import type { DriverEvent } from "../../automation/events.ts";
import { offerRecovery } from "../../automation/recovery/offerRecovery.ts";
import { type ApproveRecovery, recoverEnvironment } from "../../automation/recovery/recoverEnvironment.ts";
import { startRun } from "../../automation/run.ts";
import { realTiming } from "../../automation/timing.ts";
import { startDriver } from "../support/driverProcess.ts";
import { clearFaults, fault } from "../support/faults.ts";
import { asCallerOf, cloudFormationOf, eventsOf, type TestEnvironment, testEnvironment } from "../support/panther.ts";
import { pendingOf, stacksOf } from "../support/whatStands.ts";

const minutes = 60_000;
const root = "panther-test";
const role = "panther-deployment-role";

/** A stack of two queues, the second of which is made after the first. */
const template = (delay = 0) =>
  JSON.stringify({
    Resources: {
      First: { Type: "AWS::SQS::Queue", Properties: { DelaySeconds: delay } },
      Second: { Type: "AWS::SQS::Queue", DependsOn: "First", Properties: { DelaySeconds: delay } },
    },
  });

describe("panther recover, by the state of a stack", function () {
  this.timeout(2 * minutes);
  let environment: TestEnvironment;
  let api: CloudFormation;
  beforeEach(async () => {
    environment = await testEnvironment();
    api = cloudFormationOf(environment);
  });
  afterEach(async () => {
    await clearFaults();
    await environment.remove();
  });

  const until = async (name: string, status: string) => {
    while (!(await stacksOf(environment)).includes(`${name} ${status}`)) await soon();
  };
  const create = async (name: string, status: string, more: Partial<CreateStackCommandInput> = {}) => {
    await api.createStack({ StackName: name, TemplateBody: template(), ...more });
    await until(name, status);
  };
  const fails = (on: "create" | "update" | "delete", path = "Second", times?: number) =>
    fault({
      stack: "panther-*",
      path,
      on,
      action: { kind: "fail", reason: `no ${on} (test)` },
      ...(times !== undefined && { times }),
    });
  const recover = async (...args: readonly string[]) => {
    const { code, events, stdout } = await environment.panther("recover", ...args);
    const [plan] = eventsOf(events, "recovery-planned");
    const answers = plan?.stacks.map(({ stack, status, answer }) => `${stack} ${status}: ${answer}`);
    return { code, answers, plan, failed: eventsOf(events, "failed")[0], events, stdout };
  };

  it("has nothing to do where nothing stands", async () => {
    const { code, answers, plan } = await recover("--yes");
    expect([code, answers, plan?.pulumi]).to.deep.equal([0, [], { kind: "none" }]);
  });

  it("deletes stacks whose first creation failed, whichever way, root before role", async () => {
    await fails("create");
    await create(role, "CREATE_FAILED", { OnFailure: "DO_NOTHING" });
    await create(root, "ROLLBACK_COMPLETE");
    const { code, answers, events } = await recover("--yes");
    expect([code, answers]).to.deep.equal([0, ["role CREATE_FAILED: delete", "root ROLLBACK_COMPLETE: delete"]]);
    const order = eventsOf(events, "notice").map(({ message }) => message.split(" ")[0]);
    expect(order).to.deep.equal([root, role]);
    const told = eventsOf(events, "resource-event").map(({ path, status }) => `${path.join("/")} ${status}`);
    expect(told).to.include.members([`${root} DELETE_COMPLETE`, `${role} DELETE_COMPLETE`]);
    expect(await stacksOf(environment)).to.have.members([`${root} DELETE_COMPLETE`, `${role} DELETE_COMPLETE`]);
    expect((await recover("--yes")).answers).to.deep.equal([]);
  });

  it("says what can't be deleted, deletes it when that is mended, and leaves a Panther that ran to a person", async () => {
    await fails("create", "Second", 1);
    await fails("delete", "First");
    await create(root, "ROLLBACK_FAILED");
    const stuck = await recover("--yes");
    expect([stuck.code, stuck.answers, stuck.failed?.code]).to.deep.equal([
      1,
      ["root ROLLBACK_FAILED: delete"],
      "still-stuck",
    ]);
    expect(stuck.plan?.stacks[0]?.blocked.map(({ path, reason }) => [...path, reason])).to.deep.equal([
      ["First", "no delete (test)"],
    ]);
    expect(stuck.failed?.message).to.match(
      /^panther-test is DELETE_FAILED again\.\nFirst \(AWS::SQS::Queue\): no delete/,
    );
    await clearFaults();
    const gone = await recover("--yes");
    expect([gone.code, gone.answers]).to.deep.equal([0, ["root DELETE_FAILED: delete"]]);

    await create(root, "CREATE_COMPLETE");
    await fails("delete", "First");
    await api.deleteStack({ StackName: root });
    await until(root, "DELETE_FAILED");
    const person = await recover("--yes");
    expect([person.code, person.answers, person.failed?.code]).to.deep.equal([
      1,
      ["root DELETE_FAILED: person"],
      "person-needed",
    ]);
    expect(person.failed?.fix).to.include(`aws cloudformation delete-stack --stack-name ${root} --region us-east-1`);
  });

  it("deletes a role's stack again that could not be deleted", async () => {
    await create(role, "CREATE_COMPLETE");
    await fails("delete", "First", 1);
    await api.deleteStack({ StackName: role });
    await until(role, "DELETE_FAILED");
    const { code, answers } = await recover("--yes");
    expect([code, answers]).to.deep.equal([0, ["role DELETE_FAILED: delete"]]);
    expect(await stacksOf(environment)).to.deep.equal([`${role} DELETE_COMPLETE`]);
  });

  it("removes what change sets left: an empty root stack, and empty nested ones below one that runs", async () => {
    const set = { StackName: root, ChangeSetName: "look", ChangeSetType: "CREATE" } as const;
    await api.createChangeSet({ ...set, TemplateBody: template() });
    const reviewed = await recover("--yes");
    expect([reviewed.code, reviewed.answers]).to.deep.equal([0, ["root REVIEW_IN_PROGRESS: delete-review"]]);
    expect(await stacksOf(environment)).to.deep.equal([`${root} DELETE_COMPLETE`]);

    await create(root, "CREATE_COMPLETE");
    const nested = { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "https://nowhere.invalid/x" } };
    const both = JSON.stringify({ Resources: { ...JSON.parse(template()).Resources, More: nested } });
    const { Id } = await api.createChangeSet({
      StackName: root,
      ChangeSetName: "more",
      TemplateBody: both,
      IncludeNestedStacks: true,
    });
    // Somebody may still want to execute it.
    expect((await recover("--yes")).plan?.leftovers).to.deep.equal([]);
    await api.deleteChangeSet({ ChangeSetName: Id });
    const protect = (EnableTerminationProtection: boolean) =>
      api.updateTerminationProtection({ StackName: root, EnableTerminationProtection });
    await protect(true);
    const kept = await recover("--yes");
    const notices = eventsOf(kept.events, "notice").map(({ message }) => message);
    expect([kept.code, notices.some((one) => one.includes(`while ${root} is protected`))]).to.deep.equal([0, true]);
    await protect(false);
    const cleaned = await recover("--yes");
    expect([cleaned.code, cleaned.plan?.leftovers.map(({ name }) => name.replace(/-\w+$/, ""))]).to.deep.equal([
      0,
      [`${root}-More`],
    ]);
    expect((await api.listStacks({ StackStatusFilter: ["REVIEW_IN_PROGRESS"] })).StackSummaries).to.deep.equal([]);
  });

  it("rolls an update back that was not to be rolled back by itself", async () => {
    await create(root, "CREATE_COMPLETE");
    await fails("update");
    await api.updateStack({ StackName: root, TemplateBody: template(5), DisableRollback: true });
    await until(root, "UPDATE_FAILED");
    const { code, answers } = await recover("--yes");
    expect([code, answers]).to.deep.equal([0, ["root UPDATE_FAILED: roll-back"]]);
    expect(await stacksOf(environment)).to.deep.equal([`${root} UPDATE_ROLLBACK_COMPLETE`]);
  });

  it("asks first: a no changes nothing, and a yes to what is no longer so does not either", async () => {
    await fails("create", "Second", 1);
    await create(root, "ROLLBACK_COMPLETE");
    const asked = async (approve: () => Promise<boolean>) => {
      const events: DriverEvent[] = [];
      const { projectDirectory } = environment;
      const options = { environment: "test", projectDirectory, timing: realTiming(100), approve };
      const run = () => recoverEnvironment({ ...options, report: (event) => events.push(event) });
      const { result } = await asCallerOf(environment, run);
      return [result, eventsOf(events, "failed")[0]?.code];
    };
    expect(await asked(async () => false)).to.deep.equal(["refused", "not-approved"]);
    expect(await stacksOf(environment)).to.deep.equal([`${root} ROLLBACK_COMPLETE`]);
    const somebodyElse = async () => {
      await api.deleteStack({ StackName: root });
      await until(root, "DELETE_COMPLETE");
      return true;
    };
    expect(await asked(somebodyElse)).to.deep.equal(["refused", "changed-meanwhile"]);
  });

  it("is offered by a command that can't begin: with somebody to ask it is done, without it is named", async () => {
    await create(root, "CREATE_COMPLETE");
    const offered = async (approve?: ApproveRecovery) => {
      const run = { ...(await startRun({ environment: "test", projectDirectory: environment.projectDirectory })) };
      return (await offerRecovery({ ...run, timing: realTiming(100) }, approve)) ?? "go on";
    };
    const as = <T>(work: () => Promise<T>) => asCallerOf(environment, work);
    expect(await as(() => offered())).to.equal("go on");
    await fails("update");
    await api.updateStack({ StackName: root, TemplateBody: template(5), DisableRollback: true });
    await until(root, "UPDATE_FAILED");
    expect(await as(() => offered())).to.have.nested.property(
      "event.fix",
      "What gets it moving again: panther recover test --dry-run, then panther recover test",
    );
    expect(await as(() => offered(async () => false))).to.have.nested.property("event.code", "not-approved");
    expect(await as(() => offered(async () => true))).to.equal("go on");
    expect(await stacksOf(environment)).to.deep.equal([`${root} UPDATE_ROLLBACK_COMPLETE`]);
  });

  it("is what deploy and upgrade ask for first, and name where nobody can be asked", async () => {
    await create(role, "CREATE_COMPLETE");
    await fails("update");
    await api.updateStack({ StackName: role, TemplateBody: template(5), DisableRollback: true });
    await until(role, "UPDATE_FAILED");
    for (const command of ["deploy", "upgrade"]) {
      const { code, events } = await environment.panther(command);
      const [failed] = eventsOf(events, "failed");
      expect([code, failed?.code]).to.deep.equal([2, "stack-stuck"]);
      expect(failed?.fix).to.include("panther recover test");
    }
    const options = { environment: "test", projectDirectory: environment.projectDirectory, timing: realTiming(100) };
    const events: DriverEvent[] = [];
    const report = (event: DriverEvent) => events.push(event);
    const approveRecovery = async () => true;
    const ended = await asCallerOf(environment, () =>
      deploy({ ...options, report, approveRecovery, preflight: false, approve: async () => false }),
    );
    expect([ended.result, eventsOf(events, "recovered")[0]?.stacks]).to.deep.equal([
      "failed",
      { [role]: "UPDATE_ROLLBACK_COMPLETE" },
    ]);
    expect(eventsOf(events, "failed")[0]?.code).to.equal("not-approved");
  });

  it("is not offered where somebody deletes a Panther that ran: no command makes a new one when it is gone", async () => {
    await create(root, "CREATE_COMPLETE");
    await fault({ stack: root, path: "*", on: "delete", action: { kind: "slow", seconds: 3 } });
    await api.deleteStack({ StackName: root });
    for (const command of ["deploy", "upgrade"]) {
      const { code, events } = await environment.panther(command);
      expect([code, eventsOf(events, "failed")[0]?.code]).to.deep.equal([2, "being-deleted"]);
    }
  });

  it("takes what a killed Pulumi was creating into its state, and cancels the lock that it left", async () => {
    await fault({ stack: role, path: "*", on: "create", action: { kind: "slow", seconds: 4 } });
    const deploy = startDriver(environment, "deploy");
    await deploy.until((event: DriverEvent) => event.type === "step-started" && event.step === "role");
    await until(role, "CREATE_IN_PROGRESS");
    deploy.kill("SIGKILL");
    expect(await deploy.killPulumi()).to.be.greaterThan(0);
    await deploy.ended;
    const { code, plan, stdout, events } = await recover("--yes");
    expect(code, stdout).to.equal(0);
    expect(plan?.pulumi).to.deep.include({ kind: "found", lockPossible: true });
    expect(plan?.pulumi).to.have.nested.property("pending[0].stackName", role);
    const said = eventsOf(events, "notice").map(({ message }) => message);
    expect(said.join("\n")).to.include("the lock is cancelled").and.include("it is taken into Pulumi's state");
    expect(await pendingOf(environment)).to.deep.equal([]);
    expect((await recover("--yes")).plan?.pulumi).to.deep.equal({ kind: "found", pending: [], lockPossible: false });
  });
});

/** Between two looks. */
function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
