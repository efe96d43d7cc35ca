import { expect } from "chai";
import { CallBudget } from "../../../automation/monitor/callBudget.ts";
import { budgeted } from "../../../automation/preflight/budgeted.ts";
import type { Check } from "../../../automation/preflight/check.ts";
import { once } from "../../../automation/preflight/once.ts";
import { callErrorOf, runChecks } from "../../../automation/preflight/runChecks.ts";
import { PantherError } from "../../../model/error.ts";
import { pass } from "../../../model/preflight/outcome.ts";

const never = new AbortController().signal;

function check(code: Check<unknown>["code"], look: () => Promise<unknown>): Check<unknown> {
  return { code, look: async () => [pass(String(await look()))] };
}

describe("checks side by side", () => {
  it("go on when one throws, which then could not tell", async () => {
    const told: string[] = [];
    const results = await runChecks(
      [
        check("account", () => Promise.reject(Object.assign(new Error("no"), { name: "AccessDenied" }))),
        check("root-user", () => Promise.reject(new PantherError("x", "What.", "Do."))),
        check("mfa", async () => "fine"),
      ],
      undefined,
      { accept: [], signal: never, onResult: ({ code }) => told.push(code) },
    );
    expect(results.map(({ verdict }) => verdict)).to.deep.equal(["could-not-tell", "could-not-tell", "pass"]);
    expect(results[1]?.observations[0]).to.include({ message: "What.", fix: "Do." });
    expect(told.sort()).to.deep.equal(["account", "mfa", "root-user"]);
  });

  it("are all under way at once", async () => {
    let begun = 0;
    let open: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      open = resolve;
    });
    // Each waits until the other has begun, too.
    const meet = () => {
      begun += 1;
      if (begun === 2) open();
      return all;
    };
    await runChecks([check("account", meet), check("mfa", meet)], undefined, { accept: [], signal: never });
    expect(begun).to.equal(2);
  });

  it("end with the signal's reason and tell no result then", async () => {
    const stop = new AbortController();
    const told: string[] = [];
    const running = runChecks(
      [check("account", () => new Promise((_, reject) => stop.signal.addEventListener("abort", () => reject("gone"))))],
      undefined,
      { accept: [], signal: stop.signal, onResult: ({ code }) => told.push(code) },
    );
    stop.abort(new Error("enough"));
    expect(await running.catch((error: Error) => error.message)).to.equal("enough");
    expect(told).to.deep.equal([]);
  });
});

describe("a client within a budget", () => {
  it("waits for its turn, keeps its own this, and ends with the signal", async () => {
    let now = 0;
    const slept: number[] = [];
    const timing = {
      now: () => new Date(now),
      sleep: async (milliseconds: number) => {
        slept.push(milliseconds);
        now += milliseconds;
      },
    };
    const budget = new CallBudget({ callsPerSecond: 1, timing, random: () => 0 });
    const inputs: unknown[] = [];
    class Client {
      readonly region = "x";
      async look(input: unknown, { abortSignal }: { readonly abortSignal?: AbortSignal } = {}) {
        inputs.push(input, abortSignal);
        return this.region;
      }
    }
    const client = budgeted(new Client(), budget, never);
    expect(client.region).to.equal("x");
    expect(await client.look({ a: 1 })).to.equal("x");
    expect(inputs).to.deep.equal([{ a: 1 }, never]);
    for (let call = 0; call < 12; call += 1) await client.look({});
    expect(slept.length).to.be.greaterThan(0);
  });
});

describe("what is looked up once", () => {
  it("is asked for when somebody wants it, and has one answer or error for all", async () => {
    let asked = 0;
    const answer = once(async () => {
      asked += 1;
      throw new Error("denied");
    });
    expect(asked).to.equal(0);
    for (const _ of [1, 2]) expect(await answer().catch((error: Error) => error.message)).to.equal("denied");
    expect(asked).to.equal(1);
  });

  it("names an error by the network's own code where it has no other name", () => {
    const network = Object.assign(new Error("getaddrinfo ENOTFOUND x"), { code: "ENOTFOUND" });
    expect(callErrorOf(network).name).to.equal("ENOTFOUND");
    expect(callErrorOf("odd")).to.deep.equal({ name: "Error", message: "odd" });
  });
});
