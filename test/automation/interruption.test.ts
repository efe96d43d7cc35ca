import { expect } from "chai";
import type { DriverEvent } from "../../automation/events.ts";
import { reportGoingOn, reportInterruption } from "../../automation/interruption.ts";
import type { Run } from "../../automation/run.ts";

/** A run that has been interrupted, over stacks by name and the newest build. */
function interrupted(stacks: Readonly<Record<string, string>>, build?: string) {
  const messages: string[] = [];
  const report = (event: DriverEvent) => {
    if (event.type === "notice") messages.push(event.message);
  };
  const aws = {
    stacks: {
      describeStacks: async ({ StackName = "" }) => {
        const StackStatus = stacks[StackName];
        if (StackStatus) return { Stacks: [{ StackName, StackId: StackName, StackStatus, CreationTime: new Date(0) }] };
        throw Object.assign(new Error(`Stack with id ${StackName} does not exist`), { name: "ValidationError" });
      },
    },
    builds: {
      batchGetProjects: async () => ({ projects: build ? [{}] : [] }),
      listBuildsForProject: async () => ({ ids: ["panther-pulumi:1"] }),
      batchGetBuilds: async () => ({ builds: [{ buildStatus: build }] }),
    },
  };
  const deploymentRole = { kind: "deploy", stackName: "role" };
  const environment = { name: "prod", rootStackName: "panther-prod", deploymentRole };
  return { run: { aws, environment, report } as unknown as Run, report, messages };
}

describe("an interrupted run", () => {
  it("says at once that it was heard", () => {
    const { report, messages } = interrupted({});
    reportInterruption(report, new Error("SIGHUP"));
    expect(messages[0]).to.include("SIGHUP").and.include("second Ctrl-C");
  });

  it("says what goes on in AWS, and how to come back to it", async () => {
    const { run, messages } = interrupted({ role: "UPDATE_COMPLETE", "panther-prod": "UPDATE_IN_PROGRESS" });
    await reportGoingOn(run, "upgrade");
    expect(messages[0]).to.include("stack panther-prod (UPDATE_IN_PROGRESS)").and.include("panther upgrade prod");
    expect(messages[0]).to.not.include("stack role");

    const building = interrupted({ "panther-prod": "UPDATE_COMPLETE" }, "IN_PROGRESS");
    await reportGoingOn(building.run, "build");
    expect(building.messages[0]).to.include("build panther-pulumi:1").and.include("panther build prod");

    const still = interrupted({ "panther-prod": "UPDATE_COMPLETE" }, "SUCCEEDED");
    await reportGoingOn(still.run, "upgrade");
    expect(still.messages[0]).to.include("Nothing is under way in AWS").and.include("panther upgrade prod");
  });

  it("says how to come back also where AWS can't be asked", async () => {
    const { run, messages } = interrupted({});
    await reportGoingOn({ ...run, aws: {} as Run["aws"] }, "deploy");
    expect(messages).to.deep.equal(["Run panther deploy prod again: it goes on from what stands."]);
  });
});
