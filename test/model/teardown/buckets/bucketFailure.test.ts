import { expect } from "chai";
import { explainLock, explainRefusal, keyOutcome } from "../../../../model/teardown/buckets/bucketFailure.ts";

describe("what keeps a bucket from being emptied", () => {
  const refusal = (code: string, message = "m") => explainRefusal("b", { action: "s3:DeleteBucket", code, message });

  it("is told apart by AWS's code, with what to do", () => {
    expect(refusal("AccessDenied").why).to.equal("s3:DeleteBucket on bucket b failed: AccessDenied: m");
    expect(refusal("AccessDenied").fix).to.include("Look for who denies s3:DeleteBucket");
    expect(refusal("AllAccessDisabled").fix).to.include("Look for who denies");
    expect(refusal("BucketHasAccessPointsAttached").fix).to.include("list-access-points --bucket b");
    expect(refusal("InternalError").fix).to.include("same command again");
    expect(refusal("AccessDenied", "Mfa Authentication must be used").fix).to.include("MFADelete=Disabled");
  });

  it("is a lock, with until when, and who may lift it", () => {
    const version = { key: "k", versionId: "v" };
    const until = new Date("2027-01-01T00:00:00Z");
    expect(explainLock("b", version)).to.equal(undefined);
    expect(explainLock("b", { ...version, legalHold: true, until })?.why).to.include("legal hold");
    expect(explainLock("b", { ...version, mode: "COMPLIANCE", until })).to.deep.include({
      why: "s3://b/k, version v, is locked in mode COMPLIANCE until 2027-01-01T00:00:00.000Z.",
    });
    expect(explainLock("b", { ...version, mode: "GOVERNANCE", until })?.fix).to.include("BypassGovernance");
    expect(explainLock("b", { ...version, until })?.why).to.include("mode unknown");
  });

  it("passes by itself, or does not, key by key", () => {
    const outcomes = ["SlowDown", "InternalError", "AccessDenied", "NoSuchVersion", "NoSuchKey", undefined];
    expect(outcomes.map(keyOutcome)).to.deep.equal(["again", "again", "final", "gone", "gone", "again"]);
  });
});
