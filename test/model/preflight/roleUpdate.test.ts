import { expect } from "chai";
import { afterUpdate, differing } from "../../../model/preflight/roleUpdate.ts";
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

const allowed = decided("allowed");
const silent = decided("implicitDeny");
const denied = decided("explicitDeny", { policies: ["Old"] });
/** What holds after an update, and of it what was forbidden; `before` left out: nobody may read the old template. */
const updated = (later: SimulatedDecision, was?: SimulatedDecision, before?: SimulatedDecision) =>
  afterUpdate({ later: [later], now: was ? [was] : [], before: before ? [before] : [] });

describe("a role after its update", () => {
  it("may do what its new template says, where the old one's policies said otherwise", () => {
    expect(updated(silent, allowed)).to.deep.equal({ decisions: [silent], freed: [] });
    expect(updated(silent, allowed, allowed)).to.deep.equal({ decisions: [silent], freed: [] });
    expect(updated(allowed, silent, silent)).to.deep.equal({ decisions: [allowed], freed: [] });
    expect(updated(allowed, denied, denied)).to.deep.equal({ decisions: [allowed], freed: [] });
    expect(updated(allowed)).to.deep.equal({ decisions: [allowed], freed: [] });
    const other = decided("explicitDeny", { resource: "arn:aws:s3:::b/a" });
    expect(updated(allowed, other)).to.deep.equal({ decisions: [allowed], freed: [] });
  });

  it("keeps what somebody attached to it besides its template", () => {
    expect(updated(allowed, denied, allowed)).to.deep.equal({ decisions: [denied], freed: [] });
    expect(updated(silent, allowed, silent)).to.deep.equal({ decisions: [allowed], freed: [] });
    expect(updated(denied, allowed, silent)).to.deep.equal({ decisions: [denied], freed: [] });
    // Taken away by hand: the update brings it.
    expect(updated(allowed, silent, allowed)).to.deep.equal({ decisions: [allowed], freed: [] });
  });

  it("is rid of a deny that may be the old template's, which is told", () => {
    expect(updated(allowed, denied)).to.deep.equal({ decisions: [allowed], freed: [denied] });
  });

  it("keeps its boundary, and its organization", () => {
    for (const stays of [
      decided("implicitDeny", { boundary: true }),
      decided("explicitDeny", { boundary: true }),
      decided("implicitDeny", { organization: true }),
    ]) {
      expect(updated(allowed, stays, stays)).to.deep.equal({ decisions: [stays], freed: [] });
    }
    expect(updated(denied, decided("implicitDeny", { boundary: true }))).to.deep.equal({
      decisions: [denied],
      freed: [],
    });
    // The simulator tells of the organization also where it lets through.
    expect(updated(silent, decided("allowed", { organization: true })).decisions).to.deep.equal([silent]);
  });

  it("is asked about the old template where now and later differ", () => {
    const other = decided("allowed", { resource: "arn:aws:s3:::b/a" });
    expect(differing({ later: [allowed, other], now: [silent] })).to.deep.equal([allowed]);
    expect(differing({ later: [allowed], now: [allowed] })).to.deep.equal([]);
  });
});
