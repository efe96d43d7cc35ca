import { expect } from "chai";
import type { EmulatorCall, EmulatorClient } from "../../../local/aws/emulatorClient.ts";
import { type ReleaseSource, Releases } from "../../../local/aws/releases.ts";

const bucket = "panther-enterprise-eu-west-1";
const object = (key: string) => ({ bucket, key, body: new Uint8Array(), contentType: "text/yaml" });
const source: ReleaseSource = {
  releaseVersions: ["1.39.7"],
  releaseObjects: () => ["v1.39.7/panther.yml", "v1.39.7/proxy_panther.yml", "0a1b2c"].map(object),
  roleObjects: () => [],
};

/** An emulator with nothing but objects; after `writes` of them it can't be reached. */
function setUp(writes = Number.POSITIVE_INFINITY) {
  const stored: string[] = [];
  let left = writes;
  const call = async ({ method, path }: EmulatorCall) => {
    const isObject = path.split("/").length > 2;
    if (method === "PUT" && isObject && --left < 0) throw new Error("connection refused");
    if (method === "PUT" && isObject) stored.push(path.slice(bucket.length + 2));
    return { status: method === "HEAD" && !stored.includes(path.slice(bucket.length + 2)) ? 404 : 200 };
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
});
