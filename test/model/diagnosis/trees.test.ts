import { expect } from "chai";
import fc from "fast-check";
import { diagnose } from "../../../model/diagnosis/diagnose.ts";
import { failedNestedStacks } from "../../../model/diagnosis/failures.ts";
import { newestOperation, operationInNested, reachesBack } from "../../../model/diagnosis/operation.ts";
import type { StackEvent } from "../../../model/diagnosis/stackEvent.ts";
import { arn, echo, history, type Told } from "./histories.ts";

/** Nested stacks, of which the failing one is at the end of a way down. */
interface Plan {
  readonly update: boolean;
  readonly depth: number;
  /** Resources beside the way, in each stack on it: cancelled, or done before. */
  readonly beside: readonly ("cancelled" | "done")[];
  /** Stacks that are cancelled beside it, in each stack on the way. */
  readonly siblings: number;
  /** Failures while it is undone, at the end of the way. */
  readonly undone: number;
  /** An operation before, with a failure of its own at the same place. */
  readonly before: boolean;
  /** Whether all of it happens within one second. */
  readonly atOnce: boolean;
}

const plans: fc.Arbitrary<Plan> = fc.record({
  update: fc.boolean(),
  depth: fc.nat(4),
  beside: fc.array(fc.constantFrom("cancelled", "done"), { maxLength: 4 }),
  siblings: fc.nat(3),
  undone: fc.nat(3),
  before: fc.boolean(),
  atOnce: fc.boolean(),
});

/** Histories of all stacks of a plan, by name. */
function staged(plan: Plan): ReadonlyMap<string, readonly StackEvent[]> {
  const verb = plan.update ? "UPDATE" : "CREATE";
  const cancelled = `Resource ${plan.update ? "update" : "creation"} cancelled`;
  const at = (second: number) => (plan.atOnce ? 100 : 100 + second);
  const stackName = (level: number) => `s${level}`;
  const all = new Map<string, readonly StackEvent[]>();
  for (let level = 0; level <= plan.depth; level++) {
    const name = stackName(level);
    const last = level === plan.depth;
    const child = { nested: stackName(level + 1) };
    const told: Told[] = [];
    if (plan.before) {
      told.push(
        [10, name, "UPDATE_IN_PROGRESS", level === 0 ? "User Initiated" : undefined, { token: "old" }],
        [
          11,
          last ? "Culprit" : "Down",
          "UPDATE_FAILED",
          last ? "of old" : echo(stackName(level + 1)),
          last ? {} : child,
        ],
        [12, name, "UPDATE_ROLLBACK_IN_PROGRESS"],
        [13, name, "UPDATE_ROLLBACK_COMPLETE"],
      );
    }
    told.push([at(1), name, `${verb}_IN_PROGRESS`, level === 0 ? "User Initiated" : undefined, { token: "new" }]);
    for (let i = 0; i < plan.siblings; i++)
      told.push([at(2), `Beside${i}`, `${verb}_IN_PROGRESS`, undefined, { nested: `b${level}${i}` }]);
    for (const [i, what] of plan.beside.entries()) if (what === "done") told.push([at(3), `R${i}`, `${verb}_COMPLETE`]);
    if (last) told.push([at(4), "Culprit", `${verb}_FAILED`, "the cause"]);
    for (const [i, what] of plan.beside.entries())
      if (what === "cancelled") told.push([at(5), `R${i}`, `${verb}_FAILED`, cancelled]);
    if (!last) told.push([at(6), "Down", `${verb}_FAILED`, echo(stackName(level + 1)), child]);
    for (let i = 0; i < plan.siblings; i++)
      told.push([at(7), `Beside${i}`, `${verb}_FAILED`, cancelled, { nested: `b${level}${i}` }]);
    told.push([
      at(8),
      name,
      plan.update ? "UPDATE_ROLLBACK_IN_PROGRESS" : "ROLLBACK_IN_PROGRESS",
      "The following resource(s) failed: [Down].",
    ]);
    if (last)
      for (let i = 0; i < plan.undone; i++)
        told.push([at(9), `U${i}`, plan.update ? "UPDATE_FAILED" : "DELETE_FAILED", "the undoing"]);
    told.push([at(10), name, plan.update ? "UPDATE_ROLLBACK_FAILED" : "ROLLBACK_FAILED"]);
    all.set(name, history(name, ...told));
  }
  return all;
}

describe("a random tree of nested stacks with one failure", () => {
  it("is diagnosed with that failure, whatever is cancelled, undone, or of old beside it", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const all = new Map([...staged(plan)].map(([name, events]) => [arn(name), events]));
        const { cause, path, also } = diagnose(arn("s0"), all);
        expect(cause).to.deep.include({ logicalId: "Culprit", reason: "the cause", stackName: `s${plan.depth}` });
        expect(path).to.deep.equal(["s0", ...Array.from({ length: plan.depth }, () => "Down"), "Culprit"]);
        expect(also.map(({ what }) => what)).to.deep.equal(Array.from({ length: plan.undone }, () => "rollback"));
      }),
      { numRuns: 300 },
    );
  });

  it("is read down from the root alone, no stack but those on the way, and not past where the operation begins", () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 7 }), (plan, pageSize) => {
        const all = staged(plan);
        const first = all.get("s0") ?? [];
        const pages = Math.ceil(first.length / pageSize);
        const sizes = Array.from({ length: pages }, (_, index) => (index + 1) * pageSize);
        const needed = sizes.find((size) => reachesBack(arn("s0"), first.slice(0, size))) ?? first.length;
        const events = first.slice(0, needed);
        const root = newestOperation(arn("s0"), events);
        if (!root) throw new Error("no operation");
        expect(root.events.every(({ ClientRequestToken }) => ClientRequestToken !== "old")).to.equal(true);
        const known = new Map<string, readonly StackEvent[]>([[arn("s0"), events]]);
        for (let waiting = failedNestedStacks(arn("s0"), root); waiting.length > 0; ) {
          const [next = "", ...rest] = waiting;
          const nested = all.get(next.split("/")[1] ?? "") ?? [];
          known.set(next, nested);
          waiting = [...rest, ...failedNestedStacks(next, operationInNested(root, next, nested))];
        }
        expect(known.size).to.equal(plan.depth + 1);
        expect(diagnose(arn("s0"), known).cause?.reason).to.equal("the cause");
      }),
      { numRuns: 300 },
    );
  });
});
