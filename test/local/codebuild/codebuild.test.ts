import { expect } from "chai";
import type { Scope } from "../../../local/cloudformation/types.ts";
import { VirtualClock } from "../../../local/cloudformation/virtualClock.ts";
import { handleCodeBuild } from "../../../local/codebuild/api.ts";
import { CodeBuild } from "../../../local/codebuild/codebuild.ts";
import type { BuildFault } from "../../../local/codebuild/model.ts";

const scope: Scope = { accountId: "111111111111", region: "eu-west-1", partition: "aws" };
const buildspec = 'version: 0.2\nphases:\n  build:\n    commands:\n      - echo "stage $STAGE of $WHO"\n';
const project = {
  name: "panther-pulumi",
  serviceRole: "arn:aws:iam::111111111111:role/build",
  artifacts: { type: "NO_ARTIFACTS" },
  source: { type: "NO_SOURCE", buildspec },
  environment: {
    type: "LINUX_CONTAINER",
    image: "aws/codebuild/standard:7.0",
    computeType: "BUILD_GENERAL1_SMALL",
    environmentVariables: [
      { name: "STAGE", value: "first" },
      { name: "WHO", value: "panther" },
    ],
  },
};

interface BuildShape {
  readonly id: string;
  readonly buildStatus: string;
  readonly currentPhase: string;
  readonly buildComplete: boolean;
  readonly endTime?: number;
  readonly startTime: number;
  readonly environment: { readonly environmentVariables: readonly { name: string; value: string }[] };
  readonly logs: { readonly groupName?: string; readonly streamName?: string; readonly deepLink: string };
  readonly phases: readonly {
    phaseType: string;
    phaseStatus?: string;
    durationInSeconds?: number;
    contexts?: unknown;
  }[];
}

function setUp(buildSeconds = 100) {
  const clock = new VirtualClock();
  const written: { group: string; message: string; late: number }[] = [];
  let count = 0;
  const make = () =>
    new CodeBuild({
      clock,
      uuid: () => `uuid-${++count}`,
      settings: { buildSeconds },
      log: {
        write: async (_scope, group, _stream, events) => {
          for (const { message, timestamp } of events)
            written.push({ group, message, late: clock.now().getTime() - timestamp });
        },
      },
    });
  const service = make();
  const call = <T>(action: string, input: object, to = service, at = scope) => {
    const caller = { scope: at, initiator: "user", now: clock.now().getTime() };
    const { status, body } = handleCodeBuild(to, `CodeBuild_20161006.${action}`, JSON.stringify(input), caller);
    return { status, ...(JSON.parse(body) as T) };
  };
  const start = (input: object = {}) =>
    call<{ build: BuildShape }>("StartBuild", { projectName: project.name, ...input });
  const look = (id: string, to = service) => {
    const [build] = call<{ builds: readonly BuildShape[] }>("BatchGetBuilds", { ids: [id] }, to).builds;
    if (!build) throw new Error(`no build ${id}`);
    return build;
  };
  call("CreateProject", project);
  return { clock, service, call, start, look, make, written };
}

const fault = (fields: Partial<BuildFault> = {}): BuildFault => ({
  id: "f",
  project: project.name,
  phase: "BUILD",
  message: "boom",
  ...fields,
});

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
