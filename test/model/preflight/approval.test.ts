import { expect } from "chai";
import { roleReadsObservation, unreadableObservation } from "../../../model/preflight/approval.ts";
import { deniedLines, type SimulatedDecision } from "../../../model/preflight/simulation.ts";

const place = { accountId: "123456789012", region: "eu-west-1", release: "1.39.7", ofPanther: true };
const refused = { code: "template-unavailable", message: "The template x can't be read: Access Denied", fix: "Check." };
const decided = (
  resource: string,
  decision: SimulatedDecision["decision"],
  more: Partial<SimulatedDecision> = {},
): SimulatedDecision => ({
  action: "s3:GetObject",
  resource,
  decision,
  boundary: false,
  organization: false,
  policies: [],
  ...more,
});

describe("a template that can't be read", () => {
  it("is for Panther to open, with account and region ready to paste", () => {
    const { verdict, who, fix, evidence } = unreadableObservation(refused, place);
    expect({ verdict, who }).to.deep.equal({ verdict: "failure", who: "Panther" });
    expect(fix?.split("\n").slice(1)).to.deep.equal([
      "AWS account ID: 123456789012",
      "AWS region: eu-west-1",
      "Panther release: v1.39.7",
    ]);
    expect(evidence).to.deep.equal([refused.message]);
  });

  it("is the caller's own where it lies in a bucket of theirs, or is not there", () => {
    expect(unreadableObservation(refused, { ...place, ofPanther: false })).to.include({ who: "you", fix: "Check." });
    expect(unreadableObservation({ ...refused, code: "release-not-published" }, place).who).to.equal("you");
  });
});

describe("a simulated role", () => {
  it("may read all, or is told what not", () => {
    expect(roleReadsObservation(1, [decided("arn:aws:s3:::b/a", "allowed")])).to.deep.equal({
      verdict: "pass",
      message: "The role may read all 1 objects of the release, by its own policies.",
    });
    expect(roleReadsObservation(2, [decided("arn:aws:s3:::b/a", "allowed")]).message).to.equal(
      "The role may read 1 of the 2 objects of the release, by its own policies.",
    );
    const { verdict, message, evidence } = roleReadsObservation(2, [
      decided("arn:aws:s3:::b/a", "implicitDeny"),
      decided("arn:aws:s3:::b/b", "implicitDeny"),
    ]);
    expect({ verdict, message }).to.deep.equal({
      verdict: "failure",
      message: "The role may not read 2 of the release's 2 objects.",
    });
    expect(evidence).to.deep.equal(["s3:GetObject on arn:aws:s3:::b/a and 1 more: not allowed"]);
  });

  it("has missing, bounded and forbidden actions told apart", () => {
    expect(
      deniedLines([
        decided("*", "implicitDeny"),
        decided("*", "implicitDeny", { boundary: true }),
        decided("*", "explicitDeny"),
        decided("arn:x", "explicitDeny", { action: "s3:PutObject", policies: ["NoWrites"] }),
        decided("*", "allowed", { action: "s3:ListBucket" }),
        // Made up to ask about all of a kind.
        decided("arn:aws:ec2:us-east-1:000000000000:vpc/vpc-00000000000000000", "explicitDeny", {
          action: "ec2:CreateVpc",
        }),
        decided("arn:aws:sqs:us-east-1:000000000000:panther-a", "explicitDeny", { action: "sqs:CreateQueue" }),
      ]),
    ).to.deep.equal([
      "s3:GetObject: not allowed",
      "s3:GetObject: not allowed by the permissions boundary",
      "s3:GetObject: explicitly denied",
      "s3:PutObject on arn:x: explicitly denied by NoWrites",
      "ec2:CreateVpc: explicitly denied",
      "sqs:CreateQueue on arn:aws:sqs:us-east-1:000000000000:panther-a: explicitly denied",
    ]);
  });
});
