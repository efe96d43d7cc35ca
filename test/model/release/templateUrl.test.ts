import { expect } from "chai";
import fc from "fast-check";
import { recommendedReleases } from "../../../model/release/catalog.ts";
import {
  parseTemplateUrl,
  releaseBucket,
  roleTemplateLocation,
  roleVersionsAmong,
  rootTemplateLocation,
  templateUrl,
  versionOfTemplateUrl,
} from "../../../model/release/templateUrl.ts";
import { parseVersion } from "../../../model/release/version.ts";

describe("template URLs", () => {
  it("spells the root template's as Panther's documentation does", () => {
    const location = rootTemplateLocation(parseVersion("1.25.1"), releaseBucket("us-east-2"));
    expect(templateUrl(location, "us-east-2")).to.equal(
      "https://panther-enterprise-us-east-2.s3.amazonaws.com/v1.25.1/panther.yml",
    );
  });

  it("spells the role template's with the leading v", () => {
    expect(templateUrl(roleTemplateLocation(parseVersion("1.39.7")), "us-west-2")).to.equal(
      "https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v1.39.7/template.yml",
    );
  });

  it("names the region and China's domain in the China partition", () => {
    expect(templateUrl({ bucket: "releases", key: "v1.39.7/panther.yml" }, "cn-north-1")).to.equal(
      "https://releases.s3.cn-north-1.amazonaws.com.cn/v1.39.7/panther.yml",
    );
  });

  for (const url of [
    "https://b-1.s3.amazonaws.com/v1.39.7/panther.yml",
    "https://b-1.s3.eu-west-1.amazonaws.com/v1.39.7/panther.yml",
    "https://b-1.s3-ap-southeast-1.amazonaws.com/v1.39.7/panther.yml",
    "https://b-1.s3.dualstack.eu-west-1.amazonaws.com/v1.39.7/panther.yml",
    "https://b-1.s3-fips.us-east-1.amazonaws.com/v1.39.7/panther.yml",
    "https://b-1.s3-fips.dualstack.us-gov-west-1.amazonaws.com/v1.39.7/panther.yml",
    "https://s3-fips.us-gov-west-1.amazonaws.com/b-1/v1.39.7/panther.yml",
    "https://b-1.s3.cn-north-1.amazonaws.com.cn/v1.39.7/panther.yml",
    "https://s3.amazonaws.com/b-1/v1.39.7/panther.yml",
    "https://s3.us-west-2.amazonaws.com/b-1/v1.39.7/panther.yml",
    "https://s3-us-west-2.amazonaws.com/b-1/v1.39.7/panther.yml",
  ]) {
    it(`reads ${url}`, () => {
      expect(parseTemplateUrl(url)).to.deep.equal({ bucket: "b-1", key: "v1.39.7/panther.yml" });
      expect(versionOfTemplateUrl(url)).to.equal("1.39.7");
    });
  }

  for (const url of [
    "",
    "v1.39.7/panther.yml",
    "https://example.com/b/k",
    "https://b.s3.amazonaws.com/",
    "https://s3.amazonaws.com/b",
    "https://b.s3.amazonaws.com/%zz",
  ]) {
    it(`finds no object in "${url}"`, () => expect(parseTemplateUrl(url)).to.equal(undefined));
  }

  it("reads back what it wrote, in every partition", () => {
    const regions = fc.constantFrom("us-east-1", "ap-southeast-2", "cn-north-1", "cn-northwest-1", "us-gov-west-1");
    fc.assert(
      fc.property(regions, fc.constantFrom(...recommendedReleases), (region, version) => {
        const location = rootTemplateLocation(version, releaseBucket(region));
        const url = templateUrl(location, region);
        return (
          JSON.stringify(parseTemplateUrl(url)) === JSON.stringify(location) && versionOfTemplateUrl(url) === version
        );
      }),
    );
  });

  it("finds the versions among a bucket's keys, and nothing else", () => {
    const keys = [
      "panther-deployment-role/v1.37.0/template.yml",
      "panther-deployment-role/latest/template.yml",
      "x/v1.37.1/template.yml",
    ];
    expect(roleVersionsAmong(keys)).to.deep.equal(["1.37.0"]);
  });
});
