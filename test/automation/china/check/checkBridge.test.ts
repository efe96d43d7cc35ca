import { expect } from "chai";
import { type BridgeCheck, type CheckOptions, checkBridge } from "../../../../automation/china/check/checkBridge.ts";
import { gatewayKeyAge } from "../../../../automation/china/gatewayKeyAge.ts";
import { checkText } from "../../../../automation/cli/checkText.ts";
import { bridge, World } from "../rotation/world/world.ts";

/** With credentials for the backend, or without. */
function check(world: World, change: Partial<CheckOptions> = {}): Promise<BridgeCheck> {
  const { environment, secretName, region, apis, callBridge, timing, signal } = world.rotation();
  return checkBridge({
    environment,
    secretName,
    region,
    secrets: apis.secrets,
    gateway: { kind: "open", api: apis.gateway },
    callBridge,
    timing,
    signal,
    ...change,
  });
}

const closed = { gateway: { kind: "closed", reason: "There are no AWS credentials for prod." } } as const;
const codes = ({ findings }: BridgeCheck) => findings.map(({ code }) => code);
const refuse = (world: World, status: number, body: string) => {
  world.gateway.backend = () => ({ status, body });
};
/** A key of ours in the secret, known everywhere. */
function withOurs(): World {
  const world = World.standing();
  const key = world.ours("panther-prod-1");
  world.time.pass(600_000);
  world.tell(key);
  return world;
}
const disable = (world: World) => {
  const key = [...world.gateway.keys.values()].at(-1);
  world.gateway.updateApiKey({ apiKey: key?.id ?? "", patchOperations: [{ path: "/enabled", value: "false" }] });
  world.time.pass(600_000);
};

