import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { historyText } from "../../automation/cli/historyText.ts";
import type { DriverEvent } from "../../automation/events.ts";
import { history, lastDurations } from "../../automation/history.ts";
import { openJournal } from "../../automation/journal.ts";
import { journalTarget } from "../../automation/journalUpload.ts";
import { takeLease } from "../../automation/lease.ts";
import { systemProcesses } from "../../automation/processes.ts";
import { realTiming, type Timing } from "../../automation/timing.ts";
import type { Environment } from "../../model/environment/environment.ts";
import { parseVersion } from "../../model/release/version.ts";

const secretish = "first.user@example.com";
const parameters = { FirstUserEmail: secretish, OnboardSelf: "false", CompanyDisplayName: "Example" };
const environment = { name: "prod", parameters } as unknown as Environment;
const release = parseVersion("1.37.11");

const started = (run: string, command: string, reason?: string): DriverEvent => ({
  type: "run-started",
  run,
  command,
  environment: "prod",
  accountId: "123456789012",
  region: "eu-west-1",
  caller: "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Administrator/ana.example",
  host: "here",
  ...(reason !== undefined && { reason }),
});
const summary = (result: "done" | "failed"): DriverEvent => ({
  ...{ type: "summary", environment: "prod", from: "1.36.0", to: release, hops: 1, builds: [] },
  result,
});

