import { expect } from "chai";
import { lastHop } from "../../../../model/release/plan/lastHop.ts";
import { parseVersion } from "../../../../model/release/version.ts";

const way = ["1.37.11", "1.38.5", "1.39.7"].map(parseVersion);

describe("after which hop an upgrade ends", () => {
  it("is the way's end without a limit, or with one that reaches it", () => {
    for (const limit of [{}, { hops: 3 }, { hops: 99 }, { until: "v1.39.7" }, { until: "1.39" }]) {
      expect(lastHop(way, limit)).to.deep.equal({ kind: "release" });
    }
    expect(lastHop([], { hops: 1, until: "1.39" })).to.deep.equal({ kind: "release" });
  });

  it("is the nearer of two limits", () => {
    expect(lastHop(way, { hops: 1 })).to.deep.equal({ kind: "release", release: "1.37.11" });
    expect(lastHop(way, { until: " v1.38 " })).to.deep.equal({ kind: "release", release: "1.38.5" });
    expect(lastHop(way, { until: "1.38.5", hops: 1 })).to.deep.include({ release: "1.37.11" });
    expect(lastHop(way, { until: "1.37.11", hops: 2 })).to.deep.include({ release: "1.37.11" });
  });

  it("is none that is not on the way, and no number that is none", () => {
    for (const until of ["1.36.0", "1.38.4", "1", "1.3", "newest"]) {
      expect(lastHop(way, { until })).to.deep.equal({ kind: "refused", reason: `${until} is not on the way` });
    }
    for (const hops of [0, -1, 1.5, Number.NaN]) expect(lastHop(way, { hops })).to.have.property("kind", "refused");
  });
});
