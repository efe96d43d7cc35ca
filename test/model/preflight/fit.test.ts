import { expect } from "chai";
import { certificateObservations } from "../../../model/preflight/certificate.ts";
import { type NetworkFacts, type NetworkValues, networkObservations } from "../../../model/preflight/network.ts";
import { checkOfFinding, plannedObservations } from "../../../model/preflight/plannedFindings.ts";
import { countOf, quotaObservation, reservationObservation, reservedBy } from "../../../model/preflight/quotas.ts";
import { deployedRoleObservation, existingRoleObservation } from "../../../model/preflight/roleFit.ts";
import { parseVersion } from "../../../model/release/version.ts";

const verdicts = (list: readonly { readonly verdict: string }[]) => list.map(({ verdict }) => verdict);

describe("what a plan found", () => {
  const finding = (code: string, severity: "error" | "warning", accepted = false) =>
    ({ code, severity, accepted, message: "m", fix: "f" }) as const;

  it("is told by the check that it belongs to", () => {
    expect(
      [
        "runtime-deprecated",
        "recordal-needed",
        "stack-stuck",
        "nested-limit",
        "nested-template-not-checked",
        "downgrade",
      ].map(checkOfFinding),
    ).to.deep.equal(["runtimes", "icp-recordal", "stack-states", "parameters", "parameters", "plan"]);
    const findings = [finding("nested-limit", "error"), finding("without-effect", "warning")];
    expect(verdicts(plannedObservations("parameters", findings, false))).to.deep.equal(["failure", "warning"]);
    expect(verdicts(plannedObservations("plan", findings, false))).to.deep.equal(["pass"]);
    expect(
      verdicts(plannedObservations("parameters", [finding("without-effect", "warning", true)], false)),
    ).to.deep.equal(["pass"]);
  });

  it("fails a first deploy where a runtime can't be created, and warns of it where functions stand", () => {
    const findings = [finding("runtime-not-creatable", "warning")];
    expect(verdicts(plannedObservations("runtimes", findings, true))).to.deep.equal(["failure"]);
    expect(verdicts(plannedObservations("runtimes", findings, false))).to.deep.equal(["warning"]);
  });
});

describe("a certificate", () => {
  const now = new Date("2026-11-21T00:00:00Z");
  const in60Days = new Date("2027-01-20T00:00:00Z");
  const good = { status: "ISSUED", ends: in60Days, domains: ["*.example.com"] };
  const look = (more: Partial<Parameters<typeof certificateObservations>[0]>, customDomain = "panther.example.com") =>
    certificateObservations({ ...good, ...more }, { customDomain, now });

  it("is issued, for the domain and not about to end", () => {
    expect(verdicts(look({}))).to.deep.equal(["pass"]);
    expect(verdicts(look({}, ""))).to.deep.equal(["pass"]);
    expect(verdicts(look({ domains: ["Panther.example.com"] }))).to.deep.equal(["pass"]);
    expect(verdicts(certificateObservations({ domains: [] }, { customDomain: "a.b", now }))).to.deep.equal(["pass"]);
  });

  it("fails where it is not issued, ended, or for another host", () => {
    expect(look({ status: "PENDING_VALIDATION" })[0]?.message).to.include("PENDING_VALIDATION");
    expect(look({ ends: new Date("2026-11-11") })[0]?.message).to.include("ended 10 days ago");
    expect(verdicts(look({ ends: new Date("2026-12-01") }))).to.deep.equal(["warning"]);
    expect(verdicts(look({}, "a.panther.example.com"))).to.deep.equal(["failure"]);
    expect(verdicts(look({ domains: ["example.com"] }))).to.deep.equal(["failure"]);
  });
});

