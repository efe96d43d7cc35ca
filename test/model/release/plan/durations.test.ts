import { expect } from "chai";
import { estimate } from "../../../../model/release/plan/durations.ts";
import { parseVersion } from "../../../../model/release/version.ts";

const hops = ["1.38.5", "1.39.7"].map((to) => ({ to: parseVersion(to) }));
const took = (step: string, release: string, seconds: number) => ({ step, release, seconds });

describe("how long hops will take", () => {
  it("is not known before any run", () => {
    expect(estimate(hops, [])).to.deep.equal({ hops: [null, null], seconds: null });
    expect(estimate([], [took("root", "1.38.5", 5)])).to.deep.equal({ hops: [], seconds: null });
  });

  it("is the last time of each step: the same release's first, else any", () => {
    const durations = [
      took("root", "1.38.5", 100),
      took("root", "1.38.5", 200),
      took("root", "1.37.11", 900),
      took("build", "1.38.5", 30),
      took("build", "1.37.11", 40),
    ];
    expect(estimate(hops, durations)).to.deep.equal({ hops: [230, 940], seconds: 1170 });
  });
});
