import { expect } from "chai";
import type { ListedKey, RotationPlan } from "../../../automation/china/rotation/rotationEvents.ts";
import { plainLines } from "../../../automation/cli/plainLines.ts";
import { advance, emptyView, lineOf } from "../../../automation/cli/progressView.ts";
import { rotationQuestion } from "../../../automation/cli/rotationText.ts";
import type { DriverEvent } from "../../../automation/events.ts";

const key = (id: string, values: Partial<ListedKey> = {}): ListedKey => ({
  id,
  name: `panther-prod-${id}`,
  ours: true,
  enabled: true,
  inSecret: false,
  created: "2026-03-01T08:02:03.000Z",
  ...values,
});
const plan: RotationPlan = {
  environment: "prod",
  url: "https://abcde12345.execute-api.cn-northwest-1.amazonaws.com.cn/prod",
  secret: "panther/china",
  work: "rotate",
  overlapMinutes: 10,
  keys: [key("k1", { ours: false, name: "panther-cn-bridge-key" }), key("k2", { inSecret: true })],
};
const finished: DriverEvent = {
  type: "key-step-finished",
  step: "disable",
  outcome: "done",
  of: ["k2"],
  seconds: 0.44,
};

describe("a rotation on a terminal", () => {
  it("says before it asks which keys there are, whose they are, and what becomes of them", () => {
    const text = lineOf({ type: "rotation-planned", ...plan }) ?? "";
    expect(text).to.include("  k1 panther-cn-bridge-key\n    made 2026-03-01, enabled, not this project's: left alone");
    expect(text).to.include("  k2 panther-prod-k2\n    made 2026-03-01, in the secret, enabled\n");
    expect(text).to.include("Make a key").and.include("After 10 minutes disable");
    for (const line of text.split("\n")) expect(line.length).to.be.at.most(80);
    expect(rotationQuestion(plan)).to.equal("Rotate the gateway key of prod?");
  });

  it("makes no key where it only finishes", () => {
    const finish = { ...plan, work: "finish" } as const;
    expect(lineOf({ type: "rotation-planned", ...finish })).to.not.include("Make a key");
    expect(rotationQuestion(finish)).to.equal("Finish the rotation of prod?");
  });

  it("keeps a line for each step, and the keys at the end", () => {
    expect(lineOf(finished)).to.equal("  old key disabled   ✓ done           0.4 s\n    k2");
    const failed = { ...finished, step: "answers", outcome: "failed", of: [] } as const;
    expect(lineOf(failed)).to.match(/^ {2}it answers +✗ failed +0\.4 s$/);
    expect(lineOf({ type: "gateway-keys", keys: [key("k2", { enabled: false })] })).to.include("disabled");
  });

  it("shows what it waits for, alone or as a part of a hop's step", () => {
    const started: DriverEvent = { type: "key-step-started", step: "disable" };
    const alone = advance(emptyView, started);
    expect(alone.step).to.equal("old key disabled");
    expect(advance(alone, finished)).to.deep.equal(emptyView);
    const hop = advance(emptyView, { type: "step-started", step: "bridge", release: "1.39.7" });
    const within = advance(hop, started);
    expect(within).to.deep.equal({ ...hop, detail: "old key disabled" });
    expect(advance(within, finished)).to.deep.equal(hop);
    expect(lineOf(started)).to.equal(undefined);
    expect(plainLines(() => 0)(started)).to.equal("  old key disabled …");
  });
});
