import { expect } from "chai";
import { child, type Harness, harness, scope, statusOf, template } from "./harness.ts";

const inner = (value: string, more: object = {}) => template({ T: { Value: value }, ...more });

// One after the other, so that no event falls between a call of the provider and the record of what it made.
const before = template({
  Old1: {},
  Old2: { $: { DependsOn: "Old1" } },
  C: { ...child("before"), $: { DependsOn: "Old2" } },
  A: { Value: "1", $: { DependsOn: "C" } },
  R: { Name: "x", $: { DependsOn: "A" } },
});
const after = (last: object = {}) =>
  template({
    C: child("after"),
    A: { Value: "2", $: { DependsOn: "C" } },
    R: { Name: "y", $: { DependsOn: "A" } },
    New: { $: { DependsOn: "R" }, ...last },
  });

interface Scenario {
  /** The stack that the operation starts from, if any. */
  readonly from?: string;
  readonly begin: (h: Harness) => unknown;
  /** How it may end, whenever it is interrupted. */
  readonly ends: readonly string[];
}

const create = (h: Harness, TemplateBody: string) => h.engine.createStack(scope, { StackName: "s", TemplateBody });
const update = (h: Harness, TemplateBody: string) => h.engine.updateStack(scope, { StackName: "s", TemplateBody });
const scenarios: Readonly<Record<string, Scenario>> = {
  "a creation": { begin: (h) => create(h, before), ends: ["ROLLBACK_COMPLETE", "CREATE_COMPLETE"] },
  "a creation that fails": { begin: (h) => create(h, after({ Fail: "create" })), ends: ["ROLLBACK_COMPLETE"] },
  "an update": {
    from: before,
    begin: (h) => update(h, after()),
    ends: ["UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"],
  },
  "an update that fails": {
    from: before,
    begin: (h) => update(h, after({ Fail: "create" })),
    ends: ["UPDATE_ROLLBACK_COMPLETE"],
  },
  "a deletion": {
    from: before,
    begin: (h) => h.engine.deleteStack(scope, { StackName: "s" }),
    ends: ["DELETE_COMPLETE"],
  },
};

/** What stands, without the numbers in physical IDs, which count attempts. */
const image = (h: Harness) => h.provider.image().map((line) => line.replace(/-\d+ /, " "));

/** Runs a scenario and starts the process anew right after the given change of state, if there is one. */
async function run({ from, begin }: Scenario, restartAt?: number) {
  const h: Harness = harness();
  // What one process deleted while another event was written, the next may ask for again.
  h.provider.forgiving = true;
  h.templates.set("before", inner("1", { Gone: { $: { DependsOn: "T" } } }));
  h.templates.set("after", inner("2", { Added: { $: { DependsOn: "T" } } }));
  if (from !== undefined) await create(h, from);
  await h.engine.settled();
  const images = { start: image(h) };
  const started = h.engine.listStacks(scope).StackSummaries?.find(({ StackName }) => StackName === "s")?.StackId;
  let changes = 0;
  let status: string | undefined;
  let restarted: (engine: Harness["engine"]) => void = () => {};
  const restart = new Promise<Harness["engine"]>((resolve) => {
    restarted = resolve;
  });
  const id = () =>
    started ?? h.engine.listStacks(scope).StackSummaries?.find(({ StackName }) => StackName === "s")?.StackId ?? "";
  const stopListening = h.engine.onChange(() => {
    if (++changes !== restartAt) return;
    stopListening();
    const snapshot = JSON.stringify(h.engine.snapshot());
    status = statusOf(h, id());
    const revived = h.restart();
    revived.restore(JSON.parse(snapshot));
    restarted(revived);
  });
  await begin(h);
  // An engine that has died never settles.
  const engine = await Promise.race([restart, h.engine.settled().then(() => h.engine)]);
  await engine.settled();
  return { h: { ...h, engine }, id: id(), changes, status, images };
}

describe("a restart", () => {
  const seen = new Set<string | undefined>();

  for (const [name, scenario] of Object.entries(scenarios)) {
    it(`after any event of ${name} leaves what one of its ends leaves`, async function () {
      this.timeout(10_000);
      const whole = await run(scenario);
      expect(statusOf(whole.h, whole.id)).to.equal(scenario.ends.at(name === "a creation" ? -1 : 0));
      for (let restartAt = 1; restartAt <= whole.changes; restartAt++) {
        const { h, id, status, images } = await run(scenario, restartAt);
        seen.add(status);
        const end = statusOf(h, id);
        const at = `${end} after a restart at change ${restartAt}, in ${status}`;
        expect(end, at).to.be.oneOf(scenario.ends);
        expect(h.engine.describeStacks(scope, id).Stacks?.[0]?.StackStatusReason, at).to.equal(undefined);
        const same = end === statusOf(whole.h, whole.id);
        expect(image(h), at).to.deep.equal(same ? image(whole.h) : images.start);
        // What is gone is not deleted again.
        const gone = (h.engine.listStacks(scope).StackSummaries ?? []).flatMap(({ StackId }) =>
          (h.engine.describeStackEvents(scope, StackId).StackEvents ?? [])
            .filter(
              ({ ResourceStatus, PhysicalResourceId }) => ResourceStatus === "DELETE_COMPLETE" && PhysicalResourceId,
            )
            .map(({ StackId: stack, PhysicalResourceId }) => `${stack} ${PhysicalResourceId}`),
        );
        expect(new Set(gone).size, `${at}: ${gone.join(", ")}`).to.equal(gone.length);
      }
    });
  }

  it("was tried in every state that is in progress", () => {
    expect([...seen]).to.include.members([
      "CREATE_IN_PROGRESS",
      "ROLLBACK_IN_PROGRESS",
      "UPDATE_IN_PROGRESS",
      "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "UPDATE_ROLLBACK_IN_PROGRESS",
      "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
      "DELETE_IN_PROGRESS",
    ]);
  });
});
