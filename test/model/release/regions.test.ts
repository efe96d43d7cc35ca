import { expect } from "chai";
import { checkRegion, chinaWebRegions, supportedRegions } from "../../../model/release/regions.ts";
import { parseVersion } from "../../../model/release/version.ts";

const names = (since: string) => supportedRegions.filter((r) => r.since === since).map(({ name }) => name);

describe("supported regions", () => {
  it("are the twelve of the development guide, four since v1.15, and China's two without the web app", () => {
    expect(names("1.4.0")).to.have.lengthOf(12);
    expect(names("1.15.0")).to.have.members(["eu-north-1", "eu-west-3", "sa-east-1", "us-west-1"]);
    expect(names("1.17.0")).to.have.members(["cn-north-1", "cn-northwest-1"]);
    expect(supportedRegions.filter(({ scope }) => scope === "backend").map(({ name }) => name)).to.have.members([
      "cn-north-1",
      "cn-northwest-1",
    ]);
    expect(new Set(supportedRegions.map(({ name }) => name))).to.have.property("size", 18);
  });

  it("have the web app's regions for China among them", () => {
    for (const name of chinaWebRegions) expect(checkRegion(name)).to.have.nested.property("region.scope", "full");
  });

  it("are refused to a release that came before them", () => {
    expect(checkRegion("eu-west-3", parseVersion("1.15.0"))).to.have.property("kind", "supported");
    expect(checkRegion("eu-west-3", parseVersion("1.14.3"))).to.deep.equal({
      kind: "refused",
      code: "region-too-new",
      message: "Panther v1.14.3 does not support eu-west-3 (Paris) yet.",
      fix: "Choose v1.15.0 or newer there, or another region.",
    });
  });

  it("are not those of us-gov, and the refusal says why", () => {
    expect(checkRegion("us-gov-west-1"))
      .to.include({ kind: "refused", code: "region-unsupported" })
      .and.have.property("message")
      .that.includes("us-gov-west-1: services that it needs (AppSync, Cognito, Athena, Glue)");
  });

  it("are named where one is unknown", () => {
    const check = checkRegion("us-east-9");
    expect(check).to.include({ kind: "refused", message: '"us-east-9" is no region that Panther supports.' });
    expect(check).to.have.property("fix").that.includes("us-east-1").and.includes("cn-north-1");
  });
});
