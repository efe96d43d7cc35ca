import { expect } from "chai";
import { type ReleaseCatalog, recommendedCatalog } from "../../../../model/release/catalog.ts";
import { type Standing, type WayQuestion, wayTo } from "../../../../model/release/plan/way.ts";
import { parseVersion } from "../../../../model/release/version.ts";

const runs = (release: string): Standing => ({ kind: "release", release: parseVersion(release) });
const way = (
  standing: Standing,
  mode: WayQuestion["mode"],
  to: string,
  catalog: ReleaseCatalog = recommendedCatalog,
) => {
  const { hops, findings } = wayTo({ environment: "prod", standing, mode, to: parseVersion(to), catalog });
  return {
    hops: hops.map((hop) => `${hop.from} ${hop.to}`),
    codes: findings.map(({ severity, code }) => `${severity} ${code}`),
    findings,
  };
};

describe("the way of an environment", () => {
  it("is a first deploy where nothing stands", () => {
    expect(way({ kind: "nothing" }, "deploy", "1.39.7")).to.deep.equal({
      hops: ["null 1.39.7"],
      codes: [],
      findings: [],
    });
    // A patch that the catalog does not list may well be published.
    expect(way({ kind: "nothing" }, "deploy", "1.39.6").hops).to.deep.equal(["null 1.39.6"]);
  });

  it("does not begin with a release that was withdrawn", () => {
    const { hops, codes, findings } = way({ kind: "nothing" }, "deploy", "1.27.3");
    expect({ hops, codes }).to.deep.equal({ hops: [], codes: ["error withdrawn-release"] });
    expect(findings[0]?.message).to.match(/^v1\.27\.3 was withdrawn: Panther listed it/);
  });

  it("goes on from what runs, minor by minor", () => {
    expect(way(runs("1.37.0"), "upgrade", "1.39.7")).to.deep.include({
      hops: ["1.37.0 1.38.5", "1.38.5 1.39.7"],
      codes: [],
    });
    expect(way(runs("1.39.7"), "upgrade", "1.39.7")).to.deep.include({ hops: [], codes: [] });
    expect(way(runs("1.27.3"), "upgrade", "1.28.7")).to.deep.include({
      hops: ["1.27.3 1.28.7"],
      codes: ["warning running-release-withdrawn"],
    });
  });

  it("stays at the release that runs where it is deployed again", () => {
    expect(way(runs("1.36.0"), "deploy", "1.36.0")).to.deep.include({ hops: ["1.36.0 1.36.0"], codes: [] });
    // Withdrawn or not: it runs.
    expect(way(runs("1.27.3"), "deploy", "1.27.3").hops).to.deep.equal(["1.27.3 1.27.3"]);
    const { hops, codes, findings } = way(runs("1.36.0"), "deploy", "1.37.11");
    expect({ hops, codes }).to.deep.equal({ hops: [], codes: ["error other-release-runs"] });
    expect(findings[0]?.fix).to.include("panther upgrade prod").and.include("panther deploy prod --release v1.36.0");
  });

  it("is refused with the reason, and with what else there is to say", () => {
    expect(way(runs("1.27.3"), "upgrade", "1.26.9").codes).to.deep.equal([
      "warning running-release-withdrawn",
      "error downgrade",
    ]);
    expect(way(runs("1.36.0"), "upgrade", "1.40.0").codes).to.deep.equal(["error unknown-release"]);
    expect(way({ kind: "nothing" }, "upgrade", "1.39.7").codes).to.deep.equal(["error not-deployed"]);
    for (const mode of ["deploy", "upgrade"] as const) {
      expect(way({ kind: "unknown" }, mode, "1.39.7")).to.deep.include({ hops: [], codes: ["error release-unknown"] });
    }
  });

  it("has no keys but a finding's", () => {
    expect(way(runs("1.36.0"), "upgrade", "1.40.0").findings[0]).to.have.keys("severity", "code", "message", "fix");
  });
});
