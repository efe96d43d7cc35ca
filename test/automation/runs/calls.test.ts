import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { journalFolder } from "../../../automation/journal.ts";
import { callBounds, costsOfHops, type JournalLine } from "../../../bench/hopCosts.ts";
import { recordCalls } from "../../../bench/recordCalls.ts";
import { startDriver } from "../../support/driverProcess.ts";
import { buildsTake } from "../../support/faults.ts";
import { type TestEnvironment, testEnvironment } from "../../support/panther.ts";

const minutes = 60_000;

describe("the calls of a hop, on local AWS with the real engine", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;
  afterEach(async () => {
    await buildsTake(1);
    await environment.remove();
  });

  it("are few, whatever the release, apart from looks at what is under way", async () => {
    environment = await testEnvironment({ version: "v1.38.5" });
    const deployed = await environment.panther("deploy", "--release", "1.36.0");
    expect(deployed.code, deployed.stdout + deployed.stderr).to.equal(0);

    // So that there is nothing to wait for, and one look a minute.
    await buildsTake(0);
    const recorder = await recordCalls(environment.env.AWS_ENDPOINT_URL ?? "");
    const counted = environment.as({ AWS_ENDPOINT_URL: recorder.endpoint });
    // How often progress is looked at depends on how long AWS takes.
    const upgraded = await startDriver(counted, "upgrade", "--poll-seconds", "60", "--calls-per-second", "0").ended;
    recorder.close();
    expect(upgraded.code, upgraded.stdout + upgraded.stderr).to.equal(0);

    const hops = costsOfHops(await newestJournal(environment), recorder.calls, []);
    expect(hops.map(({ release }) => release)).to.deep.equal(["1.37.11", "1.38.5"]);
    for (const { release, calls } of hops) {
      for (const [api, count] of Object.entries(calls)) {
        expect(count, `${api} in the hop to ${release}`).to.be.at.most(callBounds[api] ?? 0);
      }
      expect(calls["codebuild StartBuild"]).to.equal(1);
    }
  });
});

async function newestJournal({ projectDirectory }: TestEnvironment): Promise<readonly JournalLine[]> {
  const folder = journalFolder(projectDirectory, "test");
  const newest = (await readdir(folder)).sort().at(-1) ?? "";
  const lines = (await readFile(join(folder, newest), "utf8")).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as JournalLine);
}
