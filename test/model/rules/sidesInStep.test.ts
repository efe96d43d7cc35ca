import { expect } from "chai";
import { parseVersion } from "../../../model/release/version.ts";
import { sidesInStep } from "../../../model/rules/sidesInStep.ts";

describe("the two sides of a split", () => {
  const [older, newer] = [parseVersion("1.37.11"), parseVersion("1.38.5")];

  it("are in step with the same release, and where one does not stand or can't be told", () => {
    for (const running of [{ backend: newer, web: newer }, { backend: newer }, { web: newer }, {}]) {
      expect(sidesInStep("prod", running)).to.equal(undefined);
    }
  });

  it("are not where a hop has ended between them", () => {
    const found = sidesInStep("prod", { backend: newer, web: older });
    expect(found).to.include({ severity: "warning", code: "sides-out-of-step" });
    expect(found?.message).to.include("v1.38.5").and.include("v1.37.11");
    expect(found?.fix).to.include("panther upgrade prod");
  });
});
