import { expect } from "chai";
import { readRunning, runningTagOf, writeRunning } from "../../../../model/environment/stackTags.ts";
import { parseVersion } from "../../../../model/release/version.ts";
import { notKnown } from "../../../../model/rules/policy/facts.ts";
import { minimalFirstDeploy, noSkippedMinor } from "../../../../model/rules/policy/rules/whatRuns.ts";
import { having, role, root, rootComponent, said, web, withParameters } from "./facts.ts";

const running = (release: string) => ({ tags: { "panther:running": release } });
const noTag = ["not-told: What runs is not known: the Pulumi stack has no tag panther:running that says so."];

describe("the tag that says what runs", () => {
  it("is read as it is written", () => {
    for (const release of [undefined, parseVersion("1.38.5")]) {
      const read = readRunning(writeRunning(release));
      expect(read).to.deep.equal(release === undefined ? { kind: "none" } : { kind: "release", release });
    }
    for (const text of [undefined, "", "latest"]) expect(readRunning(text)).to.deep.equal({ kind: "not-told" });
    expect([undefined, "backend", "web"].map((side) => runningTagOf(side as "web"))).to.deep.equal([
      "panther:running",
      "panther:running",
      "panther:web-running",
    ]);
  });
});

describe("policy no-skipped-minor", () => {
  it("passes the same, the next minor, and a first deploy", () => {
    for (const release of ["v1.39.7", "v1.39.0", "1.38.5", "none"]) {
      expect(said(noSkippedMinor, rootComponent, running(release))).to.deep.equal([]);
    }
    expect(said(noSkippedMinor, role, running("v1.2.3"))).to.deep.equal([]);
  });

  it("refuses a minor left out, and a way back, on the component that comes before all else", () => {
    expect(said(noSkippedMinor, rootComponent, running("v1.37.11"))).to.deep.equal([
      "violation: v1.37.11 to v1.39.7 leaves out minors after 1.37.",
    ]);
    expect(said(noSkippedMinor, rootComponent, running("v1.40.0"))[0]).to.include("older than v1.40.0");
    expect(said(noSkippedMinor, root, running("v1.37.11"))).to.deep.equal([]);
    const alone = { ...root, urn: "urn:pulumi:prod::other::aws:cloudformation/stack:Stack::root" };
    expect(said(noSkippedMinor, alone, running("v1.37.11"))).to.have.length(1);
  });

  it("cannot tell without the tag, nor where the release is not known", () => {
    expect(said(noSkippedMinor, rootComponent)).to.deep.equal(noTag);
    const open = having(rootComponent, { templateUrl: notKnown });
    expect(said(noSkippedMinor, open, running("v1.38.5"))).to.deep.equal(["not-told: The release is not known."]);
  });
});

describe("policy minimal-first-deploy", () => {
  it("passes the minimum, what the organisation names, and any update", () => {
    expect(said(minimalFirstDeploy, root, running("none"))).to.deep.equal([]);
    const more = withParameters(root, { VpcID: "vpc-0123456789abcdef0" });
    expect(said(minimalFirstDeploy, more, { ...running("none"), settings: { parameters: ["VpcID"] } })).to.deep.equal(
      [],
    );
    expect(said(minimalFirstDeploy, more, running("v1.39.7"))).to.deep.equal([]);
    const webTag = { tags: { "panther:web-running": "none" } };
    expect(said(minimalFirstDeploy, web, webTag)).to.deep.equal([]);
    expect(said(minimalFirstDeploy, role, running("none"))).to.deep.equal([]);
  });

  it("refuses more, and a first deploy that monitors its own account", () => {
    const more = withParameters(root, { VpcID: "vpc-0123456789abcdef0" });
    expect(said(minimalFirstDeploy, more, running("none"))[0]).to.match(/^violation: .*beyond those are VpcID\.$/);
    expect(said(minimalFirstDeploy, withParameters(root, { OnboardSelf: "true" }), running("none"))).to.have.length(1);
    expect(said(minimalFirstDeploy, having(root, { parameters: undefined }), running("none"))).to.have.length(1);
  });

  it("cannot tell without the tag, nor what is not known yet", () => {
    expect(said(minimalFirstDeploy, root)).to.deep.equal(noTag);
    expect(said(minimalFirstDeploy, having(root, { parameters: notKnown }), running("none"))).to.deep.equal([
      "not-told: The root stack's parameters are not known yet.",
    ]);
    expect(said(minimalFirstDeploy, withParameters(root, { OnboardSelf: notKnown }), running("none"))).to.deep.equal(
      [],
    );
  });
});
