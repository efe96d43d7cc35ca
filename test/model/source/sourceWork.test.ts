import { expect } from "chai";
import { parseVersion } from "../../../model/release/version.ts";
import { shellVariables } from "../../../model/source/shellText.ts";
import { sourceEndOf, sourceExitCodes } from "../../../model/source/sourceExit.ts";
import { commentOf, isOurs, sourceLogGroup } from "../../../model/source/sourceNames.ts";
import { sourceStatus } from "../../../model/source/sourceStatus.ts";
import { answersTo, mageCommands, rootSettingsPlace, type SourceWork } from "../../../model/source/sourceWork.ts";
import { standingFinding } from "../../../model/source/standingSource.ts";

const works: readonly SourceWork[] = ["deploy", "master-deploy", "teardown"];

describe("what a checkout of Panther is told to do", () => {
  it("sets up first, and cleans away what another version has built", () => {
    expect(mageCommands("deploy", { afterOtherVersion: false })).to.deep.equal(["mage setup", "mage deploy"]);
    expect(mageCommands("master-deploy", { afterOtherVersion: true })).to.deep.equal([
      "mage clean setup",
      "mage master:deploy",
    ]);
  });

  it("never runs a test: integration tests erase all data", () => {
    const all = works.flatMap((work) =>
      [true, false].flatMap((afterOtherVersion) => mageCommands(work, { afterOtherVersion })),
    );
    expect(all).to.have.length(12);
    expect(
      all.filter((command) => !/^mage (clean )?(setup|deploy|master:deploy|teardown)$/.test(command)),
    ).to.deep.equal([]);
  });

  it("says yes to a teardown alone, and to its first question alone", () => {
    expect(answersTo("teardown", "a@example.com")).to.deep.equal({ first: "yes", others: "no" });
    expect(answersTo("deploy", "a@example.com")).to.deep.equal({ first: "a@example.com", others: "a@example.com" });
  });

  it("knows where a release takes the root stack's settings from", () => {
    expect(["1.15.3", "1.16.0"].map((version) => rootSettingsPlace(parseVersion(version)))).to.deep.equal([
      "variables",
      "file",
    ]);
  });

  it("finds its own commands by what they say of themselves, in a hundred characters", () => {
    const comment = commentOf("deploy", parseVersion("1.16.0"), "prod");
    expect(comment).to.equal("panther source deploy v1.16.0 prod");
    expect([comment, "somebody's patching"].map(isOurs)).to.deep.equal([true, false]);
    expect(commentOf("teardown", parseVersion("1.16.0"), "e".repeat(200))).to.have.length(100);
  });

  it("keeps its log away from those that a teardown looks for", () => {
    expect(sourceLogGroup("prod")).to.not.match(/^(\/aws\/|panther-)/);
  });

  it("tells credentials that ran out from a failure, by the exit code", () => {
    expect([0, 1, 76, 75, 77, 78, 137].map(sourceEndOf)).to.deep.equal([
      "done",
      "failed",
      "credentials",
      "busy",
      "not-ready",
      "configuration",
      "failed",
    ]);
    expect(Object.values(sourceExitCodes)).to.have.members([75, 76, 77, 78]);
  });

  it("makes one word of whatever a variable holds", () => {
    expect(shellVariables({ A: "it's $(x)", B: "" })).to.equal("export A='it'\\''s $(x)'\nexport B=''");
  });

  it("says of a status what it leaves out", () => {
    expect(sourceStatus("dev")).to.deep.include({ severity: "warning", code: "source-environment" });
  });

  it("keeps to the way in which what stands was deployed", () => {
    const code = (work: SourceWork, standing: Parameters<typeof standingFinding>[1]) =>
      standingFinding(work, standing, { rootStackName: "panther-prod", environment: "prod" })?.code;
    expect(works.map((work) => code(work, "nothing"))).to.deep.equal([undefined, undefined, "source-nothing-stands"]);
    expect(works.map((work) => code(work, "separate"))).to.deep.equal([undefined, "source-other-way", undefined]);
    expect(works.map((work) => code(work, "root"))).to.deep.equal(["source-other-way", undefined, undefined]);
    expect(works.map((work) => code(work, "both"))).to.deep.equal(works.map(() => "source-two-deployments"));
  });
});
