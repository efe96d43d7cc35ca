import { expect } from "chai";
import { roleParameters } from "../../../../model/release/parameters/catalog/role.ts";
import {
  documentedParameter,
  notParameters,
  rootParameters,
  rootParametersOf,
} from "../../../../model/release/parameters/catalog.ts";
import { parseVersion } from "../../../../model/release/version.ts";
import { codesOf } from "./edges.ts";

const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:x";
// Written from the documents, not from the catalog: name, values that are taken, values that are not and why.
const byHand: readonly (readonly [string, readonly string[], readonly string[], string])[] = [
  ["DataLakeForwarderMemory", ["256", "257", "2047", "2048"], ["255", "0"], "below-minimum"],
  ["DataLakeForwarderMemory", [], ["2049", "1e9"], "above-maximum"],
  ["MaxLookupTableCompressedSizeMB", ["400", "399", "0"], ["401"], "above-maximum"],
  ["CloudSecurityScanSegments", ["5", "6"], ["4"], "below-minimum"],
  ["ReplayAPIReservedConcurrency", ["0", "1"], ["-1"], "below-minimum"],
  ["PantherAuditLogsExpirationDays", ["30", "31", "1825"], ["29"], "below-minimum"],
  ["SnapshotPollerLambdaMemorySize", ["1024", "10240"], ["10241"], "above-maximum"],
  ["SnapshotPollerLambdaMemorySize", ["1025"], ["1023"], "below-minimum"],
  ["SnowflakeDDLUpdateConcurrency", ["100"], ["101"], "above-maximum"],
  ["LogProcessorLambdaSQSReadBatchSize", ["1", "10"], ["11"], "above-maximum"],
  ["LogProcessorLambdaMemorySize", ["256", "10240"], ["255"], "below-minimum"],
  ["SlowRuleMaxUtilization", ["1"], ["0"], "below-minimum"],
  ["SlowRuleMaxUtilization", ["1.5", "+2"], ["", "ten", "0x10", "1e999", " 5", "Infinity"], "not-a-number"],
  ["CompanyDisplayName", ["A", "AB"], [""], "too-short"],
  ["OnboardSelf", ["true", "false"], ["True", "yes", "", "1"], "not-allowed"],
  ["PythonRuntime", ["python3.7", "python3.9"], ["python3.8"], "not-allowed"],
  ["DatadogExtensionVersion", ["21", "22"], ["23", "22.0"], "not-allowed"],
  ["SegmentEnvironment", ["", "dev", "staging", "prod"], ["test"], "not-allowed"],
  ["TracingMode", ["", "Active", "PassThrough"], ["active"], "not-allowed"],
  ["KvTableBillingMode", ["PROVISIONED"], ["ON_DEMAND"], "not-allowed"],
  ["FirstUserEmail", ["a.b+c@x-y.example.org"], ["a@b", "@b.co", "a b@c.de", "a@b.co\n"], "pattern-mismatch"],
  ["VpcID", ["", "vpc-1234"], ["vpc-123", "vpc-XYZ1", "1234"], "pattern-mismatch"],
  ["SecurityGroupID", ["sg-0123456789"], ["sg-012345678"], "pattern-mismatch"],
  ["CustomDomain", ["", "panther.example.org"], ["panther.example.org/", "https://x.org"], "pattern-mismatch"],
  [
    "SubnetOneIPRange",
    ["10.0.0.0/8", "255.255.255.255/32"],
    ["10.0.0.0", "10.0.0.0/33", "256.0.0.0/8"],
    "pattern-mismatch",
  ],
  ["AirgapSubnetOneIPRange", ["10.0.0.0/25"], ["10x0x0x0/25"], "not-an-ip-range"],
  ["DatadogAppKeySecretArn", ["", secretArn], ["key", `${secretArn} `], "pattern-mismatch"],
  // Region patterns of the releases know no us-gov-west-1.
  [
    "SnowflakeRBACSecretARN",
    [],
    [secretArn.replace("aws:s", "aws-us-gov:s").replace("us-east", "us-gov-west")],
    "pattern-mismatch",
  ],
  ["DataReplicationBucketName", ["arn:aws:s3:::bucket"], ["bucket"], "pattern-mismatch"],
  ["AccessLogsBucketName", ["abc"], ["ab", "Bucket"], "pattern-mismatch"],
  ["SupportRoleIdentityAccountId", ["", "012345678901"], ["12345678901", "1234567890123"], "not-an-account-id"],
  [
    "CloudWatchLogRetentionDays",
    "1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653".split(" "),
    ["2", "4", "13", "364", "366", "546", "3652", "3654"],
    "unsupported-by-aws",
  ],
  ["AccessLogsBucketName", ["", "a".repeat(62), "a".repeat(63)], ["aa", "a".repeat(64)], "pattern-mismatch"],
  ["LayerVersionArns", ["", "a,b,c", "a, b ,c"], ["a,b,c,d"], "too-many-items"],
];

