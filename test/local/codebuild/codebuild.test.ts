import { expect } from "chai";
import { fault, project, scope, setUp } from "./harness.ts";

describe("local CodeBuild", () => {
  it("walks through all phases in the set time and then says SUCCEEDED", async () => {
    const { clock, start, look } = setUp();
    const { build } = start();
    expect([build.currentPhase, build.buildStatus]).to.deep.equal(["QUEUED", "IN_PROGRESS"]);
    await clock.sleep(50_000);
    const midway = look(build.id);
    expect([midway.currentPhase, midway.buildStatus, midway.endTime]).to.deep.equal([
      "BUILD",
      "IN_PROGRESS",
      undefined,
    ]);
    expect(midway.phases.at(-1)).to.have.keys("phaseType", "startTime");
    await clock.sleep(49_999);
    expect(look(build.id).buildComplete).to.equal(false);
    await clock.sleep(1);
    const done = look(build.id);
    expect(done.buildStatus).to.equal("SUCCEEDED");
    expect((done.endTime ?? 0) - done.startTime).to.be.closeTo(100, 0.001);
    expect(done.phases.map((phase) => [phase.phaseType, phase.phaseStatus, phase.durationInSeconds])).to.deep.equal([
      ["SUBMITTED", "SUCCEEDED", 0],
      ["QUEUED", "SUCCEEDED", 3],
      ["PROVISIONING", "SUCCEEDED", 17],
      ["DOWNLOAD_SOURCE", "SUCCEEDED", 5],
      ["INSTALL", "SUCCEEDED", 10],
      ["PRE_BUILD", "SUCCEEDED", 5],
      ["BUILD", "SUCCEEDED", 50],
      ["POST_BUILD", "SUCCEEDED", 5],
      ["UPLOAD_ARTIFACTS", "SUCCEEDED", 3],
      ["FINALIZING", "SUCCEEDED", 2],
      ["COMPLETED", undefined, undefined],
    ]);
  });

  it("fails in the phase that it is told to, as often as it is told to", async () => {
    const { service, start, look, clock } = setUp();
    service.setFaults([fault({ phase: "PRE_BUILD", times: 1 })]);
    const [first, second] = [start().build, start().build];
    await clock.sleep(100_000);
    const failed = look(first.id);
    expect(failed.buildStatus).to.equal("FAILED");
    expect(failed.phases.slice(-3).map((phase) => [phase.phaseType, phase.phaseStatus])).to.deep.equal([
      ["PRE_BUILD", "FAILED"],
      ["FINALIZING", "SUCCEEDED"],
      ["COMPLETED", undefined],
    ]);
    expect(failed.phases.at(-3)?.contexts).to.deep.equal([{ statusCode: "COMMAND_EXECUTION_ERROR", message: "boom" }]);
    expect(look(second.id).buildStatus).to.equal("SUCCEEDED");
  });

  it("runs POST_BUILD after a failed BUILD, and leaves other accounts' builds alone", async () => {
    const { service, start, look, clock } = setUp();
    service.setFaults([fault({ accountId: "222222222222", phase: "INSTALL" }), fault()]);
    const { build } = start();
    await clock.sleep(100_000);
    const phases = look(build.id).phases.map((phase) => `${phase.phaseType} ${phase.phaseStatus}`);
    expect(phases).to.include.members(["INSTALL SUCCEEDED", "BUILD FAILED", "POST_BUILD SUCCEEDED"]);
  });

  it("answers a repeated token with the same build for five minutes, and refuses it with other parameters", async () => {
    const { start, clock } = setUp();
    const first = start({ idempotencyToken: "t" }).build;
    await clock.sleep(299_000);
    expect(start({ idempotencyToken: "t" }).build.id).to.equal(first.id);
    const changed = start({ idempotencyToken: "t", environmentVariablesOverride: [{ name: "A", value: "b" }] });
    expect(changed).to.include({ status: 400, __type: "InvalidInputException" });
    await clock.sleep(1_000);
    expect(start({ idempotencyToken: "t" }).build.id).not.to.equal(first.id);
  });

  it("stops a running build where it stands", async () => {
    const { service, call, start, look, clock, written } = setUp();
    const { build } = start();
    await clock.sleep(30_000);
    call("StopBuild", { id: build.id });
    await service.logged(build.id);
    await clock.sleep(1);
    const stopped = look(build.id);
    expect([stopped.buildStatus, stopped.buildComplete, (stopped.endTime ?? 0) - stopped.startTime]).to.deep.equal([
      "STOPPED",
      true,
      30,
    ]);
    expect(stopped.phases.slice(-2).map((phase) => phase.phaseStatus)).to.deep.equal(["STOPPED", undefined]);
    expect(written.some(({ message }) => message.includes("BUILD State"))).to.equal(false);
  });

  it("lists a project's builds newest first, and oldest first when asked, a hundred at a time", () => {
    const { call, start } = setUp();
    for (let index = 0; index < 101; index++) start();
    const list = (input: object) =>
      call<{ ids: string[]; nextToken?: string }>("ListBuildsForProject", { projectName: project.name, ...input });
    const newest = list({});
    expect([newest.ids[0], newest.ids.length]).to.deep.equal(["panther-pulumi:uuid-101", 100]);
    expect(list({ nextToken: newest.nextToken }).ids).to.deep.equal(["panther-pulumi:uuid-1"]);
    expect(list({ sortOrder: "ASCENDING" }).ids[0]).to.equal("panther-pulumi:uuid-1");
  });

  it("keeps accounts and regions apart and refuses unknown projects in CodeBuild's words", () => {
    const { call, service } = setUp();
    const elsewhere = { ...scope, region: "us-east-1" };
    expect(call("StartBuild", { projectName: project.name }, service, elsewhere)).to.deep.equal({
      status: 400,
      __type: "ResourceNotFoundException",
      message: "Project cannot be found: arn:aws:codebuild:us-east-1:111111111111:project/panther-pulumi",
    });
    expect(call("CreateProject", project)).to.include({ __type: "ResourceAlreadyExistsException" });
    expect(call("BatchGetProjects", { names: [project.name, "other"] })).to.deep.include({
      projectsNotFound: ["other"],
    });
  });

  it("goes on from a snapshot with the same builds, and writes the rest of their logs once", async () => {
    const { service, make, start, look, clock, written } = setUp();
    const { build } = start();
    await clock.sleep(50_000);
    const snapshot: unknown = JSON.parse(JSON.stringify(service.snapshot()));
    const before = written.length;
    await service.logged(build.id);
    const rest = written.splice(before);
    const again = make();
    again.restore(snapshot);
    await again.logged(build.id);
    await clock.sleep(50_000);
    expect(look(build.id, again).buildStatus).to.equal("SUCCEEDED");
    expect(written.slice(before).map(({ message }) => message)).to.deep.equal(rest.map(({ message }) => message));
  });
});
