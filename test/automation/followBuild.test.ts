import { expect } from "chai";
import type { DriverEvent } from "../../automation/events.ts";
import { followBuild } from "../../automation/followBuild.ts";
import type { Run } from "../../automation/run.ts";
import { VirtualTiming } from "../support/scriptedStacks.ts";

const second = 1000;

/** A build that has ended, whose log's lines become visible so many seconds later each. */
function endedBuild(buildStatus: string, lines: readonly (readonly [seconds: number, line: string])[]) {
  const timing = new VirtualTiming(3 * second);
  const start = timing.now().getTime();
  const seconds = () => (timing.now().getTime() - start) / second;
  const reported: string[] = [];
  const run = {
    aws: {
      builds: {
        batchGetBuilds: async () => ({
          builds: [{ buildComplete: true, buildStatus, logs: { groupName: "g", streamName: "s" } }],
        }),
      },
      logs: {
        getLogEvents: async ({ nextToken = "0" }) => {
          const there = lines.filter(([at]) => at <= seconds());
          const events = there.slice(Number(nextToken)).map(([, message]) => ({ message: `${message}\n` }));
          return { events, nextForwardToken: String(there.length) };
        },
      },
    },
    report: (event: DriverEvent) => {
      if (event.type === "build-log") reported.push(event.line);
    },
    signal: new AbortController().signal,
    timing,
  };
  return { run: run as unknown as Run, reported, seconds };
}

describe("the log of a build", () => {
  it("is read on after a failure until the lines are there that say what failed", async () => {
    const { run, reported, seconds } = endedBuild("FAILED", [
      [0, "pulumi up"],
      [5, "error: quota"],
      [10, "Phase complete: BUILD State: FAILED"],
    ]);
    const { lastLines } = await followBuild(run, "b");
    expect(lastLines).to.deep.equal(["pulumi up", "error: quota", "Phase complete: BUILD State: FAILED"]);
    expect(reported).to.deep.equal(lastLines);
    expect(seconds()).to.be.at.most(15);
  });

  it("is waited for no longer once nothing more comes, and after a success not at all", async () => {
    const quiet = endedBuild("FAILED", [[0, "only this"]]);
    expect((await followBuild(quiet.run, "b")).lastLines).to.deep.equal(["only this"]);
    expect(quiet.seconds()).to.equal(6);
    const chatty = endedBuild(
      "STOPPED",
      Array.from({ length: 99 }, (_, at) => [at, `line ${at}`] as const),
    );
    await followBuild(chatty.run, "b");
    expect(chatty.seconds()).to.equal(15);
    const done = endedBuild("SUCCEEDED", [[5, "late"]]);
    expect((await followBuild(done.run, "b")).lastLines).to.deep.equal([]);
    expect(done.seconds()).to.equal(0);
  });
});