describe("the catalog of parameters", () => {
  for (const [name, taken, refused, code] of byHand) {
    it(`${name}: ${code}`, () => {
      for (const value of taken) expect(codesOf(name, { [name]: value }), value).to.not.include(code);
      for (const value of refused) expect(codesOf(name, { [name]: value }), value).to.include(code);
    });
  }

  for (const { name, minValue, maxValue, minLength, allowedValues, form } of [...rootParameters, ...roleParameters]) {
    it(`${name} at, just inside and just outside its limits`, () => {
      const expectEdge = (edge: number | undefined, inside: number, outside: number, code: string) => {
        if (edge === undefined) return;
        for (const value of [edge, edge + inside]) {
          expect(codesOf(name, { [name]: String(value) }), String(value)).to.not.include(code);
        }
        for (const value of [edge + outside, edge + outside / 1000]) {
          expect(codesOf(name, { [name]: String(value) }), String(value)).to.include(code);
        }
      };
      expectEdge(minValue, 1, -1, "below-minimum");
      expectEdge(maxValue, -1, 1, "above-maximum");
      if (minLength !== undefined) {
        expect(codesOf(name, { [name]: "x".repeat(minLength - 1) })).to.include("too-short");
        expect(codesOf(name, { [name]: "x".repeat(minLength) })).to.not.include("too-short");
      }
      for (const value of allowedValues ?? []) expect(codesOf(name, { [name]: value })).to.not.include("not-allowed");
      if (allowedValues) expect(codesOf(name, { [name]: `${allowedValues[1]}x` })).to.include("not-allowed");
      if (form === "ip-range") expect(codesOf(name, { [name]: "1.2.3.4/33" })).to.include("pattern-mismatch");
    });
  }

  it("has every parameter of the documentation's page once, and names what is none", () => {
    const names = rootParameters.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    expect(names).to.include.members([
      "FirstUserEmail",
      "PulumiSecretKeyArn",
      "MaxLookupTableCompressedSizeMB",
      "DatadogAppKeySecretArn",
      "SnowflakeRBACSecretARN",
      "SlowRuleMaxUtilization",
      "EnableMicrosoftGraphPuller",
      "DynamoDBCloudtrailEnabled",
      "LoadBalancerSecurityGroupCidr",
    ]);
    expect(names).to.not.include("Segment");
    expect([...notParameters.keys()]).to.deep.equal(["Segment"]);
  });

  it("requires three parameters, and hides one secret", () => {
    const withFlag = (flag: "required" | "secret") => rootParameters.filter((one) => one[flag]).map(({ name }) => name);
    expect(withFlag("required")).to.deep.equal(["FirstUserEmail", "PulumiSecretArn", "PulumiSecretKeyArn"]);
    expect(withFlag("secret")).to.deep.equal(["DatadogAPIKey"]);
  });

  it("reads the documentation's misprint \" as blank, and blank as a value of its own", () => {
    for (const name of ["DatadogAPIKeySecretArn", "DatadogAppKeySecretArn"]) {
      expect(documentedParameter(name)).to.include({ default: "" });
    }
    expect(documentedParameter("SentryEnvironment")).to.include({
      default: "prod",
      blank: "nothing is sent to Sentry",
    });
    expect(documentedParameter("SupportRoleIdentityAccountId")).to.not.have.property("default");
  });

  it("knows which release has what", () => {
    const names = (version: string) => rootParametersOf(parseVersion(version)).map(({ name }) => name);
    expect(names("1.36.0")).to.include("SlowRuleMaxDuration").and.not.include("SlowRuleMaxUtilization");
    expect(names("1.39.7")).to.include("SlowRuleMaxUtilization").and.not.include("SlowRuleMaxDuration");
    expect(names("1.32.7")).to.include("LogProcessorGzipLevel").and.not.include("EnableReplays");
    expect(names("1.33.0")).to.include("EnableReplays").and.not.include("LogProcessorGzipLevel");
    expect(names("1.21.9")).to.not.include("PulumiSecretArn");
  });

  it("counts as many parameters as the published root templates have", () => {
    const published = {
      "1.4.0": 22,
      "1.5.0": 22,
      "1.6.0": 23,
      "1.9.0": 24,
      "1.10.1": 28,
      "1.12.1": 27,
      "1.13.0": 28,
      "1.15.3": 31,
      "1.16.0": 38,
    };
    for (const [version, count] of Object.entries(published)) {
      const known = rootParametersOf(parseVersion(version)).filter(({ since }) => since !== undefined);
      expect(known, version).to.have.lengthOf(count);
    }
  });
});
