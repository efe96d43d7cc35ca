// The driver over both sides of a split in China, with the real engine on local AWS.
import { expect } from "chai";
import { diagnose } from "../../../automation/diagnose.ts";
import type { Status } from "../../../automation/status.ts";
import type { EnvironmentPlan } from "../../../model/release/environmentPlan.ts";
import { stepName } from "../../../model/step.ts";
import { askWebApp, chinaEnvironment, type TwoSides } from "../../support/china.ts";
import { startDriver } from "../../support/driverProcess.ts";
import { clearFaults, fault } from "../../support/faults.ts";
import { asCallerOf, eventsOf, type TestEnvironment } from "../../support/panther.ts";

type DriveEnded = Awaited<ReturnType<TestEnvironment["panther"]>>;

const firstRelease = "1.37.11";
const backendSteps = ["release copy", "role", "root stack", "build", "verify", "gateway key"];

describe("the driver over both sides of a split in China, on local AWS with the real engine", function () {
  this.timeout(600_000);
  let environment: TestEnvironment;
  let sides: TwoSides;
  let china: Readonly<Record<string, unknown>>;

  before(async () => {
    ({ environment, sides, china } = await chinaEnvironment(
      { version: `v${firstRelease}` },
      // A key takes a second to work here.
      { keySettleSeconds: 3, keyOverlapMinutes: 0 },
    ));
  });
  after(async () => {
    await clearFaults();
    await environment?.remove();
    sides?.remove();
  });

  async function done(...args: Parameters<TestEnvironment["panther"]>): Promise<DriveEnded> {
    const ended = await environment.panther(...args);
    expect(ended.code, ended.stdout + ended.stderr).to.equal(0);
    return ended;
  }

  async function plan(): Promise<EnvironmentPlan> {
    return JSON.parse((await done("plan", "--json")).stdout) as EnvironmentPlan;
  }

  const stepsOf = ({ events }: DriveEnded) =>
    eventsOf(events, "step-finished").map((step) => `${step.release} ${stepName(step)}: ${step.outcome}`);
  const allOf = (release: string, names: readonly string[], outcome: (name: string) => string) =>
    names.map((name) => `${release} ${name}: ${outcome(name)}`);

  const failWeb = (on: "create" | "update") =>
    fault({
      ...{ stack: "panther-web", path: "ProxyTask", on, times: 1 },
      action: { kind: "fail", reason: "no such image" },
    });

  it("plans a first deploy of both sides, with what is to be copied", async () => {
    const { copies = [], hops, web, findings } = await plan();
    expect(copies.map(({ release }) => release)).to.deep.equal([firstRelease]);
    expect(copies[0]?.bytes).to.be.greaterThan(10_000);
    expect([hops, web?.hops ?? []].map((all) => all.map(({ to }) => to))).to.deep.equal([
      [firstRelease],
      [firstRelease],
    ]);
    expect(findings.filter(({ severity }) => severity === "error")).to.deep.equal([]);
  });

  it("refuses credentials of the other side, and of none, before anything moves", async () => {
    for (const [values, code] of [
      [{ profile: sides.web.name, webProfile: sides.china.name }, "credentials-not-accepted"],
      [{ webAccountId: "210987654321" }, "wrong-account"],
      [{ webProfile: "nobody" }, "credentials-missing"],
    ] as const) {
      await environment.configure({ china: { ...china, ...values } });
      const refused = await environment.panther("deploy");
      expect([refused.code, eventsOf(refused.events, "failed")[0]?.code]).to.deep.equal([2, code]);
    }
    await environment.configure({});
  });

  it("deploys the backend and makes a key; where the web app fails they stay", async () => {
    await failWeb("create");
    const failed = await environment.panther("deploy");
    expect(failed.code, failed.stdout).to.equal(1);
    expect(eventsOf(failed.events, "failed")[0]?.message).to.include("panther-web > ProxyTask");
    const outcomes: Readonly<Record<string, string>> = {
      ...{ "release copy": "updated", build: "succeeded", verify: "succeeded", "gateway key": "updated" },
      ...{ "web root stack": "failed" },
    };
    expect(stepsOf(failed)).to.deep.equal(
      allOf(firstRelease, [...backendSteps, "web role", "web root stack"], (name) => outcomes[name] ?? "created"),
    );
  });

  it("deploys the web app in a second run, which reaches the backend with the key that was made", async () => {
    const steps = stepsOf(await done("deploy"));
    expect(steps).to.include(`${firstRelease} gateway key: unchanged`);
    expect(steps.filter((step) => step.includes(" web "))).to.deep.equal([
      `${firstRelease} web role: unchanged`,
      `${firstRelease} web root stack: created`,
      `${firstRelease} web verify: succeeded`,
      `${firstRelease} web bridge check: succeeded`,
    ]);
    expect(await askWebApp(sides)).to.deep.include({ status: 200 });
  });

  it("changes nothing and makes no other key when it is deployed again", async () => {
    const again = stepsOf(await done("deploy"));
    expect(again).to.include(`${firstRelease} gateway key: unchanged`);
    expect(again.filter((step) => /(created|updated)$/.test(step))).to.deep.equal([]);
    expect((await environment.pulumi("preview", "--expect-no-changes")).code).to.equal(0);
    const tags = JSON.parse((await environment.pulumi("stack", "tag", "ls", "--json")).stdout);
    // Policies see them.
    expect(tags).to.include({ "panther:running": "v1.37.11", "panther:web-running": "v1.37.11" });
  });

  it("keeps the backend where the web side of a hop fails, and goes on from there", async () => {
    // The web side's are its own step's, and not the backend's.
    await environment.configure({ version: "v1.39.7", tags: { owner: "security" } });
    const { hops, web, copies = [] } = await plan();
    expect(hops.map(({ to }) => to)).to.deep.equal(["1.38.5", "1.39.7"]);
    expect(web?.hops.map(({ from, to }) => [from, to])).to.deep.equal([
      [firstRelease, "1.38.5"],
      ["1.38.5", "1.39.7"],
    ]);
    expect(copies.map(({ release }) => release)).to.deep.equal(["1.38.5", "1.39.7"]);
    await failWeb("update");
    const failed = await environment.panther("upgrade");
    expect(failed.code, failed.stdout).to.equal(1);
    const [event] = eventsOf(failed.events, "failed");
    expect(event).to.deep.include({ code: "root-failed" });
    expect(event?.message).to.include("panther-web > ProxyTask").and.include("no such image");
    expect(stepsOf(failed)).to.include("1.38.5 gateway key: updated").and.include("1.38.5 web root stack: failed");
    // The web app has the key of before, which works.
    expect(await askWebApp(sides)).to.deep.include({ status: 200 });
    const left = await plan();
    expect([left.from, left.web?.from]).to.deep.equal(["1.38.5", firstRelease]);
    const { projectDirectory } = environment;
    const subject = { kind: "environment", environment: "test", projectDirectory } as const;
    const diagnosis = await asCallerOf(environment, () => diagnose({ subject }));
    expect(diagnosis.path).to.deep.equal(["panther-web", "ProxyTask"]);
    const recovered = await environment.panther("recover", "--yes");
    expect(recovered.code, recovered.stdout + recovered.stderr).to.equal(0);
  });

  it("shows both sides, and what was changed past it on either", async () => {
    const { stdout } = await environment.panther("status", "--drift");
    const { web, running, findings, drift } = JSON.parse(stdout) as Status;
    expect([running?.version, web?.running?.version]).to.deep.equal(["1.38.5", firstRelease]);
    expect(web).to.deep.include({
      accountId: sides.web.accountId,
      region: sides.web.region,
      rootStack: { name: "panther-web", status: "UPDATE_ROLLBACK_COMPLETE" },
    });
    expect(web?.deploymentRole).to.deep.include({ kind: "deployed", version: "1.38.5" });
    expect(findings.map(({ code }) => code)).to.include("sides-out-of-step");
    // The tag that the file has by now came to the backend alone, in its own step.
    expect(drift?.findings.map(({ kind, where }) => [kind, ...where])).to.deep.equal([["tags", "panther-web"]]);
  });

  it("upgrades over the rest of the way while the web app reaches the backend all the time", async () => {
    const refused: unknown[] = [];
    let asked = 0;
    let over = false;
    const polls = (async () => {
      while (!over) {
        const { status, body } = await askWebApp(sides);
        asked += 1;
        if (status !== 200) refused.push({ status, body });
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    })();
    const upgraded = await (async () => {
      // Killed when the secret has the new key and the web app does not.
      const killed = startDriver(environment, "upgrade");
      await killed.until((event) => event.type === "key-step-finished" && event.step === "secret");
      killed.kill("SIGKILL");
      await killed.ended;
      return await done("upgrade");
    })().finally(() => {
      over = true;
    });
    await polls;
    expect(refused).to.deep.equal([]);
    expect(asked).to.be.greaterThan(50);
    const steps = stepsOf(upgraded);
    // The key of the run that was killed is new enough.
    expect(steps).to.deep.equal([
      "1.39.7 build: unchanged",
      "1.39.7 gateway key: unchanged",
      "1.39.7 web role: updated",
      "1.39.7 web root stack: updated",
      "1.39.7 web verify: succeeded",
      "1.39.7 web bridge check: succeeded",
    ]);
    const { from, web, hops } = await plan();
    expect([from, web?.from, hops.length, web?.hops.length]).to.deep.equal(["1.39.7", "1.39.7", 0, 0]);
    expect((await environment.pulumi("preview", "--expect-no-changes")).code).to.equal(0);
  });
});
