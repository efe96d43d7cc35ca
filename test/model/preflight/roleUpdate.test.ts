import { expect } from "chai";
import { afterUpdate } from "../../../model/preflight/roleUpdate.ts";
import type { SimulatedDecision } from "../../../model/preflight/simulation.ts";

const decided = (
  decision: SimulatedDecision["decision"],
  more: Partial<SimulatedDecision> = {},
): SimulatedDecision => ({
  action: "s3:GetObject",
  resource: "*",
  decision,
  boundary: false,
  organization: false,
  policies: [],
  ...more,
});

describe("a role after its update", () => {
  const allowed = decided("allowed");

  it("may do what its new template says, whatever the old one said", () => {
    expect(afterUpdate([decided("implicitDeny")], [allowed]).decisions).to.deep.equal([decided("implicitDeny")]);
    expect(afterUpdate([allowed], [decided("implicitDeny")])).to.deep.equal({ decisions: [allowed], freed: [] });
    expect(afterUpdate([allowed], [])).to.deep.equal({ decisions: [allowed], freed: [] });
    const other = decided("explicitDeny", { resource: "arn:aws:s3:::b/a" });
    expect(afterUpdate([allowed], [other])).to.deep.equal({ decisions: [allowed], freed: [] });
  });

  it("is rid of a deny that the new template does not have, which is told", () => {
    const denied = decided("explicitDeny", { policies: ["Old"] });
    expect(afterUpdate([allowed], [denied])).to.deep.equal({ decisions: [allowed], freed: [denied] });
  });

  it("keeps its boundary, and its organization", () => {
    for (const stays of [
      decided("implicitDeny", { boundary: true }),
      decided("explicitDeny", { boundary: true }),
      decided("implicitDeny", { organization: true }),
    ]) {
      expect(afterUpdate([allowed], [stays])).to.deep.equal({ decisions: [stays], freed: [] });
    }
    // The simulator tells of the organization also where it lets through.
    expect(afterUpdate([allowed], [decided("allowed", { organization: true })]).decisions).to.deep.equal([allowed]);
  });
});