describe("a network", () => {
  const facts: NetworkFacts = {
    vpc: { ranges: ["10.0.0.0/16", "odd"] },
    subnets: [
      { id: "subnet-1", range: "10.0.1.0/24", zone: "a" },
      { id: "subnet-2", range: "10.0.2.0/24", zone: "b" },
      { id: "subnet-3", range: "", zone: "a" },
    ],
    groups: ["sg-1"],
  };
  const values: NetworkValues = { vpcId: "vpc-1", subnetIds: {}, securityGroupId: "sg-1", ranges: {} };
  const look = (more: Partial<NetworkValues>, seen: NetworkFacts = facts) =>
    networkObservations({ ...values, ...more }, seen);
  const range = (text: string) => look({ ranges: { AirgapSubnetOneIPRange: text } });

  it("fits", () => {
    const subnetIds = { SubnetOneID: "subnet-1", SubnetTwoID: "subnet-2" };
    expect(verdicts(look({ subnetIds, ranges: { A: "10.0.9.0/26", B: "no range" } }))).to.deep.equal(["pass"]);
    expect(verdicts(look({ securityGroupId: "", subnetIds: { SubnetOneID: "" } }))).to.deep.equal(["pass"]);
  });

  it("fails where something is not there or of another VPC", () => {
    expect(look({}, { subnets: [], groups: [] })[0]?.message).to.include("There is no VPC vpc-1");
    expect(verdicts(look({ subnetIds: { SubnetOneID: "subnet-9" }, securityGroupId: "sg-9" }))).to.deep.equal([
      "failure",
      "failure",
    ]);
    expect(look({ subnetIds: { SubnetOneID: "subnet-1", SubnetTwoID: "subnet-3" } })[0]?.message).to.equal(
      "Both subnets are in a.",
    );
  });

  it("fails where a range is outside or taken, and warns of one that may be Panther's own", () => {
    expect(range("192.168.0.0/26")[0]?.message).to.include("is not inside the VPC (10.0.0.0/16, odd)");
    expect(range("10.0.1.64/26")[0]).to.deep.include({ verdict: "failure", evidence: ["subnet-1 has 10.0.1.0/24"] });
    expect(verdicts(range("10.0.2.0/24"))).to.deep.equal(["warning"]);
  });
});

describe("quotas", () => {
  const use = { things: "VPCs", needed: 1, limit: 5 };

  it("leave room, hardly, or none", () => {
    expect(quotaObservation({ ...use, used: 3 }).verdict).to.equal("pass");
    expect(quotaObservation({ ...use, used: 4 }).verdict).to.equal("warning");
    expect(quotaObservation({ ...use, used: 5 })).to.include({
      verdict: "failure",
      message: "VPCs: 5 of 5 are used, and the release makes 1.",
    });
  });

  it("are told of concurrent executions by what Lambda wants left", () => {
    expect(reservationObservation(70, 170).verdict).to.equal("pass");
    expect(reservationObservation(70, 169)).to.include({
      verdict: "failure",
      message:
        "concurrent executions of Lambda: 169 are not reserved, and the release reserves 70. 100 have to be left.",
    });
    const of = (type: string, ReservedConcurrentExecutions?: unknown) => ({
      type,
      properties: { ReservedConcurrentExecutions },
      path: [],
      known: { template: {}, values: new Map() },
    });
    const all = [
      of("AWS::Serverless::Function", "5"),
      of("AWS::Lambda::Function", 2),
      of("AWS::Lambda::Function", { "Fn::GetAtt": ["X", "Y"] }),
      of("AWS::Lambda::Function"),
      of("AWS::Other", 7),
    ];
    expect(reservedBy(all)).to.equal(7);
  });

  it("count a role for each of SAM's functions without one", () => {
    const resource = (type: string, properties = {}) =>
      ({ type, properties, path: [], known: { template: {}, values: new Map() } }) as const;
    const all = [
      resource("AWS::IAM::Role"),
      resource("AWS::Serverless::Function"),
      resource("AWS::Serverless::Function", { Role: "arn" }),
    ];
    expect(countOf(all, "AWS::IAM::Role")).to.equal(2);
    expect(countOf(all, "AWS::EC2::VPC")).to.equal(0);
  });
});

describe("the deployment role", () => {
  const [v37, v38, v39] = ["1.37.0", "1.38.5", "1.39.7"].map(parseVersion);
  if (!v37 || !v38 || !v39) throw new Error("versions");
  const published = (version: typeof v37) => ({ kind: "published", version }) as const;

  it("is of the release, behind it, changed by somebody, or not to be told", () => {
    expect(deployedRoleObservation(published(v39), { wanted: v39, running: v38 }).message).to.equal(
      "The role is v1.39.7.",
    );
    const behind = deployedRoleObservation(published(v38), { wanted: v39, running: v38 });
    expect(behind).to.include({ verdict: "pass" });
    expect(behind.message).to.include("updated before");
    expect(deployedRoleObservation(published(v37), { wanted: v39, running: v38 }).verdict).to.equal("warning");
    expect(deployedRoleObservation({ kind: "other" }, { wanted: v39 }).verdict).to.equal("warning");
    expect(deployedRoleObservation({ kind: "unknown", reason: "x" }, { wanted: v39 }).verdict).to.equal(
      "could-not-tell",
    );
  });

  it("of somebody else is there, and open to CloudFormation", () => {
    expect(existingRoleObservation("arn", undefined).message).to.equal("There is no role arn.");
    expect(existingRoleObservation("arn", '{"Service":"ec2.amazonaws.com"}').verdict).to.equal("failure");
    expect(existingRoleObservation("arn", '{"Service":"cloudformation.amazonaws.com"}').verdict).to.equal("pass");
  });
});
