import { expect } from "chai";
import { isRefused } from "../../../model/finding.ts";
import { type ReleaseCatalog, recommendedCatalog } from "../../../model/release/catalog.ts";
import { type ReleasePlanRequest, releasePlan } from "../../../model/release/releasePlan.ts";
import { parseVersion } from "../../../model/release/version.ts";

const plan = (request: Partial<ReleasePlanRequest>) =>
  releasePlan({ from: "v1.38.5", to: "v1.39.7", catalog: recommendedCatalog, ...request });
const codes = (request: Partial<ReleasePlanRequest>) =>
  plan(request).findings.map(({ severity, code }) => `${severity} ${code}`);

describe("a plan between two releases", () => {
  it("names each hop's templates", () => {
    expect(plan({ from: "1.37.11", region: "eu-west-1" })).to.deep.equal({
      environment: null,
      from: "1.37.11",
      to: "1.39.7",
      region: "eu-west-1",
      catalog: 'Panther documentation, "Available versions of Panther", as of 2022-07-29',
      hops: ["1.37.11 1.38.5", "1.38.5 1.39.7"].map((hop) => {
        const [from, to] = hop.split(" ");
        return {
          from,
          to,
          roleVersion: to,
          roleChoice: "assumed",
          roleTemplateUrl: `https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v${to}/template.yml`,
          rootTemplateUrl: `https://panther-enterprise-eu-west-1.s3.amazonaws.com/v${to}/panther.yml`,
          parameters: null,
        };
      }),
      findings: [],
    });
  });

  it("leaves the region open, and has no hop where the wanted release runs", () => {
    expect(plan({}).hops[0]).to.have.property("rootTemplateUrl").that.includes("panther-enterprise-{region}.");
    expect(plan({ from: "1.39.7" })).to.deep.include({ region: null, hops: [], findings: [] });
  });

  it("takes the role by what is published", () => {
    expect(plan({ publishedRoles: ["1.39.7"].map(parseVersion) }).hops[0]).to.include({ roleChoice: "exact" });
    expect(plan({ publishedRoles: ["1.39.0"].map(parseVersion) }).hops[0])
      .to.include({ roleChoice: "same-minor", roleVersion: "1.39.0" })
      .and.have.property("roleTemplateUrl")
      .that.includes("/v1.39.0/");
    expect(codes({ publishedRoles: [] })).to.deep.equal(["error role-template-missing"]);
    expect(plan({ publishedRoles: [] }).hops).to.deep.equal([]);
  });

  it("takes root templates from a mirror, the role's from Panther where that can be read", () => {
    const bucket = { kind: "bucket", bucket: "mirror" } as const;
    expect(plan({ region: "eu-west-1", source: bucket }).hops[0]).to.include({
      rootTemplateUrl: "https://mirror.s3.amazonaws.com/v1.39.7/panther.yml",
      roleTemplateUrl:
        "https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v1.39.7/template.yml",
    });
    expect(plan({ region: "cn-north-1", source: bucket }).hops[0]).to.include({
      rootTemplateUrl: "https://mirror.s3.cn-north-1.amazonaws.com.cn/v1.39.7/panther.yml",
      roleTemplateUrl: "https://mirror.s3.cn-north-1.amazonaws.com.cn/panther-deployment-role/v1.39.7/template.yml",
    });
    const pattern = (place: string) =>
      ({ kind: "pattern", pattern: `https://mir.s3.cn-north-1.amazonaws.com.cn/${place}` }) as const;
    expect(plan({ region: "cn-north-1", source: pattern("{key}") }).hops[0])
      .to.have.property("roleTemplateUrl")
      .that.includes("/panther-deployment-role/");
    expect(plan({ region: "cn-north-1", source: pattern("{version}/panther.yml") }).hops[0]).to.include({
      roleTemplateUrl: null,
    });
  });

  it("tells in China, once, that a bucket is still to be named and that the web app stands elsewhere", () => {
    expect(codes({ from: "1.36.0", region: "cn-north-1" })).to.deep.equal([
      "warning region-backend-only",
      "warning source-missing",
    ]);
    const { hops } = plan({ from: "1.36.0", region: "cn-north-1" });
    expect(hops.map(({ rootTemplateUrl }) => rootTemplateUrl)).to.deep.equal([null, null, null]);
  });

  it("warns of a withdrawn release that runs", () => {
    const found = plan({ from: "1.27.3", to: "1.28.7" });
    expect(found.hops).to.have.lengthOf(1);
    expect(found.findings).to.have.lengthOf(1);
    expect(found.findings[0]).to.deep.include({
      severity: "warning",
      code: "running-release-withdrawn",
      fix: "Upgrade soon; the newest release is v1.39.7.",
    });
    const empty: ReleaseCatalog = { ...recommendedCatalog, releases: [] };
    expect(plan({ from: "1.27.3", to: "1.27.3", catalog: empty }).findings[0]).to.include({
      fix: "Ask Panther which release to go to.",
    });
  });

  it("is refused with everything at once, and then has no hop", () => {
    const refused = plan({ from: "1.38", to: "latest", region: "us-gov-west-1" });
    expect(refused).to.deep.include({ from: "1.38", to: "latest", hops: [] });
    expect(refused.findings.map(({ code }) => code)).to.deep.equal([
      "version-malformed",
      "version-malformed",
      "region-unsupported",
    ]);
    expect(refused.findings[0]).to.deep.equal({
      severity: "error",
      code: "version-malformed",
      message: '"1.38" (from) is no Panther release version: it lacks numbers: a release has three, as in v1.39.7.',
      fix: "Write it as major.minor.patch, with or without a leading v, for example v1.39.7.",
    });
    expect(isRefused(refused.findings)).to.equal(true);
    expect(codes({ from: "1.27.3", to: "1.26.9", region: "nowhere" })).to.deep.equal([
      "error region-unsupported",
      "warning running-release-withdrawn",
      "error downgrade",
    ]);
    expect(plan({ region: "nowhere" }).hops).to.deep.equal([]);
  });

  it("is refused for one version that can't be read, be the other one fine", () => {
    expect(plan({ from: "v1.38.5" })).to.include({ from: "1.38.5", to: "1.39.7" });
    for (const [asked, shown] of [
      [{ from: "1.38" }, { from: "1.38", to: "1.39.7" }],
      [{ to: "latest" }, { from: "1.38.5", to: "latest" }],
    ] as const) {
      expect(plan({ ...asked, region: "eu-west-3" })).to.deep.include({ ...shown, hops: [] });
      expect(codes({ ...asked, region: "eu-west-3" })).to.deep.equal(["error version-malformed"]);
    }
  });

  it("is refused for a region that the wanted release does not have yet", () => {
    const catalog: ReleaseCatalog = { ...recommendedCatalog, releases: ["1.14.3", "1.15.0"].map(parseVersion) };
    expect(codes({ from: "1.14.0", to: "1.14.3", region: "eu-west-3", catalog })).to.deep.equal([
      "error region-too-new",
    ]);
    expect(codes({ from: "1.14.0", to: "1.15.0", region: "eu-west-3", catalog })).to.deep.equal([]);
  });

  it("is refused once for a mirror that can't be right", () => {
    const request = { from: "1.36.0", source: { kind: "bucket", bucket: "My Bucket" } } as const;
    expect(codes(request)).to.deep.equal(["error bucket-malformed"]);
    expect(plan(request).hops).to.deep.equal([]);
  });
});
