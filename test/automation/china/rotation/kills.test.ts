import { expect } from "chai";
import fc from "fast-check";
import { beginRotation } from "../../../../automation/china/rotation/beginRotation.ts";
import { finishRotation } from "../../../../automation/china/rotation/finishRotation.ts";
import { rotateKey } from "../../../../automation/china/rotation/rotateKey.ts";
import type { Rotation } from "../../../../automation/china/rotation/rotation.ts";
import type { FakeKey } from "./world/fakeGateway.ts";
import { ourKeys } from "./world/looks.ts";
import { bridge, Killed, World } from "./world/world.ts";

/** A web app that uses a key of ours, next to the one that the stack made. */
async function rotatedOnce(): Promise<World & { readonly stacksKey: FakeKey }> {
  const world = World.standing();
  await rotateKey(world.rotation("run-0"));
  return world;
}

/** Runs it again and again, ended after its first call, its second, and so on, until it gets through. */
async function endedAfterEachCall(
  begin: () => Promise<World & { readonly stacksKey: FakeKey }>,
  work: (rotation: Rotation, world: World) => Promise<unknown>,
  then: (world: World & { readonly stacksKey: FakeKey }, killedAt: string) => Promise<void>,
): Promise<number> {
  for (let calls = 1; ; calls += 1) {
    const world = await begin();
    const rotation = world.rotation("run-1");
    world.killAfter = calls;
    const error = await work(rotation, world).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const last = `${world.calls.at(-1)} (call ${calls})`;
    world.killAfter = Number.POSITIVE_INFINITY;
    if (error !== undefined) expect(error, last).to.be.instanceOf(Killed);
    // Nobody comes back for a while: whatever the web app and its caches do meanwhile, they have a key that works.
    world.time.pass(1_800_000);
    expect(world.refused, last).to.deep.equal([]);
    expect(world.secret.value?.URL, last).to.equal(bridge.url);
    await then(world, last);
    world.time.pass(1_800_000);
    expect(world.refused, last).to.deep.equal([]);
    expect(world.stacksKey.enabled, last).to.equal(true);
    if (error === undefined) return calls;
  }
}

function isTidy(world: World, last: string): void {
  const enabled = ourKeys(world).filter((key) => key.enabled);
  expect(
    enabled.map(({ value }) => value),
    last,
  ).to.deep.equal([world.secret.value?.API_KEY]);
  expect(new Set(world.web.held), last).to.deep.equal(new Set([world.secret.value?.API_KEY]));
}

describe("a rotation that is killed", function () {
  this.timeout(120_000);

  it("after any of its calls leaves a working key, and the next one tidies up", async () => {
    const calls = await endedAfterEachCall(rotatedOnce, rotateKey, async (world, last) => {
      await rotateKey(world.rotation("run-2"));
      world.time.pass(600_000);
      isTidy(world, last);
      // Everything but the key in use goes in the end.
      world.time.leap(8 * 86_400_000);
      await finishRotation(world.rotation("run-3"));
      expect(ourKeys(world), last).to.have.length(1);
    });
    expect(calls).to.be.greaterThan(40);
  });

  it("is finished by one that makes no new key, wherever the secret has got one", async () => {
    await endedAfterEachCall(rotatedOnce, rotateKey, async (world, last) => {
      const told = world.secret.value?.API_KEY;
      await finishRotation(world.rotation("run-2"));
      world.time.pass(600_000);
      expect(world.secret.value?.API_KEY, last).to.equal(told);
      const older = ourKeys(world).filter(({ enabled, value }) => enabled && value !== told);
      // One that was made and not told is newer, and goes with the next rotation.
      for (const key of older) expect(key.name, last).to.equal("panther-prod-run-1");
    });
  });

  it("is gone on with by the same upgrade: begin, the web app's update, finish", async () => {
    const upgrade = async (rotation: Rotation, world: World, since: Date) => {
      await beginRotation(rotation, { since });
      world.web.deploy();
      world.time.pass(60_000);
      await finishRotation(rotation);
    };
    await endedAfterEachCall(
      async () => World.standing(),
      (rotation, world) => upgrade(rotation, world, world.time.now()),
      async (world, last) => {
        const since = new Date(world.time.milliseconds - 3_600_000);
        await upgrade(world.rotation("run-2"), world, since);
        world.time.pass(600_000);
        isTidy(world, last);
      },
    );
  });

  it("time and again, whatever was to be done, leaves a working key all the while", async () => {
    const works = {
      rotate: rotateKey,
      begin: (rotation: Rotation) => beginRotation(rotation),
      resume: (rotation: Rotation) => beginRotation(rotation, { since: new Date(0) }),
      finish: (rotation: Rotation) => finishRotation(rotation),
      leave: (rotation: Rotation) => finishRotation(rotation, { overlap: "leave" }),
    };
    const run = fc.record({
      work: fc.constantFrom(...(Object.keys(works) as (keyof typeof works)[])),
      killAfter: fc.integer({ min: 1, max: 80 }),
      pause: fc.integer({ min: 0, max: 900 }),
      webUpdate: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 6 }), async (runs) => {
        const world = World.standing();
        for (const [index, { work, killAfter, pause, webUpdate }] of runs.entries()) {
          const rotation = world.rotation(`run-${index}`);
          world.killAfter = killAfter;
          // Killed, or refused for what a run before has left: both are fine here.
          await works[work](rotation).catch(() => undefined);
          world.killAfter = Number.POSITIVE_INFINITY;
          if (webUpdate) world.web.deploy();
          world.time.pass(pause * 1000);
        }
        await rotateKey(world.rotation("last"));
        world.time.pass(600_000);
        expect(world.refused).to.deep.equal([]);
        expect(world.stacksKey.enabled).to.equal(true);
        isTidy(world, JSON.stringify(runs));
      }),
      { numRuns: 60 },
    );
  });
});
