import { expect } from "chai";
import type { DeployedResource } from "../../../model/teardown/deletions.ts";
import { deletionsOf } from "../../../model/teardown/deletions.ts";
import { deniedDeletions, foreignStatements } from "../../../model/teardown/denies.ts";

const place = { accountId: "123456789012", region: "us-east-1" };
const policy = (...statements: readonly object[]) => ({
  name: "Denies",
  document: JSON.stringify({ Statement: statements }),
});
const resource = (type: string, id: string, retained = false): DeployedResource => ({
  path: ["Bootstrap", "It"],
  type,
  id,
  retained,
});
const pool = resource("AWS::Cognito::UserPool", "us-east-1_abc");
const denied = (statement: object, one: DeployedResource = pool) => deniedDeletions([policy(statement)], [one], place);

/** The denies of a role of v1.127, in their form. */
const ofNewRole = [
  {
    Effect: "Deny",
    Action: "elasticloadbalancing:DeleteLoadBalancer",
    NotResource: "arn:aws:elasticloadbalancing:*:*:loadbalancer/app/http-ingest-alb*",
  },
  { Effect: "Deny", Action: ["dynamodb:DeleteTable"], NotResource: ["arn:aws:dynamodb:*:*:table/panther*"] },
  { Effect: "Deny", Action: ["s3:DeleteBucket"], NotResource: ["arn:aws:s3:::pulumi-state-*"] },
  { Effect: "Deny", Action: ["cognito-idp:DeleteUserPool", "cognito-idp:DeleteUserPoolDomain"], Resource: "*" },
];

describe("what a role's own statements forbid of a deletion", () => {
  it("is told of a role of v1.127", () => {
    const alb = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app";
    const resources = [
      pool,
      resource("AWS::ElasticLoadBalancingV2::LoadBalancer", `${alb}/web/1`),
      resource("AWS::ElasticLoadBalancingV2::LoadBalancer", `${alb}/http-ingest-alb-1/2`),
      resource("AWS::DynamoDB::Table", "panther-compliance"),
      resource("AWS::DynamoDB::Table", "somebodys"),
      resource("AWS::S3::Bucket", "audit-logs-1"),
      resource("AWS::S3::Bucket", "pulumi-state-1"),
      resource("AWS::S3::Bucket", "audit-logs-kept", true),
      resource("AWS::SomeNew::Type", "x"),
    ];
    const found = deniedDeletions([policy(...ofNewRole)], resources, place);
    expect(found.map(({ resource: { id }, action }) => `${action} ${id}`)).to.deep.equal([
      "cognito-idp:DeleteUserPool us-east-1_abc",
      `elasticloadbalancing:DeleteLoadBalancer ${alb}/web/1`,
      "dynamodb:DeleteTable somebodys",
      "s3:DeleteBucket audit-logs-1",
    ]);
  });

  it("takes actions and resources as IAM does", () => {
    const cases: readonly (readonly [object, number])[] = [
      [{ Effect: "Allow", Action: "*", Resource: "*" }, 0],
      [{ Effect: "Deny", Action: "cognito-IDP:delete*", Resource: "*" }, 1],
      [{ Effect: "Deny", Action: "cognito-idp:DeleteUserPoo?", Resource: "*" }, 1],
      [{ Effect: "Deny", Action: "cognito-idp:DeleteUserPoolDomain", Resource: "*" }, 0],
      [{ Effect: "Deny", NotAction: "iam:*", Resource: "*" }, 1],
      [{ Effect: "Deny", NotAction: ["cognito-idp:*"], Resource: "*" }, 0],
      [{ Effect: "Deny", Resource: "*" }, 0],
      [{ Effect: "Deny", Action: "*" }, 0],
      [
        { Effect: "Deny", Action: "*", Resource: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc" },
        1,
      ],
      [{ Effect: "Deny", Action: "*", Resource: "arn:aws:cognito-idp:us-east-1:123456789012:USERPOOL/*" }, 0],
      [{ Effect: "Deny", Action: "*", Resource: "arn:aws:cognito-idp:us.east-1:123456789012:userpool/*" }, 0],
    ];
    for (const [statement, count] of cases) expect(denied(statement), JSON.stringify(statement)).to.have.length(count);
  });

  it("names the statement, and whether it has conditions", () => {
    const statement = { Sid: "Keep", Effect: "Deny", Action: "*", Resource: "*", Condition: { Bool: {} } };
    expect(denied(statement)[0]).to.include({ policy: "Denies", sid: "Keep", conditional: true });
    expect(denied({ ...statement, Sid: undefined, Condition: undefined })[0]).to.deep.equal({
      resource: pool,
      action: "cognito-idp:DeleteUserPool",
      policy: "Denies",
      conditional: false,
    });
  });

  it("reads a single statement, and nothing in what is no policy", () => {
    const single = JSON.stringify({ Statement: { Effect: "Deny", Action: "*", Resource: "*" } });
    expect(deniedDeletions([{ name: "One", document: single }], [pool], place)).to.have.length(1);
    for (const document of ["", "{", "[]", "{}"]) {
      expect(deniedDeletions([{ name: "None", document }], [pool], place)).to.deep.equal([]);
    }
  });

  it("finds what is of another partition", () => {
    const statement = {
      Sid: "Read",
      Effect: "Allow",
      Action: "*",
      Resource: ["arn:aws:s3:::x", "arn:aws-cn:s3:::y", "arn:*:s3:::z", "*"],
    };
    const other = { Effect: "Deny", Action: "*", NotResource: "arn:aws:iam::1:role/x" };
    expect(foreignStatements([policy(statement, other)], "aws-cn")).to.deep.equal([
      { policy: "Denies", sid: "Read", arn: "arn:aws:s3:::x" },
      { policy: "Denies", arn: "arn:aws:iam::1:role/x" },
    ]);
  });
});

describe("what deletes a resource", () => {
  it("is a call on its ARN, whatever its physical ID is", () => {
    const cases: readonly (readonly [string, string, readonly string[]])[] = [
      [
        "AWS::SQS::Queue",
        "https://sqs.us-east-1.amazonaws.com/123456789012/panther-q",
        ["sqs:DeleteQueue arn:aws:sqs:us-east-1:123456789012:panther-q"],
      ],
      [
        "AWS::SNS::Topic",
        "arn:aws:sns:us-east-1:123456789012:t",
        ["sns:DeleteTopic arn:aws:sns:us-east-1:123456789012:t"],
      ],
      ["AWS::S3::Bucket", "b", ["s3:DeleteBucket arn:aws:s3:::b"]],
      ["AWS::IAM::Role", "r", ["iam:DeleteRole arn:aws:iam::123456789012:role/r"]],
      ["AWS::Unknown::Type", "x", []],
    ];
    for (const [type, id, calls] of cases) {
      expect(deletionsOf(resource(type, id), place).map(({ action, arn }) => `${action} ${arn}`)).to.deep.equal(calls);
    }
    const inChina = deletionsOf(resource("AWS::DynamoDB::GlobalTable", "t"), { ...place, region: "cn-north-1" });
    expect(inChina.map(({ action }) => action)).to.deep.equal(["dynamodb:DeleteTable", "dynamodb:DeleteTableReplica"]);
    expect(inChina[0]?.arn).to.equal("arn:aws-cn:dynamodb:cn-north-1:123456789012:table/t");
  });
});