describe("the journal of a run", () => {
  let projectDirectory: string;
  let now: number;
  const timing: Timing = { ...realTiming(), now: () => new Date(now) };
  beforeEach(async () => {
    projectDirectory = await mkdtemp(join(tmpdir(), "panther-journal-"));
    now = Date.parse("2026-11-21T12:00:00Z");
  });
  afterEach(() => rm(projectDirectory, { recursive: true }));

  const noted: string[] = [];
  const open = (run: string) =>
    openJournal({ projectDirectory, environment, run, timing, onTrouble: (message) => noted.push(message) });
  /** Writes a journal, a minute an event. */
  const written = (run: string, events: readonly DriverEvent[]) => {
    const journal = open(run);
    for (const event of events) {
      journal.take(event);
      now += 60_000;
    }
    return journal.file;
  };

  it("has a line for each event at once, and neither values of parameters nor words of a build", async () => {
    const cause = {
      ...{ stackArn: "arn", stackName: "s", logicalId: "L", type: "T", physicalId: "", status: "CREATE_FAILED" },
      ...{ time: "t", path: ["s"] },
      reason: `${secretish} is no address; OnboardSelf is false`,
    };
    const file = written("run-1", [
      started("run-1", "upgrade", "CHG-1"),
      { type: "finding", severity: "error", code: "bad", message: secretish, fix: secretish, releases: [release] },
      { type: "build-log", id: "b", line: "token=hunter2" },
      { type: "stack-progress", stack: "s", status: "S", stacks: [], slowest: [], secondsLeft: null, interval: 2 },
      { type: "notice", message: `Of Example: ${secretish}` },
      { type: "failed", code: "build-failed", message: `Build b failed\n  token=hunter2`, fix: secretish, cause },
      summary("failed"),
    ]);
    const text = await readFile(file, "utf8");
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).to.deep.equal(["run-started", "finding", "notice", "failed", "summary"]);
    expect(text).to.not.include(secretish);
    expect(text).to.not.include("hunter2");
    expect(lines[0]).to.include({ time: "2026-11-21T12:00:00.000Z", run: "run-1", reason: "CHG-1", pid: process.pid });
    expect(lines[0].versions).to.include({ node: process.versions.node });
    expect(lines[1]).to.include({ code: "bad", severity: "error" });
    expect(lines[2].message).to.equal("Of [CompanyDisplayName]: [FirstUserEmail]");
    expect(lines[3]).to.include({ code: "build-failed", message: "Build b failed" });
    expect(lines[3].cause.reason).to.equal("[FirstUserEmail] is no address; OnboardSelf is false");
    expect(file).to.match(/\.panther\/prod\/runs\/2026-11-21T12-00-00\.000Z-run-1\.jsonl$/);
  });

  it("that can't be written is told once, and is no failure", async () => {
    await writeFile(join(projectDirectory, ".panther"), "a file where a folder is to be");
    written("run-1", [started("run-1", "deploy"), summary("done")]);
    expect(noted).to.have.lengthOf(1);
    expect(noted[0]).to.include("can't be written");
  });

  it("is what history tells of: newest first, also runs without an end", async () => {
    expect(await history(projectDirectory, "prod")).to.deep.equal([]);
    written("run-1", [started("run-1", "upgrade", "CHG-1"), summary("done")]);
    written("run-2", [
      started("run-2", "upgrade"),
      { type: "failed", code: "root-failed", message: "No space", fix: "f" },
      summary("failed"),
    ]);
    const begun: DriverEvent = { type: "release-started", from: "1.36.0", to: release, index: 1, count: 1 };
    const killed = written("run-3", [started("run-3", "upgrade"), begun]);
    await writeFile(killed, `${await readFile(killed, "utf8")}{"time":"2026-11-21T12:0`);
    written("run-4", [started("run-4", "deploy")]);
    const lease = await takeLease({
      ...{ projectDirectory, environment: "prod", run: "run-4", command: "deploy", caller: "c", timing },
      processes: await systemProcesses(),
    });
    const runs = await history(projectDirectory, "prod");
    await lease.release();
    expect(runs.map(({ run, result, from, to, seconds }) => [run, result, from, to, seconds])).to.deep.equal([
      ["run-4", "running", undefined, undefined, 0],
      ["run-3", "killed", "1.36.0", "1.37.11", 60],
      ["run-2", "failed", "1.36.0", "1.37.11", 120],
      ["run-1", "done", "1.36.0", "1.37.11", 60],
    ]);
    expect(runs[2]).to.include({ code: "root-failed", failure: "No space" });
    expect(runs[3]).to.include({ reason: "CHG-1" });
    expect((await history(projectDirectory, "prod"))[0]?.result).to.equal("killed");

    const text = historyText("prod", runs);
    for (const line of text.split("\n")) expect(line.length, line).to.be.at.most(80);
    expect(text).to.include("v1.36.0 → v1.37.11").and.include("2026-11-21 12:00").and.include("ana.example");
    expect(historyText("prod", [])).to.include("No run of prod");
  });

  it("says how long steps took that did something, oldest first", async () => {
    const step = (name: "role" | "root" | "build", outcome: "updated" | "unchanged" | "failed", seconds: number) =>
      ({ type: "step-finished", step: name, release, outcome, seconds }) as const;
    written("run-1", [started("run-1", "upgrade"), step("role", "unchanged", 1), step("root", "updated", 700)]);
    written("run-2", [started("run-2", "upgrade"), step("root", "failed", 900), step("root", "updated", 800)]);
    const root = { step: "root", release };
    expect(await lastDurations(projectDirectory, "prod")).to.deep.equal([
      { ...root, seconds: 700 },
      { ...root, seconds: 800 },
    ]);
    expect(await readdir(join(projectDirectory, ".panther", "prod", "runs"))).to.have.lengthOf(2);
  });

  it("goes to a place in S3 that is well named", () => {
    expect(journalTarget("s3://audit-logs")).to.deep.equal({ bucket: "audit-logs", prefix: "" });
    expect(journalTarget("s3://audit-logs/a/b")).to.deep.equal({ bucket: "audit-logs", prefix: "a/b/" });
    expect(journalTarget("s3://audit-logs/a/b/")).to.deep.equal({ bucket: "audit-logs", prefix: "a/b/" });
    for (const wrong of ["audit-logs/a", "https://x/y", "s3://", "s3:///a"]) {
      expect(() => journalTarget(wrong), wrong)
        .to.throw()
        .with.property("code", "journal-target-invalid");
    }
  });
});
