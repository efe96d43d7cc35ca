import { expect } from "chai";
import { type BridgeKey, keyName } from "../../../model/china/bridgeKey.ts";
import { bridgeUrl, checkBridgeUrl } from "../../../model/china/bridgeUrl.ts";
import { type GatewayFacts, keyDiagnosis } from "../../../model/china/keyDiagnosis.ts";
import { keyRetirement } from "../../../model/china/keyRetirement.ts";
import { recordalFinding } from "../../../model/china/recordal.ts";

const now = new Date("2026-03-10T00:00:00Z");
const key = (id: string, values: Partial<BridgeKey> = {}): BridgeKey => ({
  id,
  name: keyName("prod", id),
  enabled: true,
  created: new Date("2026-03-01T00:00:00Z"),
  changed: new Date("2026-03-01T00:00:00Z"),
  ours: true,
  inSecret: false,
  plans: ["plan"],
  ...values,
});
const ids = (keys: readonly BridgeKey[]) => keys.map(({ id }) => id);

describe("which keys are retired", () => {
  const current = key("current", { inSecret: true, created: new Date("2026-03-09T00:00:00Z") });
  const retired = (...keys: readonly BridgeKey[]) => {
    const { current: found, ...rest } = keyRetirement(keys, { now, keepDays: 7 });
    return {
      current: found?.id,
      disable: ids(rest.disable),
      delete: ids(rest.delete),
      newer: ids(rest.newer),
      foreign: ids(rest.foreign),
    };
  };
  const none = { disable: [], delete: [], newer: [], foreign: [] };

  it("are ours that are older than the secret's, or as old; newer ones are another run's", () => {
    const newer = key("newer", { created: new Date("2026-03-09T00:00:01Z") });
    const same = key("same", { created: current.created });
    expect(retired(key("old"), newer, current, same)).to.deep.equal({
      ...none,
      current: "current",
      disable: ["old", "same"],
      newer: ["newer"],
    });
  });

  it("are deleted once they were disabled for so many days", () => {
    const disabled = (id: string, changed: string) => key(id, { enabled: false, changed: new Date(changed) });
    const longAgo = disabled("long", "2026-03-03T00:00:00Z");
    const lately = disabled("lately", "2026-03-03T00:00:01Z");
    expect(retired(current, longAgo, lately)).to.deep.equal({ ...none, current: "current", delete: ["long"] });
  });

  it("are never somebody else's, which are listed where the bridge knows them", () => {
    const stacks = key("stacks", { ours: false });
    const another = key("another", { ours: false, plans: [], enabled: false, changed: new Date(0) });
    expect(retired(current, stacks, another)).to.deep.equal({ ...none, current: "current", foreign: ["stacks"] });
    const theirs = key("theirs", { ours: false, inSecret: true });
    expect(retired(theirs, key("old", { created: new Date(0) }))).to.deep.equal({
      ...none,
      current: "theirs",
      disable: ["old"],
    });
  });

  it("are none while it is not known which one the web app uses", () => {
    const old = key("old", { enabled: false, changed: new Date(0) });
    expect(retired(key("one"), old, key("stacks", { ours: false }))).to.deep.equal({
      ...none,
      current: undefined,
      foreign: ["stacks"],
    });
  });
});

describe("why the gateway refuses the secret's key", () => {
  const url = checkBridgeUrl(bridgeUrl("bridge1", "cn-north-1"));
  if (url.kind === "refused") throw new Error(url.message);
  const codes = (facts: Partial<GatewayFacts>) =>
    keyDiagnosis({
      environment: "prod",
      region: "cn-north-1",
      url,
      bridges: [{ apiId: "bridge1", hasStage: true }],
      keys: [key("other"), key("current", { inSecret: true })],
      now,
      ...facts,
    }).map(({ code, message, fix }) => {
      expect([message, fix]).to.not.include("");
      return code;
    });
  const theKey = (values: Partial<BridgeKey>) => ({ keys: [key("current", { inSecret: true, ...values })] });

  it("is not told where everything is as it should be", () => {
    expect(codes({})).to.deep.equal([]);
  });

  for (const [facts, expected] of [
    [{ keys: [key("other")] }, ["key-unknown"]],
    [theKey({ enabled: false }), ["key-disabled"]],
    [theKey({ plans: [] }), ["key-without-plan"]],
    [theKey({ enabled: false, plans: [] }), ["key-disabled", "key-without-plan"]],
    [theKey({ changed: new Date("2026-03-09T23:55:01Z") }), ["key-not-around-yet"]],
    [theKey({ changed: new Date("2026-03-09T23:55:00Z") }), []],
    [{ bridges: [] }, ["bridge-missing"]],
    [{ bridges: [{ apiId: "bridge1", hasStage: false }] }, ["bridge-stage-missing"]],
    [{ bridges: [{ apiId: "bridge2", hasStage: true }] }, ["bridge-url-of-another"]],
    [{ region: "cn-northwest-1" }, ["bridge-url-of-another"]],
    [{ bridges: [], ...theKey({ plans: [] }) }, ["bridge-missing"]],
    [{ bridges: [], keys: [] }, ["bridge-missing", "key-unknown"]],
  ] as const) {
    it(`is ${expected.join(", ") || "no news of minutes ago"}`, () => {
      expect(codes(facts)).to.deep.equal(expected);
    });
  }
});

describe("ICP recordal", () => {
  it("is a warning that names the account", () => {
    const finding = recordalFinding({ accountId: "123456789012", region: "cn-north-1" });
    expect(finding).to.include({ severity: "warning", code: "recordal-needed" });
    expect(finding.message).to.include("123456789012");
  });
});
