import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { diagnose } from "../../../automation/diagnose.ts";
import { saveEvents } from "../../../automation/diagnosis/savedEvents.ts";
import { PantherError } from "../../../model/error.ts";
import { arn, echo, histories, history } from "../../model/diagnosis/histories.ts";

describe("saved events", () => {
  let folder = "";
  let path = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "events-"));
    path = join(folder, "events.json");
  });
  after(() => rm(folder, { recursive: true }));
  const diagnosed = () => diagnose({ subject: { kind: "file", path } });

  it("hold all that a diagnosis needs and no resource's properties, for the owner's eyes", async () => {
    const [first, ...rest] = history(
      "root",
      [0, "root", "CREATE_IN_PROGRESS"],
      [1, "Core", "CREATE_FAILED", echo("core"), { nested: "core" }],
    );
    const withSecret = { ...first, ResourceProperties: '{"Password":"hunter2"}' };
    const core = history("core", [0, "core", "CREATE_IN_PROGRESS"], [1, "Queue", "CREATE_FAILED", "Rate exceeded"]);
    await saveEvents(path, { root: arn("root"), stacks: histories({ root: [withSecret, ...rest], core }) });
    expect(await readFile(path, "utf8")).not.to.include("hunter2");
    expect((await stat(path)).mode & 0o077).to.equal(0);
    const report = await diagnosed();
    expect(report.path).to.deep.equal(["root", "Core", "Queue"]);
    expect(report.hint?.code).to.equal("throttled");
    expect(report.consoleUrl)
      .to.include("region=us-east-1")
      .and.to.include(encodeURIComponent(arn("core")));
  });

  it("may come from the AWS CLI: other fields, nulls, times with an offset", async () => {
    const events = [
      {
        StackId: arn("root"),
        StackName: "root",
        LogicalResourceId: "Queue",
        ResourceType: "AWS::SQS::Queue",
        ResourceStatus: "CREATE_FAILED",
        ResourceStatusReason: "No",
        PhysicalResourceId: null,
        Timestamp: "2026-01-01T01:00:01.5+01:00",
        Unknown: 1,
      },
      {
        StackId: arn("root"),
        StackName: "root",
        LogicalResourceId: "root",
        ResourceType: "AWS::CloudFormation::Stack",
        PhysicalResourceId: arn("root"),
        ResourceStatus: "CREATE_IN_PROGRESS",
        Timestamp: "2026-01-01T00:00:00Z",
      },
    ];
    await writeFile(path, JSON.stringify({ root: arn("root"), stacks: { [arn("root")]: events } }));
    expect((await diagnosed()).cause).to.deep.include({ time: "2026-01-01T00:00:01.500Z", physicalId: "" });
  });

  for (const [what, content, says] of [
    ["no JSON", "{", "not JSON"],
    ["no root", '{"stacks":{}}', "root"],
    ["a time that is none", `{"root":"arn:x","stacks":{"arn:x":[{"Timestamp":"soon"}]}}`, "stacks.arn:x.0.Timestamp"],
  ] as const) {
    it(`are refused with words where there is ${what}`, async () => {
      await writeFile(path, content);
      const error: unknown = await diagnosed().catch((one: unknown) => one);
      expect(error).to.be.instanceOf(PantherError).with.property("code", "events-unreadable");
      expect((error as PantherError).message).to.include(says);
    });
  }

  it("are refused where the file is not there", async () => {
    const error: unknown = await diagnose({ subject: { kind: "file", path: "/nowhere.json" } }).catch(
      (one: unknown) => one,
    );
    expect(error).to.have.property("code", "events-unreadable");
  });
});
