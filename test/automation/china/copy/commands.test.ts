// The three commands as a user runs them: processes of their own, with a profile for each side.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import type { CopyLine } from "../../../../automation/cli/answers.ts";
import { withoutForeignAws } from "../../../../local/aws/environment.ts";
import { checkout } from "../../../../local/setup/places.mjs";
import { checkOutput } from "../../../support/answerSchemas.ts";
import {
  chinaKey,
  mebibyte,
  outsideKey,
  type Sides,
  sourceRegion,
  startSides,
  targetBucket,
  targetRegion,
} from "./sides.ts";

describe("panther china copy, download, upload", function () {
  this.timeout(180_000);
  let sides: Sides;
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let writes = 0;
  let onWrite: (count: number) => void = () => undefined;

  beforeEach(async () => {
    writes = 0;
    onWrite = () => undefined;
    const written = ["PutObject", "UploadPart", "CompleteMultipartUpload", "CreateMultipartUpload"];
    sides = await startSides({
      together: true,
      sizes: [65 * mebibyte, 7 * mebibyte, ...Array.from({ length: 40 }, (_, index) => 1000 + index)],
      china: {
        onRequest: ({ operation }) => {
          if (!written.includes(operation)) return;
          writes += 1;
          onWrite(writes);
        },
      },
    });
    folder = await mkdtemp(join(tmpdir(), "panther-commands-"));
    const profile = (name: string, key: string, endpoint: string) =>
      `[profile ${name}]\naws_access_key_id = ${key}\naws_secret_access_key = s\nendpoint_url = ${endpoint}\n`;
    const config =
      profile("web", outsideKey, sides.outside.endpoint) + profile("china", chinaKey, sides.china.endpoint);
    await writeFile(join(folder, "aws"), config);
    env = {
      ...withoutForeignAws(process.env),
      AWS_CONFIG_FILE: join(folder, "aws"),
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ENDPOINT_URL: sides.china.endpoint,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
  });
  afterEach(async () => {
    await sides.stop();
    await rm(folder, { recursive: true });
  });

  const start = (...args: readonly string[]) =>
    execa(process.execPath, ["--import=tsx", join(checkout, "automation/cli/main.ts"), "china", ...args], {
      cwd: checkout,
      env,
      extendEnv: false,
      reject: false,
    });
  const linesOf = (command: string, stdout: string): readonly CopyLine[] => {
    checkOutput(command, stdout);
    return stdout.split("\n").flatMap((line) => (line === "" ? [] : (JSON.parse(line) as CopyLine)));
  };
  const to = [
    "--release",
    "v1.39.7",
    "--bucket",
    targetBucket,
    "--region",
    targetRegion,
    "--profile",
    "china",
    "--no-lint",
  ];
  const from = ["--source-region", sourceRegion, "--source-profile", "web"];
  const objects = () => sides.china.store.bucket(targetBucket).objects;

  it("copies, says in JSON how far it is, and has nothing to do the next time", async () => {
    const first = await start("copy", ...to, ...from, "--json");
    expect(first, first.stdout + first.stderr).to.include({ exitCode: 0, stderr: "" });
    const lines = linesOf("china copy", first.stdout);
    expect(lines[0]?.type).to.equal("copy-planned");
    expect(lines.at(-1)?.type).to.equal("copy-finished");
    expect(lines.some(({ type }) => type === "copy-progress")).to.equal(true);
    const { exitCode, stdout } = await start("copy", ...to, ...from);
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/all of it is there\nv1\.39\.7 is in s3:\/\/example-panther-releases; nothing was copied$/);
  });

  it("shows what a copy would do, and how templates would change, without doing it", async () => {
    const { exitCode, stdout } = await start("copy", ...to, ...from, "--dry-run");
    expect(exitCode).to.equal(0);
    expect(stdout)
      .to.match(/to copy: \d+ objects, \d+\.\d MB/)
      .and.match(/^\+ .*amazonaws\.com\.cn/m);
    expect(objects().size).to.equal(0);
  });

  it("downloads on one machine and uploads on another", async () => {
    const out = join(folder, "release");
    const down = await start("download", "--release", "1.39.7", "--out", out, ...from, "--json");
    expect(down.exitCode).to.equal(0);
    linesOf("china download", down.stdout);
    sides.outside.store.buckets.delete(`panther-enterprise-${sourceRegion}`);
    const up = await start("upload", out, ...to, "--json");
    expect(up.exitCode).to.equal(0);
    linesOf("china upload", up.stdout);
    expect(objects().has(sides.keys.root)).to.equal(true);
  });

  it("goes on after it was killed, wherever that was", async () => {
    // Where a process is killed, chance decides: after so many writes, and in the middle of further ones.
    const points = Array.from({ length: 6 }, () => 1 + Math.floor(Math.random() * 50));
    for (const point of points) {
      const running = start("copy", ...to, ...from, "--json");
      writes = 0;
      onWrite = (count) => {
        if (count === point) running.kill("SIGKILL");
      };
      const { signal } = await running;
      const whole = objects().has(sides.keys.root);
      // What stands under a key stands there whole, and the root template is the last of all.
      for (const [key, { size }] of objects()) {
        const asset = sides.keys.assets.indexOf(key);
        if (asset >= 0) expect(size, `${key} after ${points}`).to.equal(sizeOf(asset));
      }
      if (signal === undefined) expect(whole, `${points}`).to.equal(true);
      if (whole) break;
    }
    onWrite = () => undefined;
    const { exitCode, stdout } = await start("copy", ...to, ...from, "--json");
    expect(exitCode, `${points}`).to.equal(0);
    const finished = linesOf("china copy", stdout).at(-1);
    expect(finished).to.include({ type: "copy-finished" });
    for (const key of sides.keys.assets) expect(objects().has(key), key).to.equal(true);
    expect(objects().has(sides.keys.root)).to.equal(true);
  });

  it("copies after a kill only what is missing", async () => {
    const running = start("copy", ...to, ...from, "--json");
    onWrite = (count) => {
      if (count === 45) running.kill("SIGKILL");
    };
    await running;
    onWrite = () => undefined;
    const there = sides.keys.assets.filter((key) => objects().has(key)).length;
    expect(there).to.be.greaterThan(0);
    const { stdout } = await start("copy", ...to, ...from, "--json");
    const [planned] = linesOf("china copy", stdout);
    if (planned?.type !== "copy-planned") return expect.fail(stdout);
    expect(planned.objects - planned.toCopyObjects).to.be.at.least(there);
  });

  it("tells wrong use and refusals from failures by its exit code, in JSON, too", async () => {
    expect((await start("copy", "--release", "v1.39.7", "--json")).exitCode).to.equal(2);
    expect((await start("copy", "--release", "soon", ...to.slice(2), ...from)).exitCode).to.equal(2);
    const refused = await start("copy", ...to, "--source-region", sourceRegion, "--source-profile", "china", "--json");
    expect(refused.exitCode).to.equal(2);
    expect(linesOf("china copy", refused.stdout)).to.have.length(1);
    const key = sides.keys.assets.at(-1) ?? "";
    sides.outside.faults.add({ on: "GetObject", key, trouble: { kind: "corrupt" } });
    const failed = await start("copy", ...to, ...from, "--json");
    expect(failed.exitCode).to.equal(1);
    expect(linesOf("china copy", failed.stdout).at(-1)).to.include({ type: "failed", code: "copy-content-wrong" });
    const text = await start("copy", ...to, ...from);
    expect(text.exitCode).to.equal(1);
    expect(text.stdout).to.include(key).and.match(/✗/);
  });

  it("ends at Ctrl-C with its exit code", async () => {
    const running = start("copy", ...to, ...from, "--json");
    onWrite = (count) => {
      if (count === 3) running.kill("SIGINT");
    };
    expect((await running).exitCode).to.equal(130);
    expect(objects().has(sides.keys.root)).to.equal(false);
  });

  function sizeOf(index: number): number {
    return [65 * mebibyte, 7 * mebibyte][index] ?? 1000 + index - 2;
  }
});
