import { expect } from "chai";
import { chooseRoleVersion, missingRole } from "../../../model/release/roleVersion.ts";
import { parseVersion } from "../../../model/release/version.ts";

describe("the role's version for a release", () => {
  const published = ["1.38.5", "1.36.0", "1.37.9", "1.37.10", "1.38.4", "1.3.0"].map(parseVersion);

  it("is exactly the release's where that is published, be it older than others", () => {
    expect(chooseRoleVersion(parseVersion("1.38.4"), published)).to.deep.equal({ kind: "exact", version: "1.38.4" });
  });

  it("is else the highest one of the same minor", () => {
    expect(chooseRoleVersion(parseVersion("1.37.11"), published)).to.deep.equal({
      kind: "same-minor",
      version: "1.37.10",
    });
    expect(chooseRoleVersion(parseVersion("1.37.0"), published)).to.include({ version: "1.37.10" });
  });

  it("is missing where the minor has none", () => {
    expect(chooseRoleVersion(parseVersion("1.39.7"), published)).to.deep.equal({ kind: "missing" });
    expect(missingRole(parseVersion("1.39.7"))).to.include({
      code: "role-template-missing",
      message: "No deployment role template of 1.39 is published, so none fits v1.39.7.",
    });
  });

  it("is assumed to be the exact one as long as nobody has looked", () => {
    expect(chooseRoleVersion(parseVersion("1.39.7"))).to.deep.equal({ kind: "assumed", version: "1.39.7" });
  });
});
