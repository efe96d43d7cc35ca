import { expect } from "chai";
import { releaseObjects, releaseVersions } from "../../../local/releases/releases.ts";
import { actionsOfTypes, carriesTags } from "../../../model/preflight/actionsOfTypes.ts";
import { releaseActions } from "../../../model/preflight/neededActions.ts";
import { permissionObservations } from "../../../model/preflight/permissions.ts";
import { releaseResources } from "../../../model/preflight/releaseResources.ts";
import type { SimulatedDecision } from "../../../model/preflight/simulation.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";

const place = { accountId: "123456789012", region: "cn-north-1", rootStackName: "panther-prod" };
const template = parseTemplate(`
Resources:
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketEncryption: {}}}
  Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: panther-kv}}
  Api: {Type: AWS::Serverless::Function, Properties: {FunctionName: panther-api, Events: {Queue: {Type: SQS}, Tick: {Type: Schedule}, Odd: {Type: Odd}, No: x}}}
  Other: {Type: AWS::Serverless::Function, Properties: {FunctionName: panther-other, Role: arn}}
  Vpc: {Type: AWS::EC2::VPC}
  Odd: {Type: AWS::Odd::Thing}
  Alias: {Type: AWS::KMS::Alias}
  Custom: {Type: Custom::Certificate}
  Resolver: {Type: AWS::AppSync::Resolver}
  Policy: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: given}}
  App: {Type: AWS::Serverless::Application, Properties: {Location: {ApplicationId: "arn:app"}}}
  Strange: {Type: constructor}
`);
const decided = (
  decision: SimulatedDecision["decision"],
  more: Partial<SimulatedDecision> = {},
): SimulatedDecision => ({
  action: "s3:CreateBucket",
  resource: "*",
  decision,
  boundary: false,
  organization: false,
  policies: [],
  ...more,
});

