import { expect } from "chai";
import { releaseTemplates, roleSource, type TemplatesRequest } from "../../../model/release/releaseTemplates.ts";
import { parseVersion } from "../../../model/release/version.ts";

const release = parseVersion("1.39.7");
const templates = (request: Partial<TemplatesRequest>) =>
  releaseTemplates({ release, region: "eu-west-1", publishedRoles: [release], ...request });
const codes = (request: Partial<TemplatesRequest>) =>
  templates(request).findings.map(({ severity, code }) => `${severity} ${code}`);

describe("the templates of a release", () => {
  it("are root's and role's, the role in the version that is published", () => {
    expect(templates({ publishedRoles: ["1.39.0", "1.38.5"].map(parseVersion) })).to.deep.equal({
      roleVersion: "1.39.0",
      roleChoice: "same-minor",
      roleTemplateUrl:
        "https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v1.39.0/template.yml",
      rootTemplateUrl: "https://panther-enterprise-eu-west-1.s3.amazonaws.com/v1.39.7/panther.yml",
      findings: [],
    });
  });

  it("are told apart: one that is missing does not hide the other", () => {
    const found = templates({ publishedRoles: [] });
    expect(found).to.deep.include({ roleVersion: null, roleChoice: "missing", roleTemplateUrl: null });
    expect(found.rootTemplateUrl).to.be.a("string");
    expect(found.findings).to.have.length(1);
    expect(found.findings[0]).to.have.all.keys("severity", "code", "message", "fix").and.include({ severity: "error" });
  });

  it("are missing with a warning where a mirror is still to be named, with an error where it can't be right", () => {
    expect(codes({ region: "cn-north-1" })).to.deep.equal(["warning source-missing", "warning source-missing"]);
    expect(codes({ source: { kind: "bucket", bucket: "Not A Bucket" } })).to.deep.equal(["error bucket-malformed"]);
  });
});

describe("where the role's template comes from", () => {
  const panther = { kind: "panther" } as const;
  const bucket = { kind: "bucket", bucket: "mirror" } as const;
  const pattern = (text: string) => ({ kind: "pattern", pattern: `https://m.s3.amazonaws.com/${text}` }) as const;

  it("is Panther's bucket wherever that can be read", () => {
    for (const region of [undefined, "eu-west-1"]) {
      for (const source of [undefined, panther, bucket, pattern("{key}")]) {
        expect(roleSource(region, source)).to.deep.equal(panther);
      }
    }
  });

  it("is the mirror in other partitions, if it can hold it", () => {
    for (const region of ["cn-north-1", "us-gov-west-1"]) {
      expect(roleSource(region, bucket)).to.equal(bucket);
      expect(roleSource(region, pattern("{key}"))).to.deep.equal(pattern("{key}"));
      for (const source of [undefined, panther, pattern("{version}/panther.yml")]) {
        expect(roleSource(region, source)).to.deep.equal(panther);
      }
    }
  });
});
