import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Interrupted } from "../../../local/setup/failure.mjs";
import { withLock } from "../../../local/setup/lock.mjs";

describe("lock of a set-up", () => {
  let folder = "";
  let lock = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lock-"));
    lock = join(folder, "lock");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function heldBy(pid: number, host: string): string {
    mkdirSync(lock);
    const file = join(lock, "holder");
    writeFileSync(file, JSON.stringify({ pid, host }));
    return file;
  }
  const deadPid = () => spawnSync(process.execPath, ["--version"]).pid;

  it("lets one in at a time, and leaves nothing behind", async () => {
    let inside = 0;
    let most = 0;
    const enter = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all([1, 2, 3, 4].map(() => withLock(lock, enter, { pause: 1 })));
    expect(most).to.equal(1);
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it("of a dead process is taken over by exactly one", async () => {
    heldBy(deadPid(), hostname());
    let inside = 0;
    let most = 0;
    const enter = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(lock, enter, { pause: 1 })));
    expect(most).to.equal(1);
  });

  it("of a living process is waited for, and waiting can be interrupted", async () => {
    heldBy(process.pid, hostname());
    const controller = new AbortController();
    const owners: string[] = [];
    const onWait = (owner: string) => {
      owners.push(owner);
      controller.abort();
    };
    const waited = withLock(lock, async () => "in", { onWait, signal: controller.signal, pause: 1 });
    expect(await waited.catch((error: unknown) => error)).to.be.instanceOf(Interrupted);
    expect(owners).to.deep.equal([`process ${process.pid}`]);
    expect(existsSync(join(lock, "holder"))).to.equal(true);
  });

  it("of another host is judged by its heartbeat, not by process ids of this one", async () => {
    const file = heldBy(deadPid(), "elsewhere");
    const owners: string[] = [];
    const onWait = (owner: string) => {
      owners.push(owner);
      // Its last sign of life moves into the past.
      utimesSync(file, 0, 0);
    };
    expect(await withLock(lock, async () => "in", { onWait, pause: 1 })).to.equal("in");
    expect(owners).to.have.length(1);
  });
});
