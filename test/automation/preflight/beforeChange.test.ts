import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { FailedEvent } from "../../../automation/events.ts";
import { startDriver } from "../../support/driverProcess.ts";
import { cloudFormationOf, eventsOf, type TestEnvironment, testEnvironment } from "../../support/panther.ts";

describe("preflight before a deploy and an upgrade", function () {
  this.timeout(240_000);
  let environment: TestEnvironment;
  before(async () => {
    environment = await testEnvironment();
  });
  after(() => environment.remove());

  const driven = async (command: string, ...args: readonly string[]) => {
    const { code, events } = await startDriver(environment, command, "--preflight", ...args).ended;
    const answers = eventsOf(events, "preflighted").map(({ answer }) => answer);
    return { code, events, answers, failed: eventsOf(events, "failed").at(0) };
  };

  it("refuses a first deploy before anything moves, and names what failed", async () => {
    const { code, failed, answers } = await driven("deploy", "--release", "1.38.5", "--accept", "runtimes");
    expect(code).to.equal(2);
    // The file names a secret and a key that nobody has made.
    expect(failed).to.include({ code: "preflight-failed" });
    expect((failed as FailedEvent).fix).to.match(/--accept secrets$/);
    expect(answers.map(({ release, refused }) => ({ release, refused }))).to.deep.equal([
      { release: "1.38.5", refused: true },
    ]);
    expect((await cloudFormationOf(environment).listStacks({})).StackSummaries).to.deep.equal([]);
  });

  it("goes on with what is accepted by name; an upgrade is checked for the release that it goes to", async () => {
    const accept = ["--accept", "runtimes", "secrets"];
    const deployed = await driven("deploy", "--release", "1.38.5", ...accept);
    expect(deployed.code, JSON.stringify(deployed.failed)).to.equal(0);
    const upgraded = await driven("upgrade", "--to", "1.39.7", ...accept);
    expect(upgraded.code, JSON.stringify(upgraded.failed)).to.equal(0);
    expect(upgraded.answers.map(({ release }) => release)).to.deep.equal(["1.39.7"]);
    // Where nothing is to be done nothing is looked for.
    const again = await driven("upgrade");
    expect({ code: again.code, answers: again.answers }).to.deep.equal({ code: 0, answers: [] });
  });

  it("is in the journal, without what the checks saw", async () => {
    const folder = join(environment.projectDirectory, ".panther", "test", "runs");
    const journals = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
    const lines = journals.flatMap((text) => text.split("\n")).filter((line) => line.includes('"preflighted"'));
    expect(lines).to.have.length(3);
    for (const line of lines) {
      expect(line).to.include('"code":"secrets"').and.include('"verdict":"failure"');
      expect(line).to.not.include("observations").and.not.include("panther-pulumi-token");
    }
  });
});
