import { expect } from "chai";
import { parseVersion, type ReleaseVersion } from "../../../model/release/version.ts";
import { roleChangeProblem, rootChangeProblem } from "../../../model/rules/releaseChange.ts";

const [v1360, v1385, v1397] = ["1.36.0", "1.38.5", "1.39.7"].map(parseVersion) as [
  ReleaseVersion,
  ReleaseVersion,
  ReleaseVersion,
];

describe("a change of release in one update", () => {
  for (const [from, to] of [
    ["1.36.0", "1.36.0"],
    ["1.39.2", "1.39.7"],
    ["1.36.0", "1.37.11"],
  ] as const) {
    it(`may go from ${from} to ${to}`, () =>
      expect(rootChangeProblem(parseVersion(from), parseVersion(to))).to.equal(undefined));
  }

  it("must not leave a minor out", () => {
    expect(rootChangeProblem(v1360, v1385)).to.include("leaves out minors after 1.36");
  });

  it("must not change the major version", () => {
    expect(rootChangeProblem(v1397, parseVersion("2.0.0"))).to.include("leaves out");
  });

  it("must not go back, be it by a patch", () => {
    expect(rootChangeProblem(v1397, v1385)).to.include("older");
    expect(rootChangeProblem(v1397, parseVersion("1.39.2"))).to.include("older");
  });

  it("of the role must not leave a minor out either, but may go back", () => {
    expect(roleChangeProblem(v1360, v1397)).to.include("leaves out minors after 1.36");
    expect(roleChangeProblem(v1397, v1360)).to.equal(undefined);
    expect(roleChangeProblem(v1385, v1397)).to.equal(undefined);
  });
});
