import { expect } from "chai";
import { manualSteps } from "../../../model/release/manualSteps.ts";
import { parseVersion } from "../../../model/release/version.ts";

/** Steps of a way through these releases, `-` for nothing, as `when release code`. */
function steps(way: string, ...names: readonly string[]): readonly string[] {
  const releases = way.split(" ").map((text) => (text === "-" ? null : parseVersion(text)));
  const hops = releases
    .slice(1)
    .map((to, index) => ({ from: releases[index] ?? null, to: to ?? parseVersion("0.0.0") }));
  return manualSteps(hops, names).map(({ when, release, code }) => `${when} ${release} ${code}`);
}

describe("manual steps", () => {
  it("of Snowflake are for those who use it, where the path crosses the release", () => {
    const old = "1.16.4 1.17.4 1.18.8 1.19.5";
    expect(steps(old)).to.deep.equal([]);
    expect(steps(old, "SnowflakeAPISecretARN")).to.deep.equal([
      "before 1.18.8 snowflake-stage-and-pipe-grants",
      "before 1.17.4 snowflake-account-admin",
    ]);
    expect(steps("1.18.8 1.19.5", "SnowflakeAPISecretARN")).to.deep.equal(["before 1.19.5 snowflake-account-admin"]);
    expect(steps("1.24.12 1.25.18", "SnowflakeAPISecretARN")).to.include("before 1.25.18 snowflake-lookups-database");
    expect(steps("1.25.18 1.26.9", "SnowflakeAPISecretARN")).to.deep.equal(["before 1.26.9 snowflake-account-admin"]);
  });

  it("tell of the build where it is new", () => {
    expect(steps("1.21.5 1.22.7 1.23.5")).to.deep.equal(["after 1.22.7 pulumi-build"]);
    expect(steps("1.22.0 1.22.7")).to.deep.equal([]);
  });

  it("ask for the safe patch of v1.34 where the path leaves it out", () => {
    const safe = "safe-patch-of-1-34";
    expect(steps("1.33.5 1.34.10")).to.deep.equal([`before 1.34.10 ${safe}`]);
    expect(steps("1.34.10 1.35.7 1.36.0")).to.deep.equal([`before 1.35.7 ${safe}`]);
    expect(steps("1.34.17 1.34.18 1.35.7")).to.deep.equal([]);
    expect(steps("1.33.5 1.34.18 1.35.7")).to.deep.equal([]);
  });

  it("are none for a first deploy, nor for a release that stays", () => {
    expect(steps("- 1.34.10", "SnowflakeAPISecretARN")).to.deep.equal([]);
    expect(steps("1.34.10 1.34.10", "SnowflakeAPISecretARN")).to.deep.equal([]);
  });

  it("say what to do, and where that is written", () => {
    const hops = [{ from: parseVersion("1.24.12"), to: parseVersion("1.25.18") }];
    const [step] = manualSteps(hops, ["SnowflakeRBACSecretARN"]);
    expect(step).to.have.keys("code", "release", "when", "text", "source");
    expect(step?.text).to.include("PANTHER_LOOKUPS");
    expect(step?.source).to.include("Migrating to Panther v1.25");
  });
});
