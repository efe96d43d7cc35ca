import { expect } from "chai";
import { PantherError } from "../../../model/error.ts";
import { partitionOf, stackConsoleUrl } from "../../../model/release/partition.ts";
import { roleVersionFor } from "../../../model/release/roleVersion.ts";
import { newestOf, parseVersion, tagOf } from "../../../model/release/version.ts";

describe("release versions", () => {
  it("are read with and without the leading v", () => {
    expect(parseVersion("v1.39.7")).to.equal("1.39.7");
    expect(tagOf(parseVersion(" 1.39.7 "))).to.equal("v1.39.7");
  });

  for (const text of ["", "1.39", "latest", "1.39.7-beta", "1.39.7+x"]) {
    it(`are not read from "${text}"`, () =>
      expect(() => parseVersion(text)).to.throw(PantherError, /is no Panther release version/));
  }

  it("are ordered as numbers", () => {
    expect(newestOf(["1.24.7", "1.24.12", "1.9.0"].map(parseVersion))).to.equal("1.24.12");
    expect(newestOf([])).to.equal(undefined);
  });
});

describe("the role's version for a release", () => {
  const published = ["1.36.0", "1.37.0", "1.38.4", "1.38.5"].map(parseVersion);

  it("is exactly the release's where that is published", () => {
    expect(roleVersionFor(parseVersion("1.38.4"), published)).to.equal("1.38.4");
  });

  it("is else the highest one of the same minor", () => {
    expect(roleVersionFor(parseVersion("1.37.11"), published)).to.equal("1.37.0");
  });

  it("is an error where the minor has none", () => {
    expect(() => roleVersionFor(parseVersion("1.39.7"), published)).to.throw(PantherError, /1\.39/);
  });
});

describe("partitions", () => {
  it("follow from the region", () => {
    expect(["eu-west-1", "cn-northwest-1", "us-gov-east-1"].map((region) => partitionOf(region).name)).to.deep.equal([
      "aws",
      "aws-cn",
      "aws-us-gov",
    ]);
  });

  it("make console links", () => {
    expect(stackConsoleUrl("cn-north-1", "arn:x/y")).to.equal(
      "https://console.amazonaws.cn/cloudformation/home?region=cn-north-1#/stacks/events?stackId=arn%3Ax%2Fy",
    );
  });
});
