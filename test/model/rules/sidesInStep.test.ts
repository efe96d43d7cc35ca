import { expect } from "chai";
import { parseVersion } from "../../../model/release/version.ts";
import { sidesInStep } from "../../../model/rules/sidesInStep.ts";

describe("the two sides of a split", () => {
  const [older, newer] = [parseVersion("1.37.11"), parseVersion("1.38.5")];

  it("are in step with the same release, and where there is no backend yet", () => {
    for (const running of [{ backend: newer, web: newer }, { web: newer }, {}]) {
      expect(sidesInStep("prod", running)).to.equal(undefined);
    }
  });

  it("are not where the web side is still to come", () =>
    expect(sidesInStep("prod", { backend: newer })?.fix).to.include("panther deploy prod"));

  it("are not where a hop has ended between them", () => {
    const found = sidesInStep("prod", { backend: newer, web: older });
    expect(found).to.include({ severity: "warning", code: "sides-out-of-step" });
    expect(found?.message).to.include("v1.38.5").and.include("v1.37.11");
    expect(found?.fix).to.include("panther upgrade prod");
  });
});
