import { expect } from "chai";
import type { LeaseFile, LeaseRecord } from "../../automation/leaseFiles.ts";
import { pendingCreatesIn, settledState } from "../../automation/pendingCreates.ts";
import type { Processes } from "../../automation/processes.ts";
import { isOfDeadRun, locksIn } from "../../automation/pulumiLock.ts";

const time = new Date("2026-11-21T12:00:00Z");
const later = (seconds: number) => new Date(time.getTime() + seconds * 1000);
const lock = { user: "ana", host: "here", pid: 42, time };

const here = { pid: 1, started: "", host: "here", place: "here boot-1" };
const system = (beganAt: number | undefined): Processes => ({
  self: here,
  runs: async () => undefined,
  beganAt: async () => beganAt,
  withArgument: async () => [],
});
const gone = system(undefined);

function lease(record: Partial<LeaseRecord>): LeaseFile {
  const since = later(-60).toISOString();
  const whole = { run: "r", command: "deploy", caller: "c", ...here, since, pulumi: [], ...record };
  return { generation: 1, heartbeat: later(-50), record: whole };
}

describe("locks of Pulumi's", () => {
  it("are read from its message", () => {
    const message = `error: the stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.
  s3://state/.pulumi/locks/organization/panther/prod/a.json: created by ana@here (pid 42) at 2026-11-21T12:00:00Z
  s3://state/.pulumi/locks/organization/panther/prod/b.json: created by CORP\\bo b@build-7.example.com (pid 7) at 2026-11-21T13:00:00+01:00`;
    expect(locksIn(message)).to.deep.equal([lock, { user: "CORP\\bo b", host: "build-7.example.com", pid: 7, time }]);
    expect(locksIn("[409] Conflict: Another update is currently in progress.")).to.deep.equal([]);
  });

  it("are of a dead run when they were made on this machine during its lease and their process is gone", async () => {
    expect(await isOfDeadRun(lock, [lease({})], gone)).to.equal(true);
    // Released: the run went on without its Pulumi, which was killed.
    expect(await isOfDeadRun(lock, [lease({ released: later(1).toISOString() })], gone)).to.equal(true);
    // The id is another program's now.
    expect(await isOfDeadRun(lock, [lease({})], system(later(10).getTime()))).to.equal(true);
  });

  it("are nobody's to cancel in every other case", async () => {
    const cases: readonly (readonly [string, readonly LeaseFile[], Processes])[] = [
      ["its process lives", [lease({})], system(later(-1).getTime())],
      ["when it began is not told", [lease({})], system(0)],
      ["no lease is known", [], gone],
      ["made after the lease", [lease({ released: later(-1).toISOString() })], gone],
      ["made before the lease", [{ ...lease({ since: later(5).toISOString() }), heartbeat: later(5) }], gone],
      ["made on a machine of another name", [lease({ host: "there", place: "there" })], gone],
      ["made on a machine of the same name, and not noted", [lease({ place: "here boot-0" })], gone],
      ["the lease can't be read", [{ generation: 1, heartbeat: later(0) }], gone],
    ];
    for (const [what, past, processes] of cases) {
      expect(await isOfDeadRun(lock, past, processes), what).to.equal(false);
    }
  });

  it("are of a dead run of another machine when it noted their process", async () => {
    const there = lease({ host: "there", place: "there boot-1", pulumi: [42] });
    expect(await isOfDeadRun({ ...lock, host: "there" }, [there], gone)).to.equal(true);
    expect(await isOfDeadRun({ ...lock, host: "there", pid: 43 }, [there], gone)).to.equal(false);
  });
});

describe("pending creates", () => {
  it("are settled: those that exist become resources, others are forgotten", () => {
    const urn = "urn:pulumi:prod::panther::aws:cloudformation/stack:Stack::root";
    const type = "aws:cloudformation/stack:Stack";
    const operations = [
      { type: "creating", resource: { urn, type, inputs: { name: "panther-prod" } } },
      { type: "updating", resource: { urn, type, inputs: { name: "other" } } },
      { type: "creating", resource: { urn: "urn:2", type: "aws:kms/key:Key" } },
    ];
    const deployment = { manifest: "m", resources: [{ urn: "urn:0", type: "t" }], pending_operations: operations };
    const state = { version: 3, deployment };
    expect(pendingCreatesIn(state).map((resource) => resource.urn)).to.deep.equal([urn, "urn:2"]);
    expect(pendingCreatesIn({ deployment: {} })).to.deep.equal([]);
    const root = { urn, type, inputs: { name: "panther-prod" } };
    const [known] = deployment.resources;
    const settled = (resources: readonly unknown[]) => ({ version: 3, deployment: { manifest: "m", resources } });
    expect(settledState(state, new Map([[urn, "arn:1"]]))).to.deep.equal(
      settled([known, { ...root, id: "arn:1", outputs: root.inputs }]),
    );
    expect(settledState(state, new Map())).to.deep.equal(settled([known]));
    // Never a second one of the same name.
    const twice = { version: 3, deployment: { ...deployment, resources: [{ urn, type, id: "arn:0" }] } };
    expect(settledState(twice, new Map([[urn, "arn:1"]]))).to.deep.equal(settled([{ urn, type, id: "arn:0" }]));
  });
});
