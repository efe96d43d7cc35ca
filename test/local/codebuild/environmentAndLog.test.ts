import { expect } from "chai";
import { project, setUp } from "./harness.ts";

describe("a build of local CodeBuild", () => {
  it("overrides and adds environment variables, in the answer and in what echo prints", async () => {
    const { service, start, written } = setUp();
    const { build } = start({
      environmentVariablesOverride: [
        { name: "STAGE", value: "second" },
        { name: "NEW", value: "x" },
      ],
    });
    const values = build.environment.environmentVariables.map(({ name, value }) => `${name}=${value}`);
    expect(values).to.have.members(["WHO=panther", "STAGE=second", "NEW=x"]);
    await service.logged(build.id);
    expect(written.map(({ message }) => message)).to.include("stage second of panther\n");
  });

  it("shows plain text as the type of a project's variables that have none", () => {
    const { call } = setUp();
    const { projects } = call<{ projects: (typeof project)[] }>("BatchGetProjects", { names: [project.name] });
    expect(projects[0]?.environment.environmentVariables).to.deep.equal([
      { name: "STAGE", value: "first", type: "PLAINTEXT" },
      { name: "WHO", value: "panther", type: "PLAINTEXT" },
    ]);
  });

  it("acts on an override, or refuses it and starts nothing", async () => {
    const { service, start, written, call } = setUp();
    const { build } = start({
      buildspecOverride: "version: 0.2\nphases:\n  build:\n    commands:\n      - echo other\n",
      sourceTypeOverride: "S3",
      sourceLocationOverride: "bucket/key.zip",
      environmentTypeOverride: "ARM_CONTAINER",
      privilegedModeOverride: true,
      imageOverride: "image",
      queuedTimeoutInMinutesOverride: 7,
      encryptionKeyOverride: "key",
      logsConfigOverride: { cloudWatchLogs: { status: "ENABLED", groupName: "elsewhere" } },
    });
    expect(build).to.deep.include({ queuedTimeoutInMinutes: 7, encryptionKey: "key" });
    expect(build).to.have.property("source").that.includes({ type: "S3", location: "bucket/key.zip" });
    expect(build.environment).to.include({ type: "ARM_CONTAINER", privilegedMode: true, image: "image" });
    await service.logged(build.id);
    expect(written.find(({ message }) => message === "other\n")?.group).to.equal("elsewhere");

    const refused = call<{ message: string }>("StartBuild", {
      projectName: project.name,
      fleetOverride: {},
      artifactsOverride: {},
    });
    expect(refused).to.include({ status: 400, __type: "InvalidInputException" });
    expect(refused.message).to.contain("does not act on fleetOverride, artifactsOverride");
    expect(call<{ ids: string[] }>("ListBuilds", {}).ids).to.deep.equal([build.id]);
  });

  it("writes a log to its end though writing fails at times, and gives up when it always does", async () => {
    const { service, start, written, refusals, notices } = setUp();
    const complete = start().build;
    await service.logged(complete.id);
    const expected = written.splice(0).length;
    refusals.push(new Error("one"), new Error("two"));
    const { build } = start();
    await service.logged(build.id);
    expect([written.length, notices.length]).to.deep.equal([expected, 1]);
    refusals.push(...Array.from({ length: 100 }, () => new Error("always")));
    await service.logged(start().build.id);
    expect([written.length, notices.length]).to.deep.equal([expected, 3]);
  });

  it("writes each line into the project's log group when its phase comes, and names the log only from provisioning on", async () => {
    const { service, start, look, clock, written } = setUp();
    const { build } = start();
    expect(build.logs.groupName).to.equal(undefined);
    await clock.sleep(3_000);
    expect(look(build.id).logs).to.include({ groupName: "/aws/codebuild/panther-pulumi", streamName: "uuid-1" });
    expect(look(build.id).logs.deepLink).to.match(
      /log-group\/\$252Faws\$252Fcodebuild\$252Fpanther-pulumi\/log-events\/uuid-1$/,
    );
    await service.logged(build.id);
    expect(written.every(({ late, group }) => late === 0 && group === "/aws/codebuild/panther-pulumi")).to.equal(true);
    expect(written.filter(({ message }) => message.includes("State: SUCCEEDED"))).to.have.lengthOf(4);
  });
});
