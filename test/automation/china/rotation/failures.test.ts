import { expect } from "chai";
import { beginRotation } from "../../../../automation/china/rotation/beginRotation.ts";
import { finishRotation } from "../../../../automation/china/rotation/finishRotation.ts";
import { rotateKey } from "../../../../automation/china/rotation/rotateKey.ts";
import { awsError } from "./world/awsError.ts";
import { nothingIsBroken, ourKeys, thrown } from "./world/looks.ts";
import { World } from "./world/world.ts";

describe("a rotation that goes wrong on its way", () => {
  it("deletes a key that the bridge never answers steadily, and says why it did not", async () => {
    const world = World.standing();
    let asked = 0;
    world.gateway.backend = () => {
      asked += 1;
      return asked % 7 === 0
        ? { status: 502, body: '{"message":"Internal server error"}' }
        : { status: 200, body: "[{}]" };
    };
    const error = await thrown(beginRotation(world.rotation()));
    expect(error).to.include({ code: "key-never-answers" });
    expect(ourKeys(world)).to.deep.equal([]);
    expect(world.secret.value?.API_KEY).to.equal(world.stacksKey.value);
    world.gateway.backend = () => ({ status: 502, body: '{"message":"Internal server error"}' });
    const broken = await thrown(beginRotation(world.rotation()));
    expect(broken?.message).to.include("502 (Internal server error)");
    nothingIsBroken(world, [error, broken]);
  });

  it("deletes the new key where it is interrupted before the secret has it", async () => {
    const world = World.standing();
    const rotation = world.rotation();
    const stop = new AbortController();
    const asked = { ...rotation, signal: stop.signal };
    world.faults.set("bridge", () => stop.abort(new Error("Ctrl-C")));
    expect(await thrown(beginRotation(asked))).to.include({ message: "Ctrl-C" });
    expect(ourKeys(world)).to.deep.equal([]);
  });

  it("keeps the new key where the answer to its writing was lost: it was written", async () => {
    const world = World.standing();
    world.lost.set("putSecretValue", () => {
      throw awsError("TimeoutError", "socket hang up", 0);
    });
    await rotateKey(world.rotation());
    expect(world.secret.value?.API_KEY).to.equal(ourKeys(world)[0]?.value);
    expect(world.refused).to.deep.equal([]);
  });

  it("leaves a key alone that may yet be written, and the next one disables it", async () => {
    const world = World.standing();
    world.faults.set("putSecretValue", () => {
      throw awsError("InternalServiceError", "try again", 500);
    });
    const error = await thrown(beginRotation(world.rotation()));
    expect(error).to.include({ name: "InternalServiceError" });
    expect(ourKeys(world)).to.have.length(1);
    world.faults.clear();
    expect((await rotateKey(world.rotation("run-2"))).disabled).to.have.length(1);
    nothingIsBroken(world, error);
  });

  it("goes on where a key was put on its plan and only the answer was lost", async () => {
    const world = World.standing();
    let tries = 0;
    world.lost.set("createUsagePlanKey", () => {
      tries += 1;
      throw awsError("ConflictException", "already there", 409);
    });
    await beginRotation(world.rotation());
    expect(tries).to.equal(1);
    expect(world.secret.value?.API_KEY).to.equal(ourKeys(world)[0]?.value);
    world.lost.clear();
    world.faults.set("createUsagePlanKey", () => {
      throw awsError("ConflictException", "another plan", 409);
    });
    expect(await thrown(beginRotation(world.rotation("run-2")))).to.include({ name: "ConflictException" });
    expect(ourKeys(world)).to.have.length(1);
  });

  it("overwrites nothing that somebody else has written meanwhile, and disables nothing then", async () => {
    const world = World.standing();
    const theirs = world.addKey("by hand");
    let asked = 0;
    world.faults.set("bridge", () => {
      asked += 1;
      if (asked === 10) world.tell(theirs);
    });
    expect(await thrown(beginRotation(world.rotation()))).to.include({ code: "secret-changed" });
    expect(world.secret.value?.API_KEY).to.equal(theirs.value);
    expect(ourKeys(world)).to.deep.equal([]);

    const later = World.standing();
    await rotateKey(later.rotation());
    const rotation = later.rotation("run-2");
    await beginRotation(rotation);
    const [first] = ourKeys(later);
    const sleep = rotation.timing.sleep.bind(rotation.timing);
    const backAfterHalf = async (milliseconds: number, signal: AbortSignal) => {
      if (milliseconds < 300_000) return sleep(milliseconds, signal);
      await sleep(milliseconds / 2, signal);
      if (first) later.tell(first);
      await sleep(milliseconds / 2, signal);
    };
    const timing = { now: () => later.time.now(), sleep: backAfterHalf, pollMilliseconds: 3_000 };
    const error = await thrown(finishRotation({ ...rotation, timing }));
    expect(error).to.include({ code: "secret-changed" });
    expect(first?.enabled).to.equal(true);
    nothingIsBroken(later, error);
  });

  it("disables nothing while the web app does not start anew, and finishes once it does", async () => {
    const world = World.standing();
    await rotateKey(world.rotation());
    world.web.breaks = true;
    const error = await thrown(rotateKey(world.rotation("run-2")));
    expect(error).to.include({ code: "web-deployment-failed" });
    expect(error?.message).to.include("tasks failed to start").and.include("old one still works");
    expect(ourKeys(world).every(({ enabled }) => enabled)).to.equal(true);
    nothingIsBroken(world, error);
    world.web.breaks = false;
    world.web.deploy();
    world.time.pass(60_000);
    expect((await finishRotation(world.rotation("run-3"))).disabled).to.have.length(1);
    nothingIsBroken(world, undefined);
  });

  it("tells a service that went back to what it ran before, and one that hangs", async () => {
    for (const [code, instead] of [
      ["web-deployment-failed", { id: "ecs-svc/before", createdAt: new Date(0) }],
      ["web-deployment-slow", { rolloutState: "IN_PROGRESS" }],
    ] as const) {
      const world = World.standing();
      const describe = world.web.describeServices.bind(world.web);
      world.web.describeServices = (input) => {
        const answer = describe(input);
        if (world.web.forced === 0) return answer;
        const services = answer.services.map((service) => ({
          ...service,
          deployments: service.deployments.map((deployment) => ({ ...deployment, ...instead })),
        }));
        return { services } as never;
      };
      expect(await thrown(rotateKey(world.rotation()))).to.include({ code });
    }
  });

  it("disables nothing where the secret's key has stopped answering, and says which cause the gateway tells", async () => {
    const world = World.standing();
    await rotateKey(world.rotation());
    const rotation = world.rotation("run-2");
    const { keyId } = await beginRotation(rotation);
    world.gateway.updateApiKey({ apiKey: keyId, patchOperations: [{ path: "/enabled", value: "false" }] });
    world.time.pass(60_000);
    const error = await thrown(finishRotation(rotation));
    expect(error).to.include({ code: "key-disabled" });
    expect(world.stacksKey.enabled).to.equal(true);
    expect(ourKeys(world).filter(({ enabled }) => enabled)).to.have.length(1);
    world.secret.put(JSON.stringify({ URL: "http://example.com/prod", API_KEY: world.stacksKey.value }));
    expect(await thrown(finishRotation(rotation))).to.include({ code: "bridge-url-wrong" });
    world.secret.put("nonsense");
    expect(await thrown(finishRotation(rotation))).to.include({ code: "secret-unusable" });
  });

  it("disables nothing where the key that is to stay stops answering during the overlap", async () => {
    const world = World.standing();
    await rotateKey(world.rotation());
    const rotation = world.rotation("run-2");
    const { keyId } = await beginRotation(rotation);
    const breaking = async (milliseconds: number, signal: AbortSignal) => {
      if (milliseconds > 300_000) {
        world.gateway.updateApiKey({ apiKey: keyId, patchOperations: [{ path: "/enabled", value: "false" }] });
      }
      await world.time.sleep(milliseconds, signal);
    };
    const timing = { now: () => world.time.now(), sleep: breaking, pollMilliseconds: 3_000 };
    expect(await thrown(finishRotation({ ...rotation, timing }))).to.include({ code: "key-disabled" });
    expect(ourKeys(world).filter(({ enabled }) => enabled)).to.have.length(1);
  });

  it("leaves keys alone that are newer than the secret's: another run may be about to write one", async () => {
    const world = World.standing();
    await rotateKey(world.rotation());
    world.time.pass(60_000);
    const newer = world.ours("panther-prod-other-run");
    expect((await finishRotation(world.rotation("run-2"))).disabled).to.deep.equal([]);
    expect(newer.enabled).to.equal(true);
    expect(JSON.stringify(world.events)).to.include("another run may be about to use them");
  });

  it("takes a key that somebody has deleted meanwhile for gone", async () => {
    const world = World.standing();
    const old = world.ours("panther-prod-old");
    world.time.pass(60_000);
    world.faults.set("updateApiKey", () => {
      world.faults.clear();
      world.gateway.deleteApiKey({ apiKey: old.id });
    });
    expect((await rotateKey(world.rotation())).disabled).to.deep.equal([old.id]);
  });
});
