import { expect } from "chai";
import type { Finding } from "../../../../model/finding.ts";
import { type FoundAt, planFindings } from "../../../../model/release/plan/planFindings.ts";
import { parseVersion } from "../../../../model/release/version.ts";

const at = (release: string | null, finding: Partial<Finding>): FoundAt => ({
  release: release === null ? null : parseVersion(release),
  finding: { severity: "warning", code: "odd", message: "X is odd.", fix: "Mend X.", ...finding },
});
const messages = (...found: readonly FoundAt[]) => planFindings(found, []).map(({ message }) => message);

describe("findings of a plan", () => {
  it("are said once, for all releases that they are about", () => {
    expect(planFindings([at("1.38.5", {}), at("1.39.7", {}), at("1.39.7", {})], [])).to.deep.equal([
      {
        severity: "warning",
        code: "odd",
        message: "v1.38.5, v1.39.7: X is odd.",
        fix: "Mend X.",
        releases: ["1.38.5", "1.39.7"],
        accepted: false,
      },
    ]);
    expect(messages(...["1.36.0", "1.37.11", "1.38.5", "1.39.7"].map((release) => at(release, {})))).to.deep.equal([
      "4 releases from v1.36.0 to v1.39.7: X is odd.",
    ]);
  });

  it("have the fix of the last release that they are about", () => {
    const found = [at("1.33.5", { fix: "Ask." }), at("1.34.18", { fix: "Choose." })];
    expect(planFindings(found, []).map(({ fix }) => fix)).to.deep.equal(["Choose."]);
  });

  it("name no release twice, and none where they are about the whole", () => {
    expect(messages(at(null, {}), at("1.39.7", { message: "v1.39.7 is odd." }))).to.deep.equal([
      "X is odd.",
      "v1.39.7 is odd.",
    ]);
  });

  it("are told apart by severity, code and words; errors come first", () => {
    const found = [at("1.38.5", {}), at("1.39.7", { severity: "error" }), at("1.39.7", { code: "other" })];
    expect(planFindings(found, []).map(({ severity, code }) => `${severity} ${code}`)).to.deep.equal([
      "error odd",
      "warning odd",
      "warning other",
    ]);
  });

  it("are accepted by name, but for errors and what was one", () => {
    const accepted = (finding: Partial<Finding>) =>
      planFindings([at(null, finding)], ["odd", "deletes-everything"])[0]?.accepted;
    expect(accepted({})).to.equal(true);
    expect(accepted({ code: "other" })).to.equal(false);
    expect(accepted({ severity: "error" })).to.equal(false);
    expect(accepted({ code: "deletes-everything" })).to.equal(false);
  });
});
