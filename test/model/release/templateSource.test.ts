import { expect } from "chai";
import { supportedRegions } from "../../../model/release/regions.ts";
import { sourcedTemplateUrl, type TemplateRequest } from "../../../model/release/templateSource.ts";
import { parseTemplateUrl, versionOfTemplateUrl } from "../../../model/release/templateUrl.ts";
import { parseVersion } from "../../../model/release/version.ts";

const version = parseVersion("1.39.7");
const root = (request: Partial<TemplateRequest>) => sourcedTemplateUrl({ template: "root", version, ...request });
const pattern = (text: string, region?: string) =>
  root({ ...(region && { region }), source: { kind: "pattern", pattern: text } });

describe("where a release's templates lie", () => {
  for (const { name: region } of supportedRegions.filter(({ scope }) => scope === "full")) {
    it(`is Panther's bucket in ${region}, for root, proxy and role`, () => {
      expect(root({ region })).to.deep.equal({
        kind: "url",
        url: `https://panther-enterprise-${region}.s3.amazonaws.com/v1.39.7/panther.yml`,
      });
      expect(root({ region, template: "proxy" })).to.deep.equal({
        kind: "url",
        url: `https://panther-enterprise-${region}.s3.amazonaws.com/v1.39.7/proxy_panther.yml`,
      });
      expect(root({ region, template: "role" })).to.deep.equal({
        kind: "url",
        url: "https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v1.39.7/template.yml",
      });
    });
  }

  it("is spelled with {region} as long as the region is open", () => {
    expect(root({})).to.have.property(
      "url",
      "https://panther-enterprise-{region}.s3.amazonaws.com/v1.39.7/panther.yml",
    );
  });

  for (const [region, partition] of [
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ] as const) {
    it(`is nowhere in ${partition} without a mirror`, () => {
      for (const template of ["root", "proxy", "role"] as const) {
        expect(root({ region, template })).to.include({ kind: "refused", code: "source-missing" });
      }
      expect(root({ region }))
        .to.have.property("message")
        .that.includes(`Panther publishes nothing in partition ${partition}, where ${region} is`);
    });
  }

  it("is a bucket of one's own under the same keys, in each partition", () => {
    const url = (region: string, template: TemplateRequest["template"]) => {
      const found = root({ region, template, source: { kind: "bucket", bucket: "my-releases" } });
      return found.kind === "url" ? found.url : found.message;
    };
    expect(url("eu-west-1", "root")).to.equal("https://my-releases.s3.amazonaws.com/v1.39.7/panther.yml");
    expect(url("eu-west-1", "proxy")).to.equal("https://my-releases.s3.amazonaws.com/v1.39.7/proxy_panther.yml");
    expect(url("cn-northwest-1", "role")).to.equal(
      "https://my-releases.s3.cn-northwest-1.amazonaws.com.cn/panther-deployment-role/v1.39.7/template.yml",
    );
    expect(url("us-gov-west-1", "root")).to.equal(
      "https://my-releases.s3.us-gov-west-1.amazonaws.com/v1.39.7/panther.yml",
    );
  });

  for (const bucket of ["", "ab", "My-Bucket", "s3://my-bucket", "my-bucket/folder", "-bucket"]) {
    it(`is no bucket called "${bucket}"`, () => {
      expect(root({ source: { kind: "bucket", bucket } })).to.deep.equal({
        kind: "refused",
        code: "bucket-malformed",
        message: `"${bucket}" is no name of an S3 bucket.`,
        fix: "Give the bare name.",
      });
    });
  }

  it("is a URL pattern of one's own", () => {
    for (const [text, url] of [
      ["https://mir.s3.amazonaws.com/x/{key}", "https://mir.s3.amazonaws.com/x/v1.39.7/panther.yml"],
      [
        "https://s3.{region}.amazonaws.com/mir-{region}/{version}/panther.yml",
        "https://s3.eu-west-1.amazonaws.com/mir-eu-west-1/v1.39.7/panther.yml",
      ],
    ] as const) {
      const found = pattern(text, "eu-west-1");
      expect(found).to.deep.equal({ kind: "url", url });
      expect(parseTemplateUrl(url)).to.not.equal(undefined);
      expect(versionOfTemplateUrl(url)).to.equal(version);
    }
    expect(pattern("https://mir.s3.{region}.amazonaws.com/{key}")).to.have.property(
      "url",
      "https://mir.s3.{region}.amazonaws.com/v1.39.7/panther.yml",
    );
    expect(pattern("https://mir.s3.cn-north-1.amazonaws.com.cn/{key}", "cn-north-1")).to.have.property("kind", "url");
    expect(pattern("https://mir.s3.{region}.amazonaws.com/{key}", "us-gov-east-1")).to.have.property("kind", "url");
    expect(pattern("https://mir.s3.us-gov-west-1.amazonaws.com/{key}", "us-gov-west-1")).to.have.property(
      "kind",
      "url",
    );
  });

  for (const [text, region, problem] of [
    [
      "https://mir.s3.amazonaws.com/{key}/{release}{}",
      "eu-west-1",
      "has placeholders that mean nothing: {release}, {}",
    ],
    ["https://mir.s3.amazonaws.com/{key}/{Region}", "eu-west-1", "has placeholders that mean nothing: {Region}"],
    [
      "https://mir.s3.amazonaws.com/v1.39.7/panther.yml",
      "eu-west-1",
      "has neither {key} nor {version}, so every release would have the same URL",
    ],
    [
      "https://mirror.example.com/{key}",
      "eu-west-1",
      "is no https URL of an object in S3, the only place CloudFormation reads from",
    ],
    [
      "http://m.s3.amazonaws.com/{key}",
      "eu-west-1",
      "is no https URL of an object in S3, the only place CloudFormation reads from",
    ],
    ["https://mir.s3.amazonaws.com/{key}", "cn-north-1", "is not in partition aws-cn, as cn-north-1 is"],
    ["https://mir.s3.amazonaws.com/{key}", "us-gov-west-1", "is not in partition aws-us-gov, as us-gov-west-1 is"],
    ["https://mir.s3.cn-north-1.amazonaws.com.cn/{key}", "eu-west-1", "is not in partition aws, as eu-west-1 is"],
    ["https://mir.s3.us-gov-east-1.amazonaws.com/{key}", "eu-west-1", "is not in partition aws, as eu-west-1 is"],
  ] as const) {
    it(`is not ${text} for ${region}`, () => {
      expect(pattern(text, region)).to.deep.equal({
        kind: "refused",
        code: "pattern-malformed",
        message: `The template URL ${text} ${problem}.`,
        fix: "Write it like https://my-bucket.s3.us-east-1.amazonaws.com/panther/{key} or with {version} in place of {key}.",
      });
    });
  }
});
