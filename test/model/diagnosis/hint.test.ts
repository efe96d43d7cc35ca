import { expect } from "chai";
import type { Cause } from "../../../model/diagnosis/cause.ts";
import { hintFor, hintRules } from "../../../model/diagnosis/hint.ts";
import { awsMessages } from "./awsMessages.ts";
import { arn } from "./histories.ts";

const cause = (type: string, reason: string, status = "CREATE_FAILED", stackArn = arn("panther-prod")): Cause => ({
  ...{ stackArn, stackName: "panther-prod", logicalId: "Resource", physicalId: "physical", time: "" },
  ...{ type, status, reason },
});

describe("hintFor", () => {
  for (const { code, type, status, reason, holds } of awsMessages) {
    it(`knows as ${code}: ${reason.slice(0, 60)}`, () => {
      const hint = hintFor(cause(type, reason, status), { release: "1.39.7", roleVersion: "1.36.0" });
      expect(hint?.code).to.equal(code);
      for (const part of holds) expect(`${hint?.text} ${hint?.fix}`).to.include(part);
    });
  }

  it("has a message of AWS for every rule, a source for it, and no code twice", () => {
    const codes = hintRules.map(({ code }) => code);
    expect(new Set(codes).size).to.equal(codes.length);
    expect(new Set(awsMessages.map(({ code }) => code))).to.deep.equal(new Set(codes));
    for (const { source, code } of hintRules) expect(source, code).to.match(/^https:\/\//);
  });

  it("leaves no placeholder open in what it says", () => {
    for (const { type, status, reason } of awsMessages) {
      const hint = hintFor(cause(type, reason, status));
      expect(`${hint?.text} ${hint?.fix}`, reason).not.to.match(/[{}]|^undefined/);
    }
  });

  it("takes partition and console from the stack's ARN", () => {
    const china = arn("panther-prod").replace("arn:aws:", "arn:aws-cn:").replace("us-east-1", "cn-north-1");
    const topic = cause("AWS::SNS::Topic", "panther-cw-alarms already exists", "CREATE_FAILED", china);
    expect(hintFor(topic)?.fix).to.include("arn:aws-cn:sns:cn-north-1:123456789012:panther-cw-alarms");
  });

  it("lets nothing in a name end the quotes of a command", () => {
    const odd = { ...cause("AWS::S3::Bucket", "BucketNotEmpty", "DELETE_FAILED"), physicalId: "x'; rm -rf $HOME; '" };
    expect(hintFor(odd)?.fix).to.include("'s3://x ; rm -rf HOME; '");
  });

  it("says nothing of what is not in the catalog, or of a type without a region", () => {
    expect(hintFor(cause("AWS::SQS::Queue", "Something new under the sun"))).to.equal(undefined);
    expect(hintFor(cause("AWS::SQS::Queue", "User Initiated", "ROLLBACK_IN_PROGRESS"))).to.equal(undefined);
    expect(hintFor(cause("AWS::CloudFormation::Stack", "User Initiated", "CREATE_FAILED"))).to.equal(undefined);
    expect(hintFor(cause("AWS::SQS::Queue", "Rate exceeded", "CREATE_FAILED", "odd"))?.code).to.equal("throttled");
  });
});
