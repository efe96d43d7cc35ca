import { expect } from "chai";
import { stackFindings } from "../../../../model/release/plan/stackFindings.ts";

const said = (status: string) =>
  stackFindings({ name: "panther-prod", status }).map(({ severity, code }) => `${severity} ${code}`);

describe("the state of a stack, to a plan", () => {
  it("is nothing to speak of where it is settled or not there", () => {
    expect(stackFindings(undefined)).to.deep.equal([]);
    expect(said("UPDATE_ROLLBACK_COMPLETE")).to.deep.equal([]);
  });

  it("is said where it changes, was never whole, or is stuck", () => {
    expect(said("UPDATE_IN_PROGRESS")).to.deep.equal(["warning stack-busy"]);
    expect(said("ROLLBACK_COMPLETE")).to.deep.equal(["warning creation-failed"]);
    expect(said("UPDATE_ROLLBACK_FAILED")).to.deep.equal(["error stack-stuck"]);
    expect(said("REVIEW_IN_PROGRESS")).to.deep.equal(["error stack-stuck"]);
    const [found] = stackFindings({ name: "panther-prod", status: "UPDATE_ROLLBACK_FAILED" });
    expect(found?.message).to.include("panther-prod is UPDATE_ROLLBACK_FAILED");
  });
});
