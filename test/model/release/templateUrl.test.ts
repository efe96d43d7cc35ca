import { expect } from "chai";
import fc from "fast-check";
import { supportedRegions } from "../../../model/release/regions.ts";
import {
  parseTemplateUrl,
  proxyTemplateLocation,
  releaseBucket,
  roleTemplateLocation,
  roleTemplatePrefix,
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
    "https://b-1.s3.amazonaws.com/",
    "https://s3.amazonaws.com/b-1",
    "https://b-1.s3.amazonaws.com/%zz",
    "https://s3.amazonaws.com/b-1/%zz",
    "https://s3.amazonaws.com//v1.39.7/panther.yml",
    "https://s3.amazonaws.com/b-1/",
    "http://b-1.s3.amazonaws.com/v1.39.7/panther.yml",
    "https://b-1.s3-website-us-east-1.amazonaws.com/v1.39.7/panther.yml",
    "https://b-1.s3.amazonaws.com.example.com/v1.39.7/panther.yml",
  ]) {
    it(`finds no object in "${url}"`, () => expect(parseTemplateUrl(url)).to.equal(undefined));
  }

  const regions = [...supportedRegions.map(({ name }) => name), "us-gov-west-1", "us-gov-east-1"];
  const bucketNames = fc.stringMatching(/^[a-z0-9]([a-z0-9]|[-.][a-z0-9]){1,15}[a-z0-9]$/);
  const versions = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((numbers) => parseVersion(numbers.join(".")));

  for (const region of regions) {
    it(`reads back what it wrote for ${region}, root, proxy and role`, () => {
      fc.assert(
        fc.property(versions, fc.oneof(fc.constant(releaseBucket(region)), bucketNames), (version, bucket) => {
          for (const location of [rootTemplateLocation(version, bucket), proxyTemplateLocation(version, bucket)]) {
            const url = templateUrl(location, region);
            expect(parseTemplateUrl(url)).to.deep.equal(location);
            expect(versionOfTemplateUrl(url)).to.equal(version);
          }
          const role = { ...roleTemplateLocation(version), bucket };
          expect(parseTemplateUrl(templateUrl(role, region))).to.deep.equal(role);
          expect(roleVersionsAmong([role.key])).to.deep.equal([version]);
        }),
      );
    });
  }

  // Every spelling that S3 has for the host of one object in a region.
  const hostStyles = (region: string, domain: string) =>
    [`s3.${region}`, `s3-${region}`, `s3.dualstack.${region}`, `s3-fips.${region}`, `s3-fips.dualstack.${region}`].map(
      (host) => `${host}.${domain}`,
    );

  it("reads every host style in every region, with the bucket in the host and in the path", () => {
    fc.assert(
      fc.property(fc.constantFrom(...regions), versions, bucketNames, (region, version, bucket) => {
        const location = rootTemplateLocation(version, bucket);
        const hosts = hostStyles(region, region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com");
        for (const host of [...hosts, "s3.amazonaws.com", "s3-external-1.amazonaws.com"]) {
          expect(parseTemplateUrl(`https://${bucket}.${host}/${location.key}`), host).to.deep.equal(location);
          expect(parseTemplateUrl(`https://${host}/${bucket}/${location.key}`), host).to.deep.equal(location);
        }
      }),
    );
  });

  it("tells the release that a URL names, in whatever layout, and none where there is none or more than one", () => {
    const version = (path: string) => versionOfTemplateUrl(`https://mirror.s3.amazonaws.com/${path}`);
    const named = ["panther/releases/v1.39.7/panther.yml", "v1.39.7/proxy_panther.yml", "private/root-v1.39.7.yml"];
    for (const path of named) expect(version(path), path).to.equal("1.39.7");
    const role = parseVersion("1.37.0");
    expect(versionOfTemplateUrl(templateUrl(roleTemplateLocation(role), "us-east-1"))).to.equal(role);
    expect(version("v1.39.7/panther-v1.39.7.yml")).to.equal("1.39.7");
    for (const path of [
      "v1.39/panther.yml",
      "v01.39.7/panther.yml",
      "xv1.39.7/panther.yml",
      "1.39.7/panther.yml",
      "v1.38.5/from/v1.39.7/panther.yml",
      "panther-deployment-role/latest/template.yml",
    ]) {
      expect(version(path), path).to.equal(undefined);
    }
    expect(versionOfTemplateUrl("https://example.com/v1.39.7/panther.yml")).to.equal(undefined);
  });

  it("has one key prefix for all role templates of a minor, and none of another", () => {
    const prefix = roleTemplatePrefix(parseVersion("1.3.7"));
    expect(roleTemplateLocation(parseVersion("1.3.0")).key.startsWith(prefix)).to.equal(true);
    expect(roleTemplateLocation(parseVersion("1.39.0")).key.startsWith(prefix)).to.equal(false);
  });

  it("finds the versions among a bucket's keys, and nothing else", () => {
    const keys = [
      "panther-deployment-role/v1.37.0/template.yml",
      "panther-deployment-role/latest/template.yml",
      "x/v1.37.1/template.yml",
      "x/panther-deployment-role/v1.37.2/template.yml",
      "panther-deployment-role/v1.37.3/template.yml.bak",
    ];
    expect(roleVersionsAmong(keys)).to.deep.equal(["1.37.0"]);
  });
});
