import { expect } from "chai";
import { beginRotation } from "../../../../automation/china/rotation/beginRotation.ts";
import { finishRotation } from "../../../../automation/china/rotation/finishRotation.ts";
import { rotateKey } from "../../../../automation/china/rotation/rotateKey.ts";
import { nothingIsBroken, ourKeys, thrown } from "./world/looks.ts";
import { bridge, World } from "./world/world.ts";

describe("a rotation that can't go on", () => {
  const calls = [
    "getRestApis",
    "getStages",
    "getUsagePlans",
    "getUsagePlanKeys",
    "getApiKeys",
    "describeSecret",
    "getSecretValue",
    "createApiKey",
    "createUsagePlanKey",
    "putSecretValue",
    "listStackResources",
    "describeServices",
    "updateService",
    "updateApiKey",
    "deleteApiKey",
  ] as const;
  for (const call of calls) {
    it(`for ${call}, which is not allowed, says so; once it is, the next run does all of it`, async () => {
      const world = World.standing();
      const old = world.ours("panther-prod-old");
      const older = world.ours("panther-prod-older");
      world.gateway.updateApiKey({ apiKey: older.id, patchOperations: [{ path: "/enabled", value: "false" }] });
      world.time.pass(60_000);
      world.time.leap(8 * 86_400_000);
      world.deny(call);
      const error = await thrown(rotateKey(world.rotation()));
      expect(error, call).to.include({ code: "access-denied" });
      expect(error?.message).to.match(/may not do (apigateway|secretsmanager|ecs|cloudformation):/);
      nothingIsBroken(world, error);
      const wasTold = ["listStackResources", "describeServices", "updateService", "updateApiKey", "deleteApiKey"];
      const left = ourKeys(world).length - 2;
      // What was made in vain is gone, unless just that is not allowed.
      expect(left, call).to.equal(wasTold.includes(call) ? 1 : 0);
      world.faults.clear();
      const { keyId, disabled, deleted } = await rotateKey(world.rotation("run-2"));
      const mustGo = call === "deleteApiKey" ? [] : [old.id];
      expect(disabled, call).to.include.members(mustGo);
      expect(deleted, call).to.deep.equal([older.id]);
      expect(
        ourKeys(world)
          .filter(({ enabled }) => enabled)
          .map(({ id }) => id),
      ).to.deep.equal([keyId]);
      expect(world.refused).to.deep.equal([]);
    });

    it(`for ${call}, of which there were too many, waits and goes on`, async () => {
      const world = World.standing();
      world.ours("panther-prod-old");
      world.time.pass(60_000);
      world.throttle(call, 3);
      await rotateKey(world.rotation());
      expect(ourKeys(world).filter(({ enabled }) => enabled)).to.have.length(1);
      expect(world.refused).to.deep.equal([]);
    });
  }

  it("gives up on a call that is turned away for minutes", async () => {
    const world = World.standing();
    world.throttle("createApiKey", 100);
    const error = await thrown(rotateKey(world.rotation()));
    expect(error).to.include({ code: "throttled" });
    nothingIsBroken(world, error);
  });

  for (const [code, spoil] of [
    ["bridge-missing", (world: World) => world.gateway.apis.splice(1)],
    ["bridge-stage-missing", (world: World) => world.gateway.apis.splice(1, 1, { ...api, stages: ["dev"] })],
    ["bridge-ambiguous", (world: World) => world.gateway.apis.push({ ...api, id: "second0002" })],
    ["bridge-without-plan", (world: World) => world.gateway.plans.splice(1)],
    [
      "secret-missing",
      (world: World) => {
        world.secret.exists = false;
      },
    ],
    [
      "secret-deleted",
      (world: World) => {
        world.secret.deleted = true;
      },
    ],
  ] as const) {
    it(`says ${code} before anything is made`, async () => {
      for (const half of [beginRotation, finishRotation]) {
        const world = World.standing();
        spoil(world);
        const error = await thrown(half(world.rotation()));
        expect(error).to.include({ code });
        expect(world.calls).to.not.include("createApiKey").and.not.include("updateService");
        expect(ourKeys(world)).to.deep.equal([]);
      }
    });
  }
});

const api = { id: bridge.id, name: "panther-cn-bridge", stages: ["prod"] };
