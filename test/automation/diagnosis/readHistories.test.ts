import { expect } from "chai";
import { readHistories } from "../../../automation/diagnosis/readHistories.ts";
import { diagnose } from "../../../model/diagnosis/diagnose.ts";
import { arn, echo, histories, history, type Told } from "../../model/diagnosis/histories.ts";
import { countedStacks } from "./countedStacks.ts";

const root = history(
  "root",
  [-20, "root", "UPDATE_IN_PROGRESS", "User Initiated"],
  [-10, "root", "UPDATE_COMPLETE"],
  [0, "root", "UPDATE_IN_PROGRESS", "User Initiated"],
  [1, "Web", "UPDATE_FAILED", "Resource update cancelled", { nested: "web" }],
  [2, "Core", "UPDATE_FAILED", echo("core"), { nested: "core" }],
  [3, "root", "UPDATE_ROLLBACK_IN_PROGRESS"],
  [4, "root", "UPDATE_ROLLBACK_COMPLETE"],
);

/** A nested stack that failed and was rolled back, with so many resources that its events fill pages. */
function core(resources: number) {
  const many = (second: number, status: string, operation: string): Told[] =>
    Array.from({ length: resources }, (_, i) => [second, `R${i}`, status, undefined, { operation }]);
  return history(
    "core",
    [-19, "core", "UPDATE_IN_PROGRESS", undefined, { operation: "CREATE_CHANGESET" }],
    [0, "core", "UPDATE_IN_PROGRESS", undefined, { operation: "UPDATE_STACK" }],
    [1, "Queue", "UPDATE_FAILED", "the cause", { operation: "UPDATE_STACK" }],
    ...many(1, "UPDATE_COMPLETE", "UPDATE_STACK"),
    [3, "core", "UPDATE_ROLLBACK_IN_PROGRESS", undefined, { operation: "ROLLBACK" }],
    ...many(3, "UPDATE_COMPLETE", "ROLLBACK"),
    [3, "Table", "UPDATE_FAILED", "the undoing", { operation: "ROLLBACK" }],
    [4, "core", "UPDATE_ROLLBACK_COMPLETE", undefined, { operation: "ROLLBACK" }],
  );
}

async function read(resources: number, more: Partial<Parameters<typeof countedStacks>[0]> = {}) {
  const { stacks, calls } = countedStacks({ histories: histories({ root, core: core(resources) }), ...more });
  const found = diagnose(arn("root"), await readHistories(stacks, arn("root")));
  return { calls, reason: found.cause?.reason, also: found.also.map(({ what, reason }) => `${what}: ${reason}`) };
}

describe("readHistories", () => {
  const whole = { reason: "the cause", also: ["rollback: the undoing"] };

  it("takes one call for each stack on the way down, and none for one that was only cancelled", async () => {
    expect(await read(3)).to.deep.equal({ ...whole, calls: ["events root", "events core"] });
  });

  it("looks into nested stacks that are at work while the operation goes on", async () => {
    const working = history(
      "root",
      [0, "root", "UPDATE_IN_PROGRESS"],
      [1, "Core", "UPDATE_IN_PROGRESS", undefined, { nested: "core" }],
    );
    const nested = history("core", [1, "core", "UPDATE_IN_PROGRESS"], [2, "Queue", "UPDATE_FAILED", "the cause"]);
    const { stacks, calls } = countedStacks({ histories: histories({ root: working, core: nested }) });
    const found = diagnose(arn("root"), await readHistories(stacks, arn("root")));
    expect(found.cause?.reason).to.equal("the cause");
    expect(calls).to.deep.equal(["events root", "events core"]);
  });

  it("stops turning pages where the operation begins, and finds a cause on a later one", async () => {
    const small = countedStacks({ histories: histories({ root, core: core(3) }), pageSize: 5 });
    const found = await readHistories(small.stacks, arn("root"));
    expect(small.calls.filter((call) => call === "events root")).to.have.lengthOf(1);
    expect(found.get(arn("root"))).to.have.lengthOf(5);
    expect(await read(150)).to.deep.include(whole);
  });

  it("asks a long history for its failures alone", async () => {
    const { calls, ...found } = await read(400);
    expect(found).to.deep.equal(whole);
    expect(calls).to.deep.equal(["events root", "events core", "events core", "stack core", "failures core"]);
  });

  for (const refused of ["AccessDenied", "InvalidAction"]) {
    it(`turns pages where that is answered with ${refused}`, async () => {
      const { calls, ...found } = await read(400, { refused });
      expect(found).to.deep.equal(whole);
      expect(calls.filter((call) => call === "failures core")).to.have.lengthOf(1);
      expect(calls.filter((call) => call === "events core")).to.have.lengthOf(9);
    });
  }

  it("ends the way down at a stack that may not be read, and says what its parent says", async () => {
    expect((await read(3, { closed: [arn("core")] })).reason).to.equal(echo("core"));
  });

  it("does not hide that AWS failed", async () => {
    const failed = await read(400, { refused: "Throttling" }).catch((error: Error) => error.name);
    expect(failed).to.equal("Throttling");
    const closed = await read(3, { closed: [arn("root")] }).catch((error: Error) => error.name);
    expect(closed).to.equal("AccessDenied");
  });

  it("reads one page of a stack in which nothing was executed yet", async () => {
    const review = history("root", [0, "root", "REVIEW_IN_PROGRESS"]);
    const { stacks, calls } = countedStacks({ histories: histories({ root: review }) });
    expect(diagnose(arn("root"), await readHistories(stacks, arn("root"))).result).to.equal("none");
    expect(calls).to.deep.equal(["events root"]);
  });
});
