import { expect } from "chai";
import { described, environment, inChina, keys } from "./reading.ts";

const { releaseBucket: _, ...withoutSource } = inChina;
const mirror = "https://mirror.s3.us-east-1.amazonaws.com/{key}";

describe("regions and sources in an environment's configuration", () => {
  for (const region of ["us-east-1", "eu-west-3", "sa-east-1"]) {
    it(`are those of a standard environment: ${region}`, () => {
      expect(environment({ region }).region).to.equal(region);
    });
  }

  for (const region of ["cn-north-1", "cn-northwest-1"]) {
    it(`${region} goes with topology china only`, () => {
      expect(environment({ region }, inChina).region).to.equal(region);
      expect(described({ region })).to.equal(
        `panther:region (${region}) is in China, where Panther's web app can't run: only its backend can stand there. To split Panther: pulumi config set panther:topology china`,
      );
    });
  }

  it("a region outside China goes with topology standard only", () => {
    expect(keys({ region: "us-east-1" }, inChina)).to.deep.equal(["panther:region"]);
  });

  it("of a topology that can't be read the region is only one that Panther supports", () => {
    expect(keys({ topology: "x", region: "cn-north-1", releaseBucket: "example-releases" })).to.deep.equal([
      "panther:topology",
    ]);
  });

  it("templates come from Panther, a bucket or a URL", () => {
    expect(environment({ releaseBucket: "a-bucket" }).templateSource).to.deep.equal({
      kind: "bucket",
      bucket: "a-bucket",
    });
    expect(environment({ templateUrl: mirror }).templateSource).to.deep.equal({ kind: "pattern", pattern: mirror });
  });

  it("in China they come from a bucket or a URL there", () => {
    expect(described({}, withoutSource)).to.match(/^panther:releaseBucket is missing: Panther publishes nothing/);
    const there = mirror.replace("us-east-1.amazonaws.com", "cn-north-1.amazonaws.com.cn");
    expect(environment({ templateUrl: there }, withoutSource).templateSource.kind).to.equal("pattern");
    expect(described({ templateUrl: mirror }, withoutSource)).to.include(
      "is not in partition aws-cn, as cn-north-1 is",
    );
  });

  it("are refused for their own form, whatever is wrong with the region", () => {
    for (const region of ["us-east-1", "cn-north-1", "nowhere", undefined]) {
      const others = region === "us-east-1" ? [] : ["panther:region"];
      expect(keys({ region, releaseBucket: "My_Bucket" })).to.deep.equal([...others, "panther:releaseBucket"]);
      expect(keys({ region, templateUrl: "https://example.com/{key}" })).to.deep.equal([
        ...others,
        "panther:templateUrl",
      ]);
      expect(keys({ region })).to.deep.equal(others);
    }
    expect(described({ releaseBucket: "My_Bucket" })).to.include(
      'is refused: "My_Bucket" is no name of an S3 bucket. Give',
    );
  });

  it("come from one place", () => {
    expect(described({ releaseBucket: "a-bucket", templateUrl: mirror })).to.include("Remove one of the two");
    expect(keys({ releaseBucket: "X", templateUrl: "x" })).to.deep.equal([
      "panther:releaseBucket",
      "panther:templateUrl",
      "panther:templateUrl",
    ]);
  });

  it("one that is blank is not one that is missing", () => {
    expect(described({ releaseBucket: "" }, withoutSource))
      .to.include('("") is blank')
      .and.not.include("missing");
  });
});
