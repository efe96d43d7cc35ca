import { createHash } from "node:crypto";
import { expect } from "chai";
import type { EmulatorCall, EmulatorClient } from "../../../local/aws/emulatorClient.ts";
import { type ReleaseSource, Releases } from "../../../local/aws/releases.ts";

const bucket = "panther-enterprise-eu-west-1";
const sourceOf = (text: string): ReleaseSource => {
  const object = (key: string) => ({ bucket, key, body: Buffer.from(`${key} ${text}`), contentType: "text/yaml" });
  return {
    releaseVersions: ["1.39.7"],
    releaseObjects: () => ["v1.39.7/panther.yml", "v1.39.7/proxy_panther.yml", "0a1b2c"].map(object),
    roleObjects: () => [],
  };
};
const source = sourceOf("today");

/** An emulator with nothing but objects; after `writes` of them it can't be reached. */
function setUp(writes = Number.POSITIVE_INFINITY) {
  const stored: string[] = [];
  const marks = new Map<string, string>();
  let left = writes;
  const call = async ({ method, path, body = "" }: EmulatorCall) => {
    const key = path.slice(bucket.length + 2);
    const isObject = path.split("/").length > 2;
    if (method === "PUT" && isObject && --left < 0) throw new Error("connection refused");
    if (method === "PUT" && isObject) {
      stored.push(key);
      marks.set(key, `"${createHash("md5").update(body).digest("hex")}"`);
    }
    return { status: method === "HEAD" && !marks.has(key) ? 404 : 200, headers: { etag: marks.get(key) } };
  };
  return { stored, emulator: { call } as unknown as EmulatorClient };
}

describe("publication of Panther's releases", () => {
  it("ends with the root template, so that a publication that was cut short is begun again", async () => {
    const { stored, emulator } = setUp(2);
    const cut = await new Releases(emulator, source).prepare(bucket, "v1.39.7/panther.yml").catch((error) => error);
    expect(cut).to.be.instanceOf(Error);
    expect(stored).to.deep.equal(["v1.39.7/proxy_panther.yml", "0a1b2c"]);
  });

  it("is done once, also over a restart", async () => {
    const { stored, emulator } = setUp();
    await new Releases(emulator, source).prepare(bucket, "v1.39.7/panther.yml");
    expect(stored.at(-1)).to.equal("v1.39.7/panther.yml");
    await new Releases(emulator, source).prepare(bucket, "v1.39.7/panther.yml");
    expect(stored).to.have.lengthOf(3);
  });

  it("is done again where a saved state has the release as an older checkout made it", async () => {
    const { stored, emulator } = setUp();
    await new Releases(emulator, sourceOf("before")).prepare(bucket, "v1.39.7/panther.yml");
    await new Releases(emulator, source).prepare(bucket, "v1.39.7/panther.yml");
    expect(stored).to.have.lengthOf(6);
  });
});
