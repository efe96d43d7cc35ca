// Guard tests: each shows that a correction does what AWS does, and that MiniStack with only the others still does not. After an upgrade of
// MiniStack the first tells that a correction is wrong, the second that it is needless and can go.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { EmulatorClient } from "../../../local/aws/emulatorClient.ts";
import { type EmulatorProcess, freePort, startEmulator } from "../../../local/aws/emulatorProcess.ts";
import { emulatorPython, launcherFile } from "../../../local/emulator/location.mjs";
import { localFolder } from "../../../local/setup/places.mjs";
import { guards } from "./guards.ts";
import { Probe } from "./probe.ts";

const directory = join(localFolder(), "test", `emulator-${process.pid}`);

describe("corrections of the emulator", () => {
  const started: EmulatorProcess[] = [];

  async function start(name: string, without: readonly string[]): Promise<EmulatorProcess> {
    const own = join(directory, name);
    mkdirSync(own, { recursive: true });
    const emulator = await startEmulator({ directory: own, frontPort: await freePort(), without });
    started.push(emulator);
    return emulator;
  }

  let corrected: Probe;
  before(async () => {
    corrected = new Probe(new EmulatorClient((await start("corrected", [])).port));
  });
  after(async () => {
    await Promise.all(started.map((emulator) => emulator.stop()));
    rmSync(directory, { recursive: true, force: true });
  });

  it("are all guarded", () => {
    const listed = execFileSync(emulatorPython(), [launcherFile, "--list"], { encoding: "utf8" });
    expect(
      listed
        .trim()
        .split("\n")
        .map((line) => line.split(":")[0]),
    ).to.have.members(Object.keys(guards));
  });

  for (const [name, guard] of Object.entries(guards)) {
    it(`${name}: as in AWS`, async () => {
      expect(await guard.look(corrected)).to.deep.equal(guard.aws);
    });
    // With all the others: one of them may make it needless.
    it(`${name}: still needed`, async () => {
      const without = await start(name, [name]);
      const seen = await guard.look(new Probe(new EmulatorClient(without.port)));
      await without.stop();
      expect(seen).to.deep.equal(guard.without);
    });
  }
});
