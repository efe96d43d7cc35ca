import { expect } from "chai";
import { beginRotation } from "../../../../automation/china/rotation/beginRotation.ts";
import { finishRotation } from "../../../../automation/china/rotation/finishRotation.ts";
import { rotateKey } from "../../../../automation/china/rotation/rotateKey.ts";
import { ourKeys } from "./world/looks.ts";
import { bridge, World } from "./world/world.ts";

describe("a rotation in halves, with the web app's stack between them", () => {
  it("leaves a service alone that the stack's update has started anew", async () => {
    const world = World.standing();
    await beginRotation(world.rotation());
    world.web.deploy();
    world.time.pass(60_000);
    await finishRotation(world.rotation());
    expect(world.web.forced).to.equal(0);
    expect(world.refused).to.deep.equal([]);
  });

  it("waits for one that the update has begun to start anew", async () => {
    const world = World.standing();
    await beginRotation(world.rotation());
    world.web.deploy();
    await finishRotation(world.rotation());
    expect(world.web.forced).to.equal(0);
    expect(new Set(world.web.held)).to.include(world.secret.value?.API_KEY);
  });

  it("starts it anew where the update had nothing to change", async () => {
    const world = World.standing();
    await beginRotation(world.rotation());
    await finishRotation(world.rotation());
    expect(world.web.forced).to.equal(1);
  });

  it("goes by the clock where ECS does not say which deployment it made", async () => {
    const world = World.standing();
    world.web.tellsDeployments = false;
    await rotateKey(world.rotation());
    expect(world.web.forced).to.equal(1);
    expect(new Set(world.web.held)).to.include(world.secret.value?.API_KEY);
  });

  it("makes no second key for an upgrade that goes on after a failure", async () => {
    const world = World.standing();
    const since = world.time.now();
    const first = await beginRotation(world.rotation(), { since });
    const again = await beginRotation(world.rotation("run-2"), { since });
    expect([first.kind, again.kind]).to.deep.equal(["rotated", "current"]);
    expect(again.keyId).to.equal(first.keyId);
    expect(ourKeys(world)).to.have.length(1);
    expect((await beginRotation(world.rotation("run-3"), { since: world.time.now() })).kind).to.equal("rotated");
  });

  it("takes no other's key for new enough, nor ours where it does not work or the URL is another's", async () => {
    for (const spoil of [
      (world: World) => world.tell(world.addKey("by hand")),
      (world: World) => {
        const key = world.ours("panther-prod-x");
        key.enabled = false;
        world.tell(key);
      },
      (world: World) => {
        const { value } = world.ours("panther-prod-x");
        world.secret.put(JSON.stringify({ URL: bridge.url.replace("abcde", "other"), API_KEY: value }));
      },
    ]) {
      const world = World.standing();
      const since = world.time.now();
      spoil(world);
      expect((await beginRotation(world.rotation(), { since })).kind).to.equal("rotated");
    }
  });

  it("can leave the old key to a later hop, and then that disables it", async () => {
    const world = World.standing();
    await rotateKey(world.rotation("run-1"));
    const [first] = ourKeys(world);
    const rotation = world.rotation("run-2");
    const second = await beginRotation(rotation);
    expect((await finishRotation(rotation, { overlap: "leave" })).disabled).to.deep.equal([]);
    const third = await rotateKey(world.rotation("run-3"));
    expect(third.disabled).to.deep.equal([first?.id, second.keyId]);
    expect(world.refused).to.deep.equal([]);
  });

  it("waits for what is left of the overlap only", async () => {
    const world = World.standing();
    await rotateKey(world.rotation("run-1"));
    const rotation = world.rotation("run-2");
    await beginRotation(rotation);
    await finishRotation(rotation, { overlap: "leave" });
    world.time.pass(400_000);
    const from = world.time.milliseconds;
    expect((await finishRotation(rotation)).disabled).to.have.length(1);
    expect(world.time.milliseconds - from).to.be.below(210_000);
    expect(world.refused).to.deep.equal([]);
  });
});
