import { expect } from "chai";
import { parseVersion } from "../../../model/release/version.ts";
import { sourceFinding, sourceRegions } from "../../../model/source/publicSource.ts";

/** Of the development guide, which is of v1.4 to v1.14. */
const twelve = [
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "us-east-1",
  "us-east-2",
  "us-west-2",
];

describe("Panther's public source", () => {
  it("deploys itself in 12 regions, and in 16 from v1.15 on", () => {
    expect(sourceRegions(parseVersion("1.14.3"))).to.have.members(twelve);
    const sixteen = [...twelve, "eu-north-1", "eu-west-3", "sa-east-1", "us-west-1"];
    expect(sourceRegions(parseVersion("1.15.0"))).to.have.members(sixteen);
  });

  for (const [version, region, code] of [
    ["1.16.0", "us-west-1", undefined],
    ["1.16.4", "us-east-1", "source-not-public"],
    ["1.39.7", "us-east-1", "source-not-public"],
    ["1.4.0", "us-east-1", undefined],
    ["1.3.0", "us-east-1", "source-too-old"],
    ["1.14.3", "us-west-1", "source-region"],
    ["1.16.0", "cn-north-1", "source-region"],
  ] as const) {
    it(`${code === undefined ? "takes" : "refuses"} v${version} in ${region}`, () => {
      expect(sourceFinding(parseVersion(version), region)?.code).to.equal(code);
    });
  }
});
