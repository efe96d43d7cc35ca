// Local AWS's own enforcement, which the other tests here rest on.
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { PolicyDocument } from "../../model/permissions/policy.ts";
import { freshAccount, localAws } from "../support/localAws.ts";
import { askedFor, enforceIam, operatorKeys } from "./operator.ts";

const Template = JSON.stringify({ Resources: { Queue: { Type: "AWS::SQS::Queue" } } });

describe("IAM on local AWS", function () {
  this.timeout(60_000);
  const accountId = freshAccount();
  const place = { accountId, region: "us-east-1" };
  const role = `arn:aws:iam::${accountId}:role/Passed`;

  const allowing = (...statements: readonly (readonly [string, string, object?])[]): PolicyDocument => ({
    Version: "2012-10-17",
    Statement: statements.map(([Action, resource, Condition], index) => ({
      ...{ Sid: `S${index}`, Effect: "Allow", Action: [Action], Resource: [resource] },
      ...(Condition && { Condition: Condition as Record<string, Record<string, string>> }),
    })),
  });
  const clients = async (session: string, policy: PolicyDocument) => {
    const keys = await operatorKeys(place, session, policy);
    const credentials = {
      accessKeyId: keys.AWS_ACCESS_KEY_ID,
      secretAccessKey: keys.AWS_SECRET_ACCESS_KEY,
      sessionToken: keys.AWS_SESSION_TOKEN,
    };
    const shared = { region: place.region, endpoint: (await localAws()).endpoint, credentials };
    return { stacks: new CloudFormation(shared), objects: new S3({ ...shared, forcePathStyle: true }) };
  };
  const refusalOf = async (call: Promise<unknown>) => {
    const error = await call.then(
      () => expect.fail("it was allowed"),
      (thrown: unknown) => thrown as Error,
    );
    return `${error.name}: ${error.message}`;
  };

  before(() => enforceIam(true));
  after(() => enforceIam(false));

  it("decides by stack, region, object and passed role, in the words of AWS", async () => {
    const here = { StringEquals: { "aws:RequestedRegion": "us-east-1" } };
    const passed = { StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } };
    const { stacks, objects } = await clients(
      "some",
      allowing(
        ["cloudformation:*", `arn:aws:cloudformation:us-east-1:${accountId}:stack/mine/*`],
        ["cloudformation:ListStacks", "*", here],
        ["iam:PassRole", role, passed],
        ["s3:CreateBucket", `arn:aws:s3:::of-${accountId}`],
        ["s3:PutObject", `arn:aws:s3:::of-${accountId}/mine/*`],
      ),
    );
    await stacks.listStacks({});
    const stack = { StackName: "mine", TemplateBody: Template };
    await stacks.createStack({ ...stack, RoleARN: role });
    const other = { ...stack, RoleARN: role.replace("Passed", "Other") };
    expect(await refusalOf(stacks.updateStack(other))).to.match(
      /^AccessDenied: User: arn:aws:sts::\d+:assumed-role\/Operator-some\/some is not authorized to perform: iam:PassRole on resource: arn:aws:iam::\d+:role\/Other because no identity-based policy allows/,
    );
    expect(await refusalOf(stacks.createStack({ ...stack, StackName: "theirs" }))).to.include("stack/theirs/*");
    await objects.createBucket({ Bucket: `of-${accountId}` });
    await objects.putObject({ Bucket: `of-${accountId}`, Key: "mine/a", Body: "a" });
    expect(await refusalOf(objects.putObject({ Bucket: `of-${accountId}`, Key: "b", Body: "b" }))).to.include(
      "not authorized to perform: s3:PutObject",
    );
    expect(await refusalOf(objects.headObject({ Bucket: `of-${accountId}`, Key: "mine/a" }))).to.match(
      /^(403|Forbidden|Unknown)/,
    );
    const asked = await askedFor(place, "some");
    expect(asked.filter(({ allowed }) => !allowed).map(({ action }) => action)).to.deep.equal([
      ...["iam:PassRole", "cloudformation:CreateStack", "s3:PutObject", "s3:GetObject"],
    ]);
  });

  it("asks about nobody while it is not told to, and about no root user", async () => {
    const { stacks } = await clients("nothing", allowing());
    expect(await refusalOf(stacks.describeStacks({}))).to.include("cloudformation:DescribeStacks");
    await enforceIam(false);
    await stacks.describeStacks({});
    await enforceIam(true);
    const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
    const { endpoint } = await localAws();
    await new CloudFormation({ region: place.region, endpoint, credentials }).describeStacks({});
    expect(await askedFor(place, "nothing")).to.have.lengthOf(1);
  });
});
