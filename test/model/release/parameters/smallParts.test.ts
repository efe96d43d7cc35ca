import { expect } from "chai";
import { documentedParameter } from "../../../../model/release/parameters/catalog.ts";
import { closest } from "../../../../model/release/parameters/closest.ts";
import {
  defaultInWords,
  limitsInWords,
  parameterReference,
  releasesInWords,
} from "../../../../model/release/parameters/describe.ts";
import type { DocumentedParameter } from "../../../../model/release/parameters/documented.ts";
import { overlap, parseIpRange } from "../../../../model/release/parameters/ipRange.ts";
import { matchPattern } from "../../../../model/release/parameters/pattern.ts";

const known = (name: string): DocumentedParameter => {
  const found = documentedParameter(name);
  if (!found) throw new Error(`${name} is not documented`);
  return found;
};

describe("parseIpRange", () => {
  it("gives the first and last address", () => {
    expect(parseIpRange("0.0.0.0/0")).to.deep.equal({ first: 0, last: 2 ** 32 - 1, prefix: 0 });
    expect(parseIpRange("10.0.0.77/26")).to.deep.equal({ first: 167772224, last: 167772287, prefix: 26 });
    expect(parseIpRange("255.255.255.255/32")).to.deep.equal({ first: 2 ** 32 - 1, last: 2 ** 32 - 1, prefix: 32 });
  });

  it("knows what is no range", () => {
    for (const text of [
      "10.0.0.0",
      " 10.0.0.0/8",
      "10.0.0.0/8 ",
      "10.0.0.0/260",
      "10.0.0.0/33",
      "10.0.0.256/8",
      "10.0.0/8",
      "a.b.c.d/8",
      "10x0x0x0/8",
      "",
    ]) {
      expect(parseIpRange(text), text).to.equal(undefined);
    }
  });

  it("lets neighbours be", () => {
    const overlapping = (a: string, b: string) => {
      const [one, other] = [parseIpRange(a), parseIpRange(b)];
      return one && other && [overlap(one, other), overlap(other, one)];
    };
    expect(overlapping("10.0.0.0/26", "10.0.0.64/26")).to.deep.equal([false, false]);
    expect(overlapping("10.0.0.0/26", "10.0.0.63/32")).to.deep.equal([true, true]);
    expect(overlapping("10.0.0.0/25", "10.0.0.64/26")).to.deep.equal([true, true]);
  });
});

describe("closest", () => {
  it("finds the name that was meant, or none", () => {
    const names = ["OnboardSelf", "EnableFips", "SubnetOneID", "SubnetTwoID"];
    expect(closest("onboardself", names)).to.equal("OnboardSelf");
    expect(closest("OnbordSelf", names)).to.equal("OnboardSelf");
    expect(closest("SubnetTwoId", names)).to.equal("SubnetTwoID");
    for (const text of ["VpcI", "VpcIDs", "VpxID", "pcID", "VVpcID"])
      expect(closest(text, ["VpcID"]), text).to.equal("VpcID");
    for (const text of ["Vpc", "VpcIDxx", "VxxID", "xxVpcID"])
      expect(closest(text, ["VpcID"]), text).to.equal(undefined);
    expect(closest("EnabFips", names)).to.equal("EnableFips");
    expect(closest("VpcID3", ["VpcID1", "VpcID2"])).to.equal("VpcID1");
    expect(closest("EnableReports", names)).to.equal(undefined);
    expect(closest("x", [""])).to.equal("");
  });
});

describe("matchPattern", () => {
  it("wants the whole value to match, as Java does", () => {
    expect(matchPattern("a|b", "ab")).to.equal("no");
    expect(matchPattern("^a$|b", "b")).to.equal("yes");
    expect(matchPattern("a", "a\n")).to.equal("no");
    expect(matchPattern("(?i)AB", "ab")).to.equal("yes");
    expect(matchPattern("AB", "ab")).to.equal("no");
  });

  it("says so where JavaScript reads a pattern differently", () => {
    for (const pattern of ["\\p{Alpha}", "a++", "\\Qa\\E", "(?i:a)", "(", "a(?s)b"]) {
      expect(matchPattern(pattern, "a"), pattern).to.equal("unknown");
    }
  });
});

describe("parameters in words", () => {
  it("name limits, default and releases", () => {
    expect(limitsInWords(known("DataLakeForwarderMemory"))).to.deep.equal(["256 to 2048"]);
    expect(limitsInWords(known("MaxLookupTableCompressedSizeMB"))).to.deep.equal(["at most 400"]);
    expect(limitsInWords(known("CompanyDisplayName"))).to.deep.equal(["at least 1 character"]);
    expect(limitsInWords({ ...known("CompanyDisplayName"), minLength: 2, maxLength: 3 })).to.deep.equal([
      "2 to 3 characters",
    ]);
    expect(limitsInWords({ ...known("CompanyDisplayName"), minLength: 2 })).to.deep.equal(["at least 2 characters"]);
    expect(limitsInWords(known("SegmentEnvironment"))).to.deep.equal(["one of blank, dev, staging, prod"]);
    expect(limitsInWords(known("LayerVersionArns"))).to.deep.equal([
      "at most 3 items",
      "an ARN of the deployment's region",
    ]);
    expect(limitsInWords(known("OpsAccountId"))).to.deep.equal(["an AWS account ID of 12 digits"]);
    expect(limitsInWords(known("SentryEnvironment"))).to.deep.equal([]);
    expect(
      ["FirstUserEmail", "SnowflakeAPISecretARN", "VpcID", "OnboardSelf"].map((name) => defaultInWords(known(name))),
    ).to.deep.equal(["required", "default not documented", "default blank", "default true"]);
    expect(releasesInWords(known("SlowRuleMaxDuration"))).to.equal("since v1.35, until before v1.39");
    expect(releasesInWords(known("SentryEnvironment"))).to.equal("");
    expect(parameterReference(known("FirstUserEmail"))).to.include({ default: null, required: true });
    expect(parameterReference(known("VpcID"))).to.include({ default: "", required: false });
  });
});
