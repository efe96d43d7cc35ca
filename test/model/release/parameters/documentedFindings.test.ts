import { expect } from "chai";
import { documentedFindings } from "../../../../model/release/parameters/documentedFindings.ts";
import type { ParameterValues } from "../../../../model/release/parameters/settings.ts";
import { parseVersion } from "../../../../model/release/version.ts";
import { requiredValues } from "./edges.ts";

const said = (version: string, values: ParameterValues) =>
  documentedFindings({ values: { ...requiredValues, ...values }, release: parseVersion(version) }).map(
    ({ severity, code, parameter }) => `${severity} ${code} ${parameter}`,
  );

describe("what the documentation alone says of parameters", () => {
  it("is an error where limits of a documented release are broken", () => {
    expect(said("1.39.7", {})).to.deep.equal([]);
    expect(said("1.39.7", { OnboardSelf: "x" })).to.deep.equal(["error not-allowed OnboardSelf"]);
    expect(said("1.39.7", { FirstUserEmail: undefined })).to.deep.equal(["error missing-required FirstUserEmail"]);
  });

  it("counts every patch of a documented minor as documented, and those of older minors", () => {
    expect(said("1.39.99", { OnboardSelf: "x" })).to.deep.equal(["error not-allowed OnboardSelf"]);
    expect(said("1.22.0", { OnboardSelf: "x" })).to.deep.equal(["error not-allowed OnboardSelf"]);
  });

  it("is a warning where a newer release may have changed the limits, but not where AWS refuses", () => {
    expect(said("1.40.0", { OnboardSelf: "x", FirstUserEmail: "" })).to.have.members([
      "warning not-allowed OnboardSelf",
      "warning blank-required FirstUserEmail",
    ]);
    const capacities = { CloudSecurityMinReadCapacity: "2", CloudSecurityMaxReadCapacity: "1" };
    expect(said("1.40.0", capacities)).to.include("error minimum-above-maximum CloudSecurityMinReadCapacity");
  });

  it("leaves it to the template which parameters there are", () => {
    expect(said("1.39.7", { SlowRuleMaxDuration: "7" })).to.deep.equal([
      "warning removed-parameter SlowRuleMaxDuration",
    ]);
    expect(said("1.32.7", { EnableReplays: "true" })).to.deep.equal([
      "warning parameter-of-other-release EnableReplays",
    ]);
    expect(said("1.39.7", { Nonsense: "x" })).to.deep.equal([]);
    expect(said("1.39.7", { Segment: "x" })).to.deep.equal(["error not-a-parameter Segment"]);
  });
});
