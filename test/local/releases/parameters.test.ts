import { expect } from "chai";
import { releaseVersions } from "../../../local/releases/releases.ts";
import { readRelease } from "./reading.ts";

type Declarations = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const declared = (minor: number): Declarations => {
  const version = releaseVersions.find((candidate) => candidate.startsWith(`1.${minor}.`)) ?? "";
  return readRelease(version).template.Parameters ?? {};
};
const required = (minor: number): readonly string[] =>
  Object.entries(declared(minor)).flatMap(([name, declaration]) => ("Default" in declaration ? [] : [name]));
const changed = (
  from: number,
  to: number,
): { readonly added: readonly string[]; readonly removed: readonly string[] } => {
  const [before, after] = [Object.keys(declared(from)), Object.keys(declared(to))];
  return {
    added: after.filter((name) => !before.includes(name)).sort(),
    removed: before.filter((name) => !after.includes(name)),
  };
};

describe("parameters of generated releases", () => {
  it("appear and disappear as the documentation's own history has it", () => {
    const nothing = { added: [], removed: [] };
    expect(changed(27, 28)).to.deep.equal(nothing);
    expect(changed(28, 29).added).to.deep.equal(["DataLakeForwarderMemory", "LogProcessorGzipLevel"]);
    expect(changed(29, 30).added).to.deep.equal(["MaxLookupTableCompressedSizeMB"]);
    expect(changed(32, 33).removed).to.deep.equal(["LogProcessorGzipLevel"]);
    expect(changed(33, 34).added).to.deep.equal([
      "PythonRuntime",
      "ReplayProcessorReservedConcurrency",
      "SnapshotPollerLambdaMemorySize",
    ]);
    expect(changed(35, 36).added).to.deep.equal(["EnableAlertsGSIThree"]);
    expect(changed(36, 37).added).to.deep.equal(["EnableFips"]);
    expect(changed(37, 38)).to.deep.equal(nothing);
    expect(changed(38, 39).removed).to.deep.equal(["SlowRuleMaxDuration"]);
    expect(changed(38, 39).added).to.include("SlowRuleMaxUtilization").and.to.have.lengthOf(8);
  });

  it("are required as follows", () => {
    const always = ["FirstUserEmail", "PulumiSecretArn", "PulumiSecretKeyArn"];
    expect(required(25)).to.deep.equal(always);
    expect(required(26)).to.deep.equal([...always, "LoadBalancerSecurityGroupCidr"]);
    expect(required(36)).to.deep.equal(always);
    expect(required(37)).to.deep.equal(always);
    expect(required(38)).to.have.members([...always, "CompanyDisplayName"]);
    expect(required(39)).to.have.members([...always, "CompanyDisplayName"]);
  });

  it("change their default between releases", () => {
    const initial = (minor: number, name: string): unknown => declared(minor)[name]?.Default;
    expect([initial(36, "DatadogExtensionVersion"), initial(37, "DatadogExtensionVersion")]).to.deep.equal([
      "21",
      "22",
    ]);
    expect([initial(37, "ReplayAPIReservedConcurrency"), initial(38, "ReplayAPIReservedConcurrency")]).to.deep.equal([
      20, 40,
    ]);
  });

  it("have a default that their own limits accept, in every release", () => {
    for (const version of releaseVersions) {
      for (const [name, { Default: initial, AllowedPattern, AllowedValues, MinValue, MaxValue }] of Object.entries(
        readRelease(version).template.Parameters ?? {},
      )) {
        if (initial === undefined) continue;
        if (AllowedPattern) expect(String(initial), name).to.match(new RegExp(String(AllowedPattern)));
        if (AllowedValues) expect(AllowedValues, name).to.include(initial);
        if (MinValue !== undefined) expect(initial, name).to.be.at.least(Number(MinValue));
        if (MaxValue !== undefined) expect(initial, name).to.be.at.most(Number(MaxValue));
      }
    }
  });

  it("are stricter in a nested stack than in the root", () => {
    const { template, children } = readRelease("1.36.0");
    expect(template.Parameters?.CloudSecurityMemory).to.include({ MinValue: 256 }).and.to.not.have.property("MaxValue");
    expect(children.CloudSecurity?.template.Parameters?.CloudSecurityMemory).to.include({
      MinValue: 256,
      MaxValue: 2048,
    });
  });

  it("hide one secret", () => {
    const hidden = Object.entries(declared(39)).flatMap(([name, { NoEcho }]) => (NoEcho === true ? [name] : []));
    expect(hidden).to.deep.equal(["DatadogAPIKey"]);
  });
});
