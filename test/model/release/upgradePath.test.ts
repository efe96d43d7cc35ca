import { expect } from "chai";
import { recommendedReleases } from "../../../model/release/catalog.ts";
import { upgradePath } from "../../../model/release/upgradePath.ts";
import { minorOf, parseVersion } from "../../../model/release/version.ts";

const path = (from: string, to: string, releases = recommendedReleases) =>
  upgradePath(parseVersion(from), parseVersion(to), releases);

describe("upgradePath", () => {
  it("goes through every minor between, each at its highest patch", () => {
    expect(path("1.36.0", "v1.39.7")).to.deep.equal({
      kind: "path",
      hops: [
        { from: "1.36.0", to: "1.37.11" },
        { from: "1.37.11", to: "1.38.5" },
        { from: "1.38.5", to: "1.39.7" },
      ],
    });
  });

  it("walks from each catalogued release to each newer one without leaving a minor out", () => {
    for (const [start, from] of recommendedReleases.entries()) {
      for (const to of recommendedReleases.slice(start)) {
        const found = upgradePath(from, to, recommendedReleases);
        if (found.kind === "refused") throw new Error(found.message);
        const minors = [from, ...found.hops.map((hop) => hop.to)].map((version) =>
          Number(minorOf(version).split(".")[1]),
        );
        expect(minors).to.deep.equal(minors.map((_, index) => (minors[0] ?? 0) + index));
        expect(found.hops.at(-1)?.to ?? from).to.equal(to);
      }
    }
  });

  it("compares patches as numbers, not as text", () => {
    const found = path("1.36.0", "1.38.5", ["1.36.0", "1.37.4", "1.37.11", "1.38.5"].map(parseVersion));
    expect(found).to.have.nested.property("hops[0].to", "1.37.11");
  });

  it("goes from a patch that nobody lists any more", () => {
    expect(path("1.36.1", "1.37.11")).to.deep.equal({ kind: "path", hops: [{ from: "1.36.1", to: "1.37.11" }] });
  });

  it("goes to a newer patch of the same minor in one hop", () => {
    expect(path("1.39.2", "1.39.7")).to.have.property("hops").with.lengthOf(1);
  });

  for (const [from, to, code] of [
    ["1.39.7", "1.38.5", "downgrade"],
    ["1.36.0", "1.39.8", "unknown-release"],
    ["1.36.0", "1.40.0", "unknown-release"],
  ] as const) {
    it(`refuses ${from} to ${to}: ${code}, and says what is possible`, () => {
      const found = path(from, to);
      expect(found).to.include({ kind: "refused", code });
      expect(found.kind === "refused" && found.fix).to.match(/\S/);
    });
  }

  it("refuses to skip a minor that the catalog lacks", () => {
    const found = path("1.36.0", "1.38.5", ["1.36.0", "1.38.5"].map(parseVersion));
    expect(found).to.include({ kind: "refused", code: "missing-minor" });
  });
});
