import { expect } from "chai";
import { beginRotation } from "../../../../automation/china/rotation/beginRotation.ts";
import { finishRotation } from "../../../../automation/china/rotation/finishRotation.ts";
import { rotateKey } from "../../../../automation/china/rotation/rotateKey.ts";
import { ourKeys } from "./world/looks.ts";
import { bridge, World } from "./world/world.ts";

const day = 86_400_000;

describe("rotation of the gateway's key", () => {
  it("gives the web app a new key with no moment without a working one, and leaves the stack's own alone", async () => {
    const world = World.standing();
    const result = await rotateKey(world.rotation());
    const [key] = ourKeys(world);
    expect(key).to.include({ id: result.keyId, name: "panther-prod-run-1", enabled: true });
    expect(world.secret.value).to.deep.equal({ URL: bridge.url, API_KEY: key?.value });
    expect(new Set(world.web.held)).to.include(key?.value);
    expect(result).to.include({ criterion: "list" }).and.deep.include({ disabled: [], deleted: [] });
    expect(world.stacksKey.enabled).to.equal(true);
    expect(world.refused).to.deep.equal([]);
    expect(world.events.at(-1)).to.deep.include({ type: "gateway-keys" });
    expect(JSON.stringify(world.events.at(-1))).to.include(
      '"name":"panther-cn-bridge-key","ours":false,"enabled":true',
    );
  });

  it("waits until every machine of the gateway has known the key for a minute", async () => {
    const world = World.standing();
    const from = world.time.milliseconds;
    await beginRotation(world.rotation());
    const written = world.secret.changed.getTime();
    // 25 s until the last machine knows, then a minute.
    expect((written - from) / 1000).to.be.within(85, 110);
    expect(world.refused).to.deep.equal([]);
  });

  it("disables the key before once the overlap is over, and deletes it in a rotation after its days", async () => {
    const world = World.standing();
    await rotateKey(world.rotation("run-1"));
    const [first] = ourKeys(world);
    const second = await rotateKey(world.rotation("run-2"));
    expect(second.disabled).to.deep.equal([first?.id]);
    const steps = world.events.flatMap((event) => (event.type === "key-step-finished" ? [event] : []));
    expect(steps.find(({ step }) => step === "overlap")?.seconds).to.be.within(598, 600);
    world.time.leap(7 * day);
    const third = await rotateKey(world.rotation("run-3"));
    expect(third).to.deep.include({ disabled: [second.keyId], deleted: [first?.id] });
    expect(ourKeys(world).map(({ id, enabled }) => ({ id, enabled }))).to.deep.equal([
      { id: second.keyId, enabled: false },
      { id: third.keyId, enabled: true },
    ]);
    expect(world.stacksKey.enabled).to.equal(true);
    expect(world.refused).to.deep.equal([]);
    expect(world.polls).to.be.greaterThan(1000);
  });

  it("would notice an overlap that is shorter than what the web app keeps the secret for", async () => {
    const world = World.standing();
    await rotateKey(world.rotation("run-1", { keyOverlapMinutes: 0 }));
    await rotateKey(world.rotation("run-2", { keyOverlapMinutes: 0 }));
    world.time.pass(300_000);
    expect(world.refused).to.not.deep.equal([]);
  });

  it("shows no key's value to anybody", async () => {
    const world = World.standing();
    const rotation = world.rotation();
    const begun = await beginRotation(rotation);
    const finished = await finishRotation(rotation);
    const seen = world.seen(begun, finished);
    expect(world.values.filter((value) => seen.includes(value))).to.deep.equal([]);
  });

  it("does the first one of all before there is a web app: the secret has no value, nothing is waited for", async () => {
    const world = new World();
    world.web.stands = false;
    world.time.pass(60_000);
    const begun = await beginRotation(world.rotation());
    expect(world.secret.value).to.deep.equal({ URL: bridge.url, API_KEY: ourKeys(world)[0]?.value });
    const from = world.time.milliseconds;
    const finished = await finishRotation(world.rotation());
    expect(finished.keyId).to.equal(begun.keyId);
    expect(world.time.milliseconds - from).to.be.below(30_000);
    expect(JSON.stringify(world.events)).to.include("There is no ECS service in panther-web");
  });

  it("finds the bridge, plans and keys behind hundreds of others, and tells keys of ours by their tag alone", async () => {
    for (const listsTags of [true, false]) {
      const world = World.standing();
      world.gateway.listsTags = listsTags;
      for (let index = 0; index < 320; index += 1)
        world.gateway.addKey(`panther-prod-${index}`, index % 2 ? { a: "b" } : undefined);
      const others = world.addKey("panther-prod-staging", { tags: { "panther:environment": "staging" } });
      const old = world.ours("panther-prod-old");
      world.tell(old);
      world.time.pass(60_000);
      const { disabled } = await rotateKey(world.rotation());
      expect(disabled).to.deep.equal([old.id]);
      expect(others.enabled).to.equal(true);
      expect(world.gateway.keys.size).to.equal(324);
      expect([...world.gateway.keys.values()].filter(({ enabled }) => !enabled)).to.deep.equal([old]);
    }
  });

  it("puts the new key on the plan of the one before where the bridge has several", async () => {
    const world = World.standing();
    world.addPlan("plan02", "generous");
    const current = world.addKey("by hand", { on: "plan02" });
    world.tell(current);
    world.time.pass(60_000);
    const { keyId } = await rotateKey(world.rotation());
    expect(world.gateway.plans.filter(({ keys }) => keys.has(keyId)).map(({ id }) => id)).to.deep.equal(["plan02"]);
    expect(JSON.stringify(world.events)).to.include("the new key is on generous, as the key before it");
  });

  it("overwrites a secret that the web app can't read, and says what was wrong with it", async () => {
    for (const text of ["not JSON", '{"URL":"x"}', undefined]) {
      const world = new World();
      world.web.stands = false;
      world.secret.put(text);
      await rotateKey(world.rotation());
      expect(world.secret.value).to.have.all.keys("URL", "API_KEY");
      expect(JSON.stringify(world.events)).to.include("AWSPREVIOUS");
    }
  });
});