describe("the actions that a release needs", () => {
  const { needed, unknownTypes } = releaseActions(releaseResources(template, {}, {}, place), place);
  const resourcesOf = (action: string) => needed.find(({ actions }) => actions.includes(action))?.resources;

  it("come from its resources' types and properties, on the ARNs that their names give", () => {
    expect(resourcesOf("s3:CreateBucket")).to.deep.equal(["arn:aws-cn:s3:::panther-prod-bucket"]);
    expect(resourcesOf("s3:PutEncryptionConfiguration")).to.deep.equal(["arn:aws-cn:s3:::panther-prod-bucket"]);
    expect(resourcesOf("s3:PutBucketVersioning")).to.equal(undefined);
    expect(resourcesOf("dynamodb:CreateTable")).to.deep.equal([
      "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/panther-kv",
    ]);
    expect(resourcesOf("lambda:CreateFunction")).to.have.length(2);
    expect(resourcesOf("ec2:CreateVpc")).to.deep.equal([
      "arn:aws-cn:ec2:cn-north-1:123456789012:vpc/vpc-00000000000000000",
    ]);
    expect(resourcesOf("appsync:CreateResolver")).to.deep.equal(["*"]);
    expect(resourcesOf("s3:PutBucketPolicy")).to.deep.equal(["arn:aws-cn:s3:::given"]);
    expect(resourcesOf("serverlessrepo:GetCloudFormationTemplate")).to.deep.equal(["arn:app"]);
  });

  it("are those of a role, too, for a function of SAM's without one", () => {
    expect(resourcesOf("iam:CreateRole")).to.deep.equal(["arn:aws-cn:iam::123456789012:role/panther-prod-ApiRole"]);
  });

  it("are not known of every type, and that is told", () => {
    expect(unknownTypes).to.deep.equal(["AWS::Odd::Thing", "constructor"]);
  });

  it("are SAM's own, too: its transform, and what events of functions become", () => {
    const transform = "arn:aws-cn:cloudformation:cn-north-1:aws:transform/Serverless-2016-10-31";
    expect(resourcesOf("cloudformation:CreateChangeSet")).to.deep.equal([transform]);
    expect(resourcesOf("lambda:CreateEventSourceMapping")).to.have.length(1);
    expect(resourcesOf("events:PutTargets")).to.deep.equal([
      "arn:aws-cn:events:cn-north-1:123456789012:rule/panther-prod-ApiTick",
    ]);
    expect(resourcesOf("lambda:AddPermission")).to.deep.equal([
      "arn:aws-cn:lambda:cn-north-1:123456789012:function:panther-api",
    ]);
  });

  it("are those of tags where a resource, the stack it is in, or the root stack has some", () => {
    const tagged = (text: string, tags = {}) =>
      releaseActions(
        releaseResources(
          parseTemplate(text),
          { "a.yml": parseTemplate("Resources: {Q: {Type: AWS::SQS::Queue}}") },
          {},
          place,
        ),
        { ...place, tags },
      ).needed.flatMap(({ actions }) => actions);
    const nested = (more: string) =>
      `Resources: {Core: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: a.yml${more}}}}`;
    expect(tagged(nested(""))).to.not.include("sqs:TagQueue");
    expect(tagged(nested(", Tags: [{Key: a, Value: b}]"))).to.include("sqs:TagQueue");
    expect(tagged(nested(""), { team: "x" })).to.include("sqs:TagQueue");
    expect(tagged("Resources: {Q: {Type: AWS::SQS::Queue, Properties: {Tags: []}}}")).to.include("sqs:TagQueue");
  });

  it("are known of every type that the releases on local AWS have", () => {
    // By their text: to parse 17 releases takes seconds.
    const types = releaseVersions.flatMap((version) =>
      releaseObjects(version, "us-east-1")
        .filter(({ contentType }) => contentType === "text/yaml")
        .flatMap(({ body }) => new TextDecoder().decode(body).match(/(?<=\bType: )(?:AWS::|Custom::)[\w:]+/g) ?? []),
    );
    const resources = types.map((type) => ({
      type,
      path: [],
      properties: {},
      known: { template: {}, values: new Map() },
    }));
    expect(resources.length).to.be.greaterThan(1000);
    expect(releaseActions(resources, place).unknownTypes).to.deep.equal([]);
  });

  it("are named as IAM names actions, and cover what the documents call out", () => {
    const all = Object.values(actionsOfTypes).flatMap(({ always, with: more = {}, tagged = [] }) => [
      ...always,
      ...tagged,
      ...Object.values(more).flat(),
    ]);
    for (const action of all) expect(action).to.match(/^[a-z0-9-]+:[A-Z][A-Za-z]+$/);
    const services = new Set(all.map((action) => action.split(":")[0]));
    expect([...services]).to.include.members(["ec2", "s3", "kms", "lambda", "dynamodb", "ecs", "sqs", "sns"]);
    expect(all).to.include.members(["s3:PutEncryptionConfiguration", "ec2:CreateTags", "s3:PutBucketTagging"]);
  });

  it("carry tags where something is made with them, or tagged; in S3 never", () => {
    const carried = ["sqs:CreateQueue", "ec2:CreateTags", "iam:CreateRole", "iam:PassRole", "s3:CreateBucket"].filter(
      carriesTags,
    );
    expect(carried).to.deep.equal(["sqs:CreateQueue", "ec2:CreateTags", "iam:CreateRole"]);
  });
});

describe("what a simulation came to", () => {
  const look = (...decisions: readonly SimulatedDecision[]) =>
    permissionObservations("the role", decisions, { fix: "Allow it.", notSimulated: [] });

  it("passes; types that nobody knows are told, and not passed over", () => {
    expect(look(decided("allowed"))).to.deep.equal([
      { verdict: "pass", message: "1 actions are allowed to the role." },
    ]);
    const untold = { fix: "", notSimulated: ["AWS::Odd::Thing"] };
    const [, told] = permissionObservations("x", [decided("allowed")], untold);
    expect(told).to.deep.include({ verdict: "could-not-tell", evidence: ["AWS::Odd::Thing"] });
    expect(permissionObservations("x", [decided("explicitDeny")], untold)).to.have.length(2);
  });

  it("tells missing, bounded and forbidden apart, and what the organization says is no proof", () => {
    const found = look(
      decided("implicitDeny"),
      decided("implicitDeny", { boundary: true }),
      decided("explicitDeny", { policies: ["NoBuckets"] }),
      decided("implicitDeny", { organization: true }),
    );
    expect(found.map(({ verdict }) => verdict)).to.deep.equal(["failure", "failure", "failure", "could-not-tell"]);
    expect(found.map(({ evidence }) => evidence?.[0])).to.deep.equal([
      "s3:CreateBucket: explicitly denied by NoBuckets",
      "s3:CreateBucket: not allowed by the permissions boundary",
      "s3:CreateBucket: not allowed",
      "s3:CreateBucket: not allowed",
    ]);
    expect(found[2]?.fix).to.equal("Allow it.");
  });
});
