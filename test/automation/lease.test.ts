import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type LeaseOptions, leaseHolder, staleMilliseconds, takeLease } from "../../automation/lease.ts";
import { draftMilliseconds } from "../../automation/leaseFiles.ts";
import { type Processes, type ProcessReference, systemProcesses } from "../../automation/processes.ts";
import type { Timing } from "../../automation/timing.ts";
import { PantherError } from "../../model/error.ts";

const start = Date.parse("2026-11-21T12:00:00Z");

/** A clock that stands still; a sleep ends when it is aborted, or when `wake` is called. */
function clock() {
  let now = start;
  let wake: (() => void)[] = [];
  const timing: Timing = {
    now: () => new Date(now),
    sleep: (_, signal) =>
      new Promise((resolve, reject) => {
        wake.push(resolve);
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
    pollMilliseconds: 1,
  };
  return {
    timing,
    advance: (milliseconds: number) => {
      now += milliseconds;
      const waiting = wake;
      wake = [];
      for (const resolve of waiting) resolve();
    },
  };
}

const here = { host: "here", place: "here boot-1" };

/** Processes of this machine by id and start; those of other places are not known. */
function processes(self: Partial<ProcessReference>, alive: Readonly<Record<number, string>>): Processes {
  return {
    self: { pid: 100, started: "tick 1", ...here, ...self },
    runs: async ({ pid, started, place }) => (place === here.place ? alive[pid] === started : undefined),
    beganAt: async () => undefined,
    withArgument: async () => [],
  };
}

describe("the lease of an environment", () => {
  let projectDirectory: string;
  let time: ReturnType<typeof clock>;
  beforeEach(async () => {
    projectDirectory = await mkdtemp(join(tmpdir(), "panther-lease-"));
    time = clock();
  });
  afterEach(() => rm(projectDirectory, { recursive: true }));

  const alive = { 100: "tick 1", 200: "tick 2" };
  const options = (run: string, more: Partial<LeaseOptions> = {}): LeaseOptions => ({
    projectDirectory,
    environment: "prod",
    run,
    command: "upgrade",
    caller: "arn:aws:iam::123456789012:user/ana",
    timing: time.timing,
    processes: processes({}, alive),
    ...more,
  });
  const holder = (more: Processes = processes({}, alive)) =>
    leaseHolder(projectDirectory, "prod", { timing: time.timing, processes: more });
  const refusal = async (taken: Promise<unknown>): Promise<PantherError> => {
    const error = await taken.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof PantherError) return error;
    throw new Error(`No refusal but ${String(error)}`);
  };
  const folder = () => join(projectDirectory, ".panther", "prod", "lease");

  it("is one driver's until it is released; a second one is told whose it is and changes nothing", async () => {
    expect(await holder()).to.equal(undefined);
    const lease = await takeLease(options("run-1"));
    expect(lease.takenOver).to.equal(undefined);
    const before = await readdir(folder());
    const error = await refusal(takeLease(options("run-2", { processes: processes({ pid: 200 }, alive) })));
    expect(error.code).to.equal("environment-busy");
    for (const part of ["panther upgrade", "2026-11-21T12:00:00.000Z", "process 100 on here", "run-1", "user/ana"]) {
      expect(error.message).to.include(part);
    }
    expect(await readdir(folder())).to.deep.equal(before);
    expect(await holder()).to.deep.include({ run: "run-1", pid: 100, state: "live" });

    await lease.release();
    expect(await holder()).to.equal(undefined);
    const next = await takeLease(options("run-2"));
    expect(next.takenOver).to.equal(undefined);
    await next.release();
  });

  it("goes to exactly one of many that come at once, also after a dead holder", async () => {
    await takeLease(options("dead", { processes: processes({ pid: 300, started: "tick 3" }, alive) }));
    const contenders = Array.from({ length: 20 }, (_, index) => takeLease(options(`run-${index}`)));
    const results = await Promise.allSettled(contenders);
    const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(won.length).to.equal(1);
    expect(won[0]?.takenOver?.run).to.equal("dead");
    const codes = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(new Set(codes)).to.deep.equal(new Set(["environment-busy"]));
    await won[0]?.release();
  });

  for (const { what, known } of [
    { what: "whose process is gone", known: {} },
    { what: "whose process id another program has now", known: { 300: "tick 4" } },
  ]) {
    it(`is taken from a holder ${what}, however fresh its heartbeat`, async () => {
      await takeLease(options("run-1", { processes: processes({ pid: 300, started: "tick 3" }, {}) }));
      expect(await holder(processes({}, known))).to.deep.include({ run: "run-1", state: "dead" });
      const lease = await takeLease(options("run-2", { processes: processes({}, known) }));
      expect(lease.takenOver).to.deep.include({ run: "run-1", pid: 300 });
      await lease.release();
    });
  }

  it("goes by the heartbeat where the holder is on another machine", async () => {
    const there = processes({ pid: 300, host: "there", place: "there boot-9" }, {});
    const first = await takeLease(options("run-1", { processes: there }));
    time.advance(staleMilliseconds - 1);
    // Its heartbeat has come meanwhile: it is as fresh as on the first day.
    const beaten = time.timing.now().toISOString();
    while ((await holder())?.heartbeat !== beaten) await new Promise((resolve) => setImmediate(resolve));
    time.advance(staleMilliseconds - 1);
    expect((await refusal(takeLease(options("run-2")))).message).to.include("on there");
    await first.release();

    const silent: Timing = { ...time.timing, sleep: () => new Promise(() => undefined) };
    await takeLease(options("run-3", { processes: there, timing: silent }));
    time.advance(staleMilliseconds - 1);
    expect((await refusal(takeLease(options("run-4")))).code).to.equal("environment-busy");
    time.advance(1);
    const lease = await takeLease(options("run-4"));
    expect(lease.takenOver?.run).to.equal("run-3");
    await lease.release();
  });

  it("tells a driver that it was given up meanwhile", async () => {
    const there = processes({ pid: 300, host: "there", place: "there boot-9" }, {});
    const asleep = clock();
    const first = await takeLease(options("run-1", { processes: there, timing: asleep.timing }));
    time.advance(staleMilliseconds);
    const second = await takeLease(options("run-2"));
    expect(first.lost.aborted).to.equal(false);
    const lost = new Promise((resolve) => first.lost.addEventListener("abort", resolve));
    asleep.advance(1);
    await lost;
    expect(first.lost.reason).to.deep.include({ code: "lease-lost" });
    // Its end is no end of the other's.
    await first.release();
    expect(await holder()).to.deep.include({ run: "run-2", state: "live" });
    await second.release();
  });

  it("is not upset by what a crash leaves: a draft, an empty or a garbled file", async () => {
    await mkdir(folder(), { recursive: true });
    const draft = join(folder(), "crashed.draft");
    await writeFile(draft, "");
    await utimes(draft, time.timing.now(), time.timing.now());
    const first = await takeLease(options("run-1"));
    await first.release();
    expect(await readdir(folder())).to.include("crashed.draft");
    time.advance(draftMilliseconds + 1);
    await (await takeLease(options("run-1"))).release();
    expect(await readdir(folder())).to.not.include("crashed.draft");

    for (const content of ["", '{"run": "x', '{"run": 1}']) {
      const [newest = ""] = (await readdir(folder()))
        .filter((name) => name.endsWith(".json"))
        .sort()
        .reverse();
      const path = join(folder(), newest);
      await writeFile(path, content);
      await utimes(path, time.timing.now(), time.timing.now());
      const error = await refusal(takeLease(options("run-2")));
      expect(error.message).to.include("can't be read");
      expect(await holder()).to.deep.include({ run: "", state: "live" });
      time.advance(staleMilliseconds);
      const lease = await takeLease(options("run-2"));
      expect(lease.takenOver).to.equal(undefined);
      await lease.release();
    }
  });

  it("keeps a few files of the past and no more", async () => {
    for (let index = 0; index < 25; index += 1) await (await takeLease(options(`run-${index}`))).release();
    expect((await readdir(folder())).length).to.equal(20);
    const lease = await takeLease(options("last"));
    expect(lease.past.at(-1)?.record?.run).to.equal("run-24");
    await lease.release();
  });

  it("refuses names of environments that lead out of the folder", async () => {
    for (const environment of ["..", ".", "a/b", ""]) {
      const error = await refusal(takeLease(options("run-1", { environment })));
      expect(error.code).to.equal("environment-name-invalid");
    }
  });
});

describe("processes of this machine", () => {
  it("are told from later ones of the same id, and from those of other machines", async () => {
    const system = await systemProcesses();
    expect(await system.runs(system.self)).to.equal(true);
    expect(await system.runs({ ...system.self, started: "another time" })).to.equal(false);
    expect(await system.runs({ ...system.self, pid: 2 ** 22 + 1 })).to.equal(false);
    expect(await system.runs({ ...system.self, place: "elsewhere" })).to.equal(undefined);
    expect(await system.beganAt(2 ** 22 + 1)).to.equal(undefined);
    const began = (await system.beganAt(process.pid)) ?? 0;
    expect(Math.abs(began - (Date.now() - process.uptime() * 1000))).to.be.lessThan(5000);
  });
});