describe("panther china check", () => {
  it("says which criterion the answer meets, and which key it was", async () => {
    const world = withOurs();
    const list = await check(world);
    expect(list).to.deep.include({ answers: true, criterion: "list", url: bridge.url, findings: [] });
    expect(list.key).to.include({ name: "panther-prod-1", ours: true, inSecret: true });
    world.gateway.backend = () => ({ status: 200, body: "[]" });
    const json = await check(world);
    expect(json).to.include({ answers: true, criterion: "json" });
    expect(checkText(list)).to.include("✓ prod: the bridge answers with a JSON list");
    expect(checkText(json)).to.include("enough before July 2021");
  });

  it("needs no credentials for the backend where it answers", async () => {
    const result = await check(withOurs(), closed);
    expect(result).to.deep.include({ answers: true, key: null, findings: [] });
  });

  it("changes nothing", async () => {
    const world = withOurs();
    await check(world);
    expect(world.calls.filter((call) => !/^(get|describe|list)|^bridge$/.test(call))).to.deep.equal([]);
  });

  for (const [what, spoil, expected] of [
    ["a key that is disabled", disable, ["key-disabled"]],
    [
      "a key that is on no plan",
      (world: World) => {
        for (const plan of world.gateway.plans) plan.keys.clear();
        for (const key of world.gateway.keys.values()) world.gateway.changed(key);
        world.time.pass(600_000);
      },
      ["key-without-plan"],
    ],
    ["a key that nobody knows", (world: World) => world.tell({ value: "somethingElse0123456789" }), ["key-unknown"]],
    [
      "a key that was made a moment ago",
      (world: World) => {
        world.tell(world.ours("panther-prod-2"));
        refuse(world, 403, '{"message":"Forbidden"}');
      },
      ["key-not-around-yet"],
    ],
    [
      "another API",
      (world: World) => {
        const api = world.gateway.apis[1];
        if (api) world.gateway.apis[1] = { ...api, id: "moved00001" };
        refuse(world, 403, '{"message":"Forbidden"}');
      },
      ["bridge-url-of-another"],
    ],
    [
      "an API without the stage",
      (world: World) => {
        const api = world.gateway.apis[1];
        if (api) world.gateway.apis[1] = { ...api, stages: ["dev"] };
        refuse(world, 403, '{"message":"Missing Authentication Token"}');
      },
      ["bridge-stage-missing"],
    ],
    [
      "no API at all",
      (world: World) => {
        world.gateway.apis.splice(1);
        refuse(world, 403, "");
      },
      ["bridge-missing"],
    ],
  ] as const) {
    it(`tells ${what} with credentials for the backend, and without them all that it may be`, async () => {
      const world = withOurs();
      spoil(world);
      const result = await check(world);
      expect(result).to.include({ answers: false, criterion: null });
      expect(codes(result)).to.include.members(expected);
      const without = await check(world, closed);
      expect(codes(without)).to.match(/^bridge-(forbidden|path-missing),gateway-not-asked$/ as never);
      expect(without.findings[1]?.message).to.include("There are no AWS credentials for prod.");
      const seen = JSON.stringify([result, without]) + checkText(result);
      expect(world.values.filter((value) => seen.includes(value))).to.deep.equal([]);
      expect(seen).to.not.include("somethingElse");
    });
  }

  it("stays with what HTTP tells where API Gateway knows no cause, or may not be asked", async () => {
    const world = withOurs();
    refuse(world, 403, '{"message":"Forbidden"}');
    expect(codes(await check(world))).to.deep.equal(["bridge-forbidden"]);
    world.deny("getApiKeys");
    const denied = await check(world);
    expect(codes(denied)).to.deep.equal(["bridge-forbidden", "gateway-not-asked"]);
    expect(denied.findings[1]?.message).to.include("apigateway:GET /apikeys");
    expect(checkText(denied)).to.include("(gateway-not-asked)");
  });

  for (const [status, body, code] of [
    [403, '{"Message":null}', "recordal-missing"],
    [502, "", "bridge-backend-error"],
    [200, "<html>", "bridge-not-json"],
    [429, '{"message":"Too Many Requests"}', "bridge-throttled"],
  ] as const) {
    it(`takes ${status} ${body} for ${code}`, async () => {
      const world = withOurs();
      refuse(world, status, body);
      expect(codes(await check(world))).to.deep.equal([code]);
    });
  }

  it("tells a host that DNS does not know, with what became of the API", async () => {
    const world = withOurs();
    const callBridge = async () => ({ kind: "unreachable", cause: "dns", detail: "ENOTFOUND" }) as const;
    expect(codes(await check(world, { callBridge }))).to.deep.equal(["bridge-unknown-host"]);
    world.gateway.apis.splice(1);
    expect(codes(await check(world, { callBridge }))).to.deep.equal(["bridge-missing"]);
  });

  it("sends the key nowhere where the URL can't be the bridge's", async () => {
    for (const url of ["https://example.com/prod", `${bridge.url}/`, bridge.url.replace("https", "http")]) {
      const world = withOurs();
      world.secret.put(JSON.stringify({ URL: url, API_KEY: "x".repeat(30) }));
      const result = await check(world);
      expect(codes(result)).to.deep.equal(["bridge-url-wrong"]);
      expect(world.calls).to.not.include("bridge");
    }
  });

  for (const [code, spoil] of [
    ["secret-missing", (world: World) => Object.assign(world.secret, { exists: false })],
    ["secret-deleted", (world: World) => Object.assign(world.secret, { deleted: true })],
    ["secret-empty", (world: World) => world.secret.versions.splice(0)],
    ["secret-malformed", (world: World) => world.secret.put("ValueOfKey00000000000000000001")],
    ["access-denied", (world: World) => world.deny("getSecretValue")],
  ] as const) {
    it(`says ${code} of a secret that can't be read`, async () => {
      const world = withOurs();
      spoil(world);
      const result = await check(world);
      expect(result).to.include({ answers: false, url: null });
      expect(codes(result)).to.deep.equal([code]);
      expect(checkText(result)).to.not.include("ValueOfKey");
    });
  }
});

describe("age of the gateway's key", () => {
  const china = { secretName: "panther/china", keyMaxAgeDays: 30 };
  it("is since API Gateway has made the one in the secret, whoever had it made", async () => {
    for (const world of [World.standing(), withOurs()]) {
      const rotation = world.rotation();
      const age = await gatewayKeyAge(rotation.apis, china, rotation);
      expect(age).to.deep.equal({ created: [...world.gateway.keys.values()].at(-1)?.createdDate, maxAgeDays: 30 });
    }
  });

  it("is not known without a secret, a value, a key, or the right to look", async () => {
    for (const spoil of [
      (world: World) => Object.assign(world.secret, { exists: false }),
      (world: World) => world.secret.versions.splice(0),
      (world: World) => world.tell({ value: "somethingElse0123456789" }),
      (world: World) => world.deny("getApiKeys"),
    ]) {
      const world = World.standing();
      spoil(world);
      const rotation = world.rotation();
      expect(await gatewayKeyAge(rotation.apis, china, rotation)).to.equal(undefined);
    }
  });
});
