import { expect } from "chai";
import { releaseResources } from "../../../model/preflight/releaseResources.ts";
import {
  byRequestedRegion,
  contextOf,
  contextValue,
  type RequestSituation,
  requestedRegion,
} from "../../../model/preflight/requestContext.ts";
import { sentWithRelease } from "../../../model/preflight/sentWithRelease.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";

const situation: RequestSituation = {
  accountId: "123456789012",
  region: "eu-west-1",
  principal: { arn: "arn:aws:iam::123456789012:role/PantherDeploymentRole", tags: { Owner: "security" } },
  byCloudFormation: true,
  tags: { Application: "Panther", team: "security" },
  encryption: "aws:kms",
  boundary: null,
  now: new Date("2026-11-21T12:00:00Z"),
};
const value = (key: string, more: Partial<RequestSituation> = {}) => {
  const found = contextValue(key, { ...situation, ...more });
  return typeof found === "string" ? found : found.values.join(",");
};

describe("what a deployment's requests carry", () => {
  it("is known of region, principal, tags, encryption and keys, in any case of the key", () => {
    expect(
      [
        "aws:RequestedRegion",
        "AWS:principalarn",
        "aws:PrincipalType",
        "aws:TagKeys",
        "aws:RequestTag/application",
        "aws:PrincipalTag/owner",
        "s3:x-amz-server-side-encryption",
        "kms:KeySpec",
        "aws:SecureTransport",
        "aws:CurrentTime",
        "aws:EpochTime",
        "aws:ViaAWSService",
        "ec2:Region",
        "aws:ResourceAccount",
      ].map((key) => value(key)),
    ).to.deep.equal([
      "eu-west-1",
      "arn:aws:iam::123456789012:role/PantherDeploymentRole",
      "AssumedRole",
      "Application,team",
      "Panther",
      "security",
      "aws:kms",
      "SYMMETRIC_DEFAULT",
      "true",
      "2026-11-21T12:00:00.000Z",
      "1795262400",
      "false",
      "eu-west-1",
      "123456789012",
    ]);
    expect(value("aws:PrincipalType", { principal: { arn: "arn:aws:iam::1:user/jane" } })).to.equal("User");
    expect(value("aws:TagKeys", { tags: {} })).to.equal("absent");
    expect(value("aws:PrincipalOrgID", { organizationId: "o-1" })).to.equal("o-1");
    expect(value("iam:PermissionsBoundary", { boundary: "arn:b" })).to.equal("arn:b");
    for (const key of ["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"]) {
      expect(value(key, { calledVia: "cloudformation.amazonaws.com" }), key).to.equal("cloudformation.amazonaws.com");
    }
    expect(value("aws:ViaAWSService", { calledVia: "x" })).to.equal("true");
    expect(value("iam:PassedToService", { passedTo: "ecs.amazonaws.com" })).to.equal("ecs.amazonaws.com");
  });

  it("is known to be missing, or not known, which are two things", () => {
    for (const key of [
      "aws:RequestTag/cost",
      "aws:PrincipalTag/cost",
      "iam:PermissionsBoundary",
      "aws:CalledVia",
      "aws:SourceVpc",
    ]) {
      expect(value(key), key).to.equal("absent");
    }
    for (const key of ["aws:SourceIp", "aws:PrincipalOrgID", "aws:ResourceTag/x", "odd:Key", "constructor"]) {
      expect(value(key), key).to.equal("unknown");
    }
    for (const key of ["aws:SourceVpc", "aws:SourceVpce"]) {
      expect(value(key)).to.equal("absent");
      expect(value(key, { byCloudFormation: false })).to.equal("unknown");
    }
    expect(value("iam:PassedToService")).to.equal("unknown");
    expect(value("aws:PrincipalTag/cost", { principal: { arn: "x" } })).to.equal("unknown");
    const { values, unknown } = contextOf(["aws:RequestedRegion", "aws:CalledVia", "aws:SourceIp"], situation);
    expect(Object.keys(values)).to.deep.equal(["aws:RequestedRegion"]);
    expect([...unknown]).to.deep.equal(["aws:sourceip"]);
  });

  it("goes to one region for IAM, in each partition", () => {
    expect(requestedRegion("sqs:CreateQueue", "eu-west-1")).to.equal("eu-west-1");
    expect(requestedRegion("iam:CreateRole", "eu-west-1")).to.equal("us-east-1");
    expect(requestedRegion("iam:CreateRole", "cn-northwest-1")).to.equal("cn-north-1");
    const questions = [
      { actions: ["iam:CreateRole", "sqs:CreateQueue"], on: "a" },
      { actions: ["sqs:TagQueue"], on: "b" },
    ];
    expect([...byRequestedRegion(questions, "eu-west-1")]).to.deep.equal([
      ["us-east-1", [{ actions: ["iam:CreateRole"], on: "a" }]],
      [
        "eu-west-1",
        [
          { actions: ["sqs:CreateQueue"], on: "a" },
          { actions: ["sqs:TagQueue"], on: "b" },
        ],
      ],
    ]);
  });

  it("is in the templates: tags of nested stacks, encryption of buckets, boundaries of roles", () => {
    const resources = (text: string) =>
      releaseResources(parseTemplate(text), {}, {}, { accountId: "123456789012", region: "eu-west-1" });
    const found = sentWithRelease(
      resources(`Resources:
  Core: {Type: AWS::CloudFormation::Stack, Properties: {Tags: [{Key: Application, Value: Panther}, {Key: Odd}, odd, {Value: x}]}}
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketEncryption: {SSEAlgorithm: "aws:kms"}}}
  Role: {Type: AWS::IAM::Role, Properties: {PermissionsBoundary: !Sub "arn:\${AWS::Partition}:b"}}`),
      { Application: "mine", team: "x" },
    );
    expect(found).to.deep.equal({
      tags: { Application: "mine", Odd: "", team: "x" },
      encryption: "aws:kms",
      boundary: "arn:aws:b",
    });
    const plain = sentWithRelease(
      resources(`Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Core: {Type: AWS::CloudFormation::Stack}
  One: {Type: AWS::IAM::Role, Properties: {PermissionsBoundary: b}}
  Two: {Type: AWS::IAM::Role}`),
      {},
    );
    expect(plain).to.deep.equal({ tags: {}, encryption: "AES256", boundary: null });
  });
});
