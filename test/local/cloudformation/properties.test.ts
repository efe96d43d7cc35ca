import { expect } from "chai";
import fc from "fast-check";
import { child, type Harness, harness, scope, statusOf, template } from "./harness.ts";

interface Thing {
  readonly value: number;
  readonly name: number;
  readonly needs: readonly number[];
  readonly present: boolean;
}

/** A stack of up to five things, each needing earlier ones, and up to two nested stacks of the same kind, on three levels. */
interface Shape {
  readonly things: readonly Thing[];
  readonly nested: readonly Shape[];
}

const thing = fc.record({
  value: fc.nat(2),
  name: fc.nat(1),
  needs: fc.array(fc.nat(4), { maxLength: 2 }),
  present: fc.boolean(),
});
const things = fc.array(thing, { minLength: 1, maxLength: 5 });
const leaf: fc.Arbitrary<Shape> = fc.record({ things, nested: fc.constant([]) });
const middle: fc.Arbitrary<Shape> = fc.record({ things, nested: fc.array(leaf, { maxLength: 1 }) });
const shape: fc.Arbitrary<Shape> = fc.record({ things, nested: fc.array(middle, { maxLength: 2 }) });

interface Failure {
  /** Where something goes wrong: among the root's things, in a nested stack, or in one nested in that. */
  readonly stack: string;
  readonly thing: number;
  readonly slow: number;
}
const failure: fc.Arbitrary<Failure> = fc.record({
  stack: fc.constantFrom("", "N0/", "N1/", "N0/N0/", "N1/N0/"),
  thing: fc.nat(2),
  slow: fc.nat(2),
});

function body(of: readonly Thing[], more: Record<string, Record<string, unknown>> = {}): string {
  const resources = of.flatMap(({ value, name, needs, present }, index) => {
    if (!present && index > 0) return [];
    const earlier = needs.filter((need) => need < index && (of[need]?.present || need === 0));
    const on = Object.fromEntries(earlier.map((need) => [`On${need}`, { Ref: `T${need}` }]));
    return [[`T${index}`, { Value: `${value}`, Name: `${name}`, ...on }] as const];
  });
  return template({ ...Object.fromEntries(resources), ...more });
}

function publish(h: Harness, { things: own, nested }: Shape, name: string): string {
  const stacks = nested.map((inner, index) => {
    const url = `${name}-n${index}`;
    h.templates.set(url, publish(h, inner, url));
    return [`N${index}`, { ...child(url), $: { DependsOn: index === 0 ? [] : ["N0"] } }] as const;
  });
  return body(own, Object.fromEntries(stacks));
}

/** Everything that answers show of a root stack, but for statuses, times and events. */
function image(h: Harness): unknown {
  const { Stacks = [] } = h.engine.describeStacks(scope);
  return {
    standing: h.provider.image(),
    stacks: Stacks.map((stack) => [
      stack.StackName,
      stack.Parameters,
      stack.Outputs,
      h.engine.getTemplate(scope, stack.StackName).TemplateBody,
    ]),
    resources: Stacks.map((stack) =>
      (h.engine.listStackResources(scope, stack.StackName).StackResourceSummaries ?? [])
        .map(({ LogicalResourceId, PhysicalResourceId }) => `${LogicalResourceId} ${PhysicalResourceId}`)
        .sort(),
    ),
  };
}

function addFaults(h: Harness, { stack, thing: index, slow }: Failure, on: "create" | "update") {
  h.engine.faults.add({ id: "fail", path: `${stack}T${index}`, on, action: { kind: "fail" } });
  for (const level of ["", "*/", "*/*/"]) {
    h.engine.faults.add({ id: level, path: `${level}T${slow}`, on, action: { kind: "slow", seconds: 30 } });
  }
}

function count(failed: Map<number, number>, { stack }: Failure): void {
  const level = stack.split("/").length;
  failed.set(level, (failed.get(level) ?? 0) + 1);
}

describe("whatever the graph", () => {
  it("a failed update ends with the state before", async function () {
    this.timeout(60_000);
    const failed = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        shape,
        shape,
        failure,
        fc.constantFrom("create" as const, "update" as const),
        async (before, after, where, on) => {
          const h = harness();
          await h.engine.createStack(scope, { StackName: "s", TemplateBody: publish(h, before, "a") });
          await h.engine.settled();
          expect(statusOf(h, "s")).to.equal("CREATE_COMPLETE");
          const was = image(h);
          addFaults(h, where, on);
          try {
            await h.engine.updateStack(scope, { StackName: "s", TemplateBody: publish(h, after, "b") });
          } catch {
            return;
          }
          await h.engine.settled();
          const status = statusOf(h, "s");
          expect(status).to.be.oneOf(["UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"]);
          if (status === "UPDATE_COMPLETE") return;
          count(failed, where);
          expect(image(h)).to.deep.equal(was);
        },
      ),
      { numRuns: 600, seed: 1 },
    );
    for (const level of [1, 2, 3]) {
      expect(failed.get(level) ?? 0, `cases in which an update failed at level ${level}`).to.be.greaterThan(9);
    }
  });

  it("nothing is left in the provider after a failed create, nor after a delete", async function () {
    this.timeout(60_000);
    const failed = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(shape, failure, async (of, where) => {
        const h = harness();
        addFaults(h, where, "create");
        await h.engine.createStack(scope, { StackName: "s", TemplateBody: publish(h, of, "a") });
        await h.engine.settled();
        if (statusOf(h, "s") === "ROLLBACK_COMPLETE") count(failed, where);
        else {
          h.engine.deleteStack(scope, { StackName: "s" });
          await h.engine.settled();
        }
        expect(h.provider.image()).to.deep.equal([]);
        expect(h.engine.describeStacks(scope).Stacks?.filter(({ ParentId }) => ParentId)).to.deep.equal([]);
      }),
      { numRuns: 300, seed: 2 },
    );
    for (const level of [1, 2, 3]) {
      expect(failed.get(level) ?? 0, `cases in which a create failed at level ${level}`).to.be.greaterThan(9);
    }
  });
});
