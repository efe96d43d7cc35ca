import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { endProcess } from "../../../local/aws/endProcess.ts";
import { withStandstill } from "../../../local/aws/standstill.ts";
import { StateFile } from "../../../local/aws/stateFile.ts";
import type { Provisioned } from "../../../local/cloudformation/types.ts";
import { localFolder } from "../../../local/setup/places.mjs";

const request = {
  scope: { accountId: "111111111111", region: "us-east-1", partition: "aws" as const },
  type: "AWS::SQS::Queue",
  logicalId: "Queue",
  stackName: "stack",
  stackId: "arn:stack",
  properties: {},
  tags: [],
};

describe("the end of local AWS", () => {
  it("is forced on a process that hangs", async () => {
    const script = `process.on("SIGTERM", () => console.log("asked")); setInterval(() => {}, 1000); console.log("ready")`;
    const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    await once(child.stdout, "data");
    await endProcess(child.pid ?? 0, 300);
    expect([child.signalCode ?? (await once(child, "exit"))[1], said]).to.deep.equal(["SIGKILL", "ready\nasked\n"]);
  });

  it("lets calls under way end and begins no other, so that none is refused by an emulator that is gone", async () => {
    const begun: string[] = [];
    let finish: (made: Provisioned) => void = () => undefined;
    const resources = withStandstill({
      create: ({ logicalId }) => {
        begun.push(logicalId);
        return new Promise((resolve) => {
          finish = resolve;
        });
      },
      update: () => Promise.reject(new Error("connection refused")),
      delete: () => Promise.reject(new Error("connection refused")),
    });
    const noted: unknown[] = [];
    const first = resources.create(request).then((made) => noted.push(made.physicalId));
    let held = false;
    const hold = resources.hold(60_000).then(() => {
      held = true;
    });
    const late = [
      resources.create({ ...request, logicalId: "Late" }),
      resources.delete({ ...request, physicalId: "queue" }),
    ];
    for (const call of late) {
      call.then(
        () => noted.push("answered"),
        () => noted.push("refused"),
      );
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(held).to.equal(false);
    finish({ physicalId: "queue", attributes: {} });
    await Promise.all([hold, first]);
    expect([begun, noted]).to.deep.equal([["Queue"], ["queue"]]);
  });

  it("does not wait for ever for a call that hangs", async () => {
    const hanging = () => new Promise<never>(() => undefined);
    const resources = withStandstill({ create: hanging, update: hanging, delete: hanging });
    void resources.create(request);
    await resources.hold(1);
  });

  it("saves what there is at that moment, and nothing that comes of the end itself", async () => {
    const directory = join(localFolder(), "test", `state-${process.pid}`);
    mkdirSync(directory, { recursive: true });
    try {
      const path = join(directory, "state.json");
      let status = "DELETE_IN_PROGRESS";
      const file = new StateFile(path, () => ({ status }));
      file.close();
      status = "DELETE_FAILED";
      file.changed();
      file.close();
      // Longer than a change waits to be saved.
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(JSON.parse(readFileSync(path, "utf8"))).to.deep.equal({ status: "DELETE_IN_PROGRESS" });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
