import { expect } from "chai";
import { roleChangeProblem, rootChangeProblem } from "../../../model/rules/releaseChange.ts";

const url = (version: string) => `https://panther-enterprise-us-east-1.s3.amazonaws.com/v${version}/panther.yml`;

describe("a change of release in one update", () => {
  for (const [from, to] of [
    ["1.36.0", "1.36.0"],
    ["1.39.2", "1.39.7"],
    ["1.36.0", "1.37.11"],
  ] as const) {
    it(`may go from ${from} to ${to}`, () => expect(rootChangeProblem(url(from), url(to))).to.equal(undefined));
  }

  it("must not leave a minor out", () => {
    expect(rootChangeProblem(url("1.36.0"), url("1.38.5"))).to.include("leaves out minors after 1.36");
  });

  it("must not change the major version", () => {
    expect(rootChangeProblem(url("1.39.7"), url("2.0.0"))).to.include("leaves out");
  });

  it("must not go back, be it by a patch", () => {
    expect(rootChangeProblem(url("1.39.7"), url("1.38.5"))).to.include("older");
    expect(rootChangeProblem(url("1.39.7"), url("1.39.2"))).to.include("older");
  });

  it("is not judged for private templates", () => {
    const custom = "https://mirror.s3.amazonaws.com/custom.yml";
    expect(rootChangeProblem(custom, url("1.39.7"))).to.equal(undefined);
    expect(rootChangeProblem(url("1.36.0"), custom)).to.equal(undefined);
  });

  it("of the role must not leave a minor out either, but may go back", () => {
    const role = (version: string) =>
      `https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v${version}/template.yml`;
    expect(roleChangeProblem(role("1.36.0"), role("1.39.7"))).to.include("leaves out minors after 1.36");
    expect(roleChangeProblem(role("1.39.7"), role("1.36.0"))).to.equal(undefined);
    expect(roleChangeProblem(role("1.36.0"), role("1.37.0"))).to.equal(undefined);
    const latest = role("1.36.0").replace("v1.36.0", "latest");
    expect(roleChangeProblem(role("1.36.0"), latest)).to.equal(undefined);
    expect(roleChangeProblem(latest, role("1.39.7"))).to.equal(undefined);
  });
});
