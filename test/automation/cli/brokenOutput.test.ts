import { spawn } from "node:child_process";
import { PassThrough } from "node:stream";
import { expect } from "chai";
import { goOnUnread } from "../../../automation/cli/brokenOutput.ts";
import { checkout } from "../../../local/setup/places.mjs";

/** Exit code and the other stream's text of a `panther` of which one stream is closed at once. */
function unread(closed: "stdout" | "stderr", ...args: readonly string[]): Promise<readonly [number | null, string]> {
  const command = ["--import=tsx", "automation/cli/main.ts", ...args];
  const child = spawn(process.execPath, command, { cwd: checkout, stdio: ["ignore", "pipe", "pipe"] });
  child[closed].destroy();
  let text = "";
  child[closed === "stdout" ? "stderr" : "stdout"].setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve([code, text])));
}

describe("output that nobody reads", () => {
  it("does not end the process: a run that has begun something in AWS goes on", async () => {
    expect(await unread("stdout", "upgrade", "--help")).to.deep.equal([0, ""]);
    expect(await unread("stderr", "no-such-command")).to.deep.equal([2, ""]);
  });

  it("is told from output that can't be written", () => {
    const stream = new PassThrough();
    goOnUnread([stream]);
    const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    expect(() => stream.emit("error", full)).to.throw("no space left");
    expect(() => stream.emit("error", Object.assign(new Error("hung up"), { code: "EIO" }))).to.not.throw();
  });
});
