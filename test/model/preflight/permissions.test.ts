import { expect } from "chai";
import { actionsOfTypes } from "../../../model/preflight/actionsOfTypes.ts";
import { callerActions, releaseActions } from "../../../model/preflight/neededActions.ts";
import { permissionObservations } from "../../../model/preflight/permissions.ts";
import { releaseResources } from "../../../model/preflight/releaseResources.ts";
import type { SimulatedDecision } from "../../../model/preflight/simulation.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";

const place = { accountId: "123456789012", region: "cn-north-1", rootStackName: "panther-prod" };
const template = parseTemplate(`
Resources:
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketEncryption: {}}}
  Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: panther-kv}}
  Api: {Type: AWS::Serverless::Function, Properties: {FunctionName: panther-api}}
  Other: {Type: AWS::Serverless::Function, Properties: {FunctionName: panther-other, Role: arn}}
  Vpc: {Type: AWS::EC2::VPC}
  Odd: {Type: AWS::Odd::Thing}
  Alias: {Type: AWS::KMS::Alias}
  Custom: {Type: Custom::Certificate}
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
    expect(resourcesOf("ec2:CreateVpc")).to.deep.equal(["*"]);
  });

  it("are those of a role, too, for a function of SAM's without one", () => {
    expect(resourcesOf("iam:CreateRole")).to.deep.equal(["arn:aws-cn:iam::123456789012:role/panther-prod-ApiRole"]);
  });

  it("are not known of every type, and that is told", () => {
    expect(unknownTypes).to.deep.equal(["AWS::Odd::Thing"]);
  });

  it("are named as IAM names actions, and cover what the documents call out", () => {
    const all = Object.values(actionsOfTypes).flatMap(({ always, with: more = {} }) => [
      ...always,
      ...Object.values(more).flat(),
    ]);
    for (const action of all) expect(action).to.match(/^[a-z0-9-]+:[A-Z][A-Za-z]+$/);
    const services = new Set(all.map((action) => action.split(":")[0]));
    expect([...services]).to.include.members(["ec2", "s3", "kms", "lambda", "dynamodb", "ecs", "sqs", "sns"]);
    expect(all).to.include.members(["s3:PutEncryptionConfiguration", "ec2:CreateTags", "s3:PutBucketTagging"]);
  });

  it("are of whoever calls: stacks, role and build", () => {
    const deploying = callerActions({ ...place, role: { name: "PantherDeploymentRole", stackName: "role" } });
    const all = deploying.flatMap(({ actions }) => actions);
    expect(all).to.include.members([
      "cloudformation:CreateStack",
      "iam:CreateRole",
      "iam:PassRole",
      "codebuild:StartBuild",
    ]);
    expect(deploying[0]?.resources).to.include("arn:aws-cn:cloudformation:cn-north-1:123456789012:stack/role/*");
    const using = callerActions({ ...place, role: { name: "path/Mine" } });
    expect(using.flatMap(({ actions }) => actions)).to.not.include("iam:CreateRole");
    expect(using[0]?.resources).to.have.length(1);
  });
});

describe("what a simulation came to", () => {
  const look = (...decisions: readonly SimulatedDecision[]) =>
    permissionObservations("the role", decisions, { fix: "Allow it.", notSimulated: [] });

  it("passes, naming what was not simulated", () => {
    expect(look(decided("allowed"))).to.deep.equal([
      { verdict: "pass", message: "1 actions are allowed to the role." },
    ]);
    const [told] = permissionObservations("x", [decided("allowed")], { fix: "", notSimulated: ["AWS::Odd::Thing"] });
    expect(told?.evidence).to.deep.equal(["not simulated: AWS::Odd::Thing"]);
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
