import { expect } from "chai";
import { reportRun } from "../../../automation/report/reportRun.ts";
import type { ResourceReport } from "../../../model/report/report.ts";
import { checkAnswer } from "../../support/answerSchemas.ts";
import { clearFaults, fault } from "../../support/faults.ts";
import { eventsOf, type TestEnvironment, testEnvironment } from "../../support/panther.ts";

/** Paths of a stack and of everything in it. */
function pathsIn({ logicalId, resources }: ResourceReport, above = ""): readonly string[] {
  const path = `${above}${logicalId}`;
  return [path, ...resources.flatMap((one) => pathsIn(one, `${path}/`))];
}

describe("the report of a run on local AWS", function () {
  this.timeout(180_000);
  let environment: TestEnvironment;
  afterEach(async () => {
    await clearFaults();
    await environment.remove();
  });

  it("has every resource that moved, what decided the time, and the failure of the next run", async () => {
    environment = await testEnvironment();
    const { projectDirectory } = environment;
    await fault({
      stack: "panther-test",
      path: "Core/OutputsTable",
      on: "create",
      action: { kind: "slow", seconds: 3 },
    });
    const deployed = await environment.panther("deploy", "--reason", "CHG-1");
    expect(deployed.code, deployed.stdout).to.equal(0);
    const report = await reportRun({ environment: "test", projectDirectory });
    checkAnswer("report", report);
    expect(report).to.include({ command: "deploy", result: "done", reason: "CHG-1", to: "1.39.7", unreadableLines: 0 });
    expect(report.findings.map(({ code }) => code)).to.include("runtime-not-creatable");
    expect(report.parameters.map(({ name, change }) => `${name} ${change}`)).to.include(
      "FirstUserEmail newly-required",
    );
    const steps = report.hops.flatMap((hop) => hop.steps);
    expect(steps.map(({ step }) => step)).to.deep.equal(["role", "root", "build", "verify"]);
    const operations = steps.flatMap((step) => step.operations);
    const paths = new Set(operations.flatMap(({ stack }) => pathsIn(stack)));
    const moved = eventsOf(deployed.events, "resource-event").map(({ path }) => path.join("/"));
    expect([...paths].sort()).to.deep.equal([...new Set(moved)].sort());
    // The role's stack has one of its own, before.
    const create = operations.find(({ stack }) => stack.logicalId === "panther-test");
    expect(create).to.include({ outcome: "done" });
    expect(create?.counts).to.include({ failed: 0, unfinished: 0 });
    expect(create?.criticalPath.map(({ path }) => path.join("/"))).to.include("panther-test/Core/OutputsTable");
    expect(report.slowest[0]?.path).to.deep.equal(["panther-test", "Core", "OutputsTable"]);
    expect(report.hops[0]?.steps[2]?.builds[0]).to.include({ status: "SUCCEEDED" });

    await environment.configure({ tags: { Owner: "somebody else" } });
    await fault({
      stack: "panther-test",
      path: "Core/*Table",
      on: "update",
      action: { kind: "fail", reason: "No (test)" },
    });
    const failed = await environment.panther("deploy");
    expect(failed.code, failed.stdout).to.equal(1);
    const next = await reportRun({ environment: "test", projectDirectory });
    checkAnswer("report", next);
    expect(next).to.include({ result: "failed" });
    const [told] = eventsOf(failed.events, "failed");
    expect(next.failure).to.deep.include({ code: told?.code, fix: told?.fix, consoleUrl: told?.consoleUrl });
    expect(next.failure?.cause?.path).to.deep.equal(told?.cause?.path);
    expect(next.stacks).to.include({ "panther-test": "UPDATE_ROLLBACK_COMPLETE" });
    const update = next.hops
      .flatMap((hop) => hop.steps)
      .flatMap((step) => step.operations)
      .find(({ stack }) => stack.logicalId === "panther-test");
    const core = update?.stack.resources.find(({ logicalId }) => logicalId === "Core");
    expect(core?.outcome).to.equal("failed");
    expect(core?.resources.find(({ logicalId }) => logicalId === told?.cause?.path.at(-1))?.outcome).to.equal("failed");
  });
});
