import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Interrupted, SetupError } from "../../../local/setup/failure.mjs";
import { explain } from "../../../local/setup/setup.mjs";
import type { Step, StepContext, View } from "../../../local/setup/steps.mjs";
import { runSteps } from "../../../local/setup/steps.mjs";
import { plainView } from "../../../local/setup/view.mjs";

describe("set-up steps", () => {
  let folder = "";
  let shown: string[] = [];
  let view: View;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "steps-"));
    shown = [];
    view = plainView(
      (line) => shown.push(line),
      () => 0,
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A step that is done once its `run` has come to its end. */
  function step(name: string, run: (context: StepContext) => Promise<void>, more: Partial<Step> = {}): Step {
    let done = false;
    return {
      name,
      title: `The ${name}`,
      where: folder,
      lock: join(folder, "locks", name),
      scratch: join(folder, "scratch"),
      fix: "Try again.",
      isDone: () => done,
      async run(context) {
        await run(context);
        done = true;
      },
      ...more,
    };
  }

  const go = (steps: readonly Step[], signal = new AbortController().signal) =>
    runSteps(steps, { view, logs: join(folder, "logs"), signal });

  it("run side by side, and after those they need", async () => {
    const order: string[] = [];
    let arrived = 0;
    let open: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      open = resolve;
    });
    // Each of the two ends only once the other has begun: one after the other they would never end.
    const meet = async () => {
      arrived += 1;
      if (arrived === 2) open();
      await both;
      order.push("meeting");
    };
    const outcome = await go([
      step("left", meet),
      step("right", meet),
      step("last", async () => void order.push("last"), { after: ["left", "right"] }),
    ]);
    expect(outcome.kind).to.equal("done");
    expect(order).to.deep.equal(["meeting", "meeting", "last"]);
  });

  it("show nothing and run nothing where all is there", async () => {
    const outcome = await go([step("ready", () => Promise.reject(new Error("ran")), { isDone: () => true })]);
    expect(outcome).to.deep.equal({ kind: "done", ran: [] });
    expect(shown).to.deep.equal([]);
  });

  it("are not repeated when another set-up has just done the same", async () => {
    let runs = 0;
    const same = step("same", async () => {
      runs += 1;
    });
    await Promise.all([go([same]), go([same])]);
    expect(runs).to.equal(1);
  });

  it("that fail are all told, with reason and remedy, and hold up only what needs them", async () => {
    const fails = step("fails", () =>
      Promise.reject(new SetupError("the registry is away", "Check the network.", ["ECONN"])),
    );
    const throws = step("throws", () => Promise.reject(new Error("disk full")));
    let finished = false;
    const outcome = await go([
      fails,
      throws,
      step("other", async () => {
        finished = true;
      }),
      step("needs", async () => undefined, { after: ["fails"] }),
    ]);
    if (outcome.kind !== "failed") throw new Error(`outcome is ${outcome.kind}`);
    expect(finished).to.equal(true);
    expect(outcome.blocked.map((each) => each.name)).to.deep.equal(["needs"]);
    const texts = outcome.failures.map(explain);
    expect(texts[0]).to.match(
      /The fails\nWhy: the registry is away\nWhat to do: Check the network\.\n.*ECONN.*setup-fails\.log/s,
    );
    expect(texts[1]).to.match(/The throws\nWhy: disk full\nWhat to do: Try again\./);
    expect(shown).to.include("set-up: The fails: FAILED after 0 s");
  });

  it("that end well without a result count as failed", async () => {
    const outcome = await go([step("idle", async () => undefined, { isDone: () => false })]);
    expect(outcome.kind).to.equal("failed");
  });

  it("leave no temporary folder behind, nor one of a set-up that was killed", async () => {
    const seen: string[] = [];
    const first = step("first", async ({ temporary }) => void seen.push(temporary));
    await go([first]);
    expect(seen[0]).to.satisfy((path: string) => path.startsWith(join(folder, "scratch")));
    expect(existsSync(seen[0] ?? "")).to.equal(false);
    const left = join(folder, "scratch", "second-1");
    mkdirSync(left, { recursive: true });
    await go([step("second", async () => undefined)]);
    expect(existsSync(left)).to.equal(false);
  });

  it("stop when interrupted, without calling it a failure", async () => {
    const controller = new AbortController();
    const long = step("long", ({ signal }) => {
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new Interrupted()));
        controller.abort();
      });
    });
    expect(
      await go([long, step("later", async () => undefined, { after: ["long"] })], controller.signal),
    ).to.deep.equal({
      kind: "interrupted",
    });
  });
});
