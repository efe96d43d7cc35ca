import { expect } from "chai";
import { lines, problemsOf, published, urlOf } from "./support.ts";

/** A template with a user pool next to these resources. */
const withPool = (resources: string, sections = "") =>
  lines`
    ${sections}
    Resources:
      Pool:
        Type: AWS::Cognito::UserPool
      Topic:
        Type: AWS::SNS::Topic
      ${resources}
  `;

const thing = (type: string, properties: string) => `Thing:\n  Type: ${type}\n  Properties:\n    ${properties}`;

describe("a transform that is refused", () => {
  it("says where it stops and what led there", () => {
    const child = lines`
      Parameters:
        PoolId: {Type: String}
      Resources:
        Table:
          Type: AWS::DynamoDB::Table
          Properties: {TableName: !Sub 'users-\${PoolId}'}
    `;
    const root = withPool(
      `Stack:\n  Type: AWS::CloudFormation::Stack\n  Properties:\n    TemplateURL: ${urlOf("child")}\n    Parameters: {PoolId: !Ref Pool}`,
    );
    expect(problemsOf(root, { child })).to.deep.equal([
      {
        template: "child",
        place: "Resources.Table.Properties.TableName",
        chain: [
          "AWS::Cognito::UserPool: Cognito user pools are not available in AWS China",
          "v1.39.7/panther.yml: Resources.Pool",
          "v1.39.7/panther.yml: Resources.Stack.Properties.Parameters.PoolId",
          "Stack: Parameters.PoolId",
        ],
        message: "AWS::DynamoDB::Table Table needs it, and whether that can be lost nobody can tell.",
      },
    ]);
  });

  const yes = "Conditions:\n  Yes: !Equals [!Ref AWS::StackName, x]";
  const policy = (statement: string) =>
    thing(
      "AWS::Serverless::Function",
      `Policies: [{Statement: [{Effect: Allow, Action: '*', Resource: '*'}, {${statement}}]}]`,
    );
  const unclean: Readonly<Record<string, readonly [string, string?]>> = {
    "a property of a resource that may not be lost": [thing("AWS::SQS::Queue", "QueueName: !Ref Pool")],
    "a part of a property": [thing("AWS::EC2::Instance", "BlockDevices: [{Name: [!Ref Pool]}]")],
    "a part of a build's environment": [thing("AWS::CodeBuild::Project", "Environment: {Image: !Ref Pool}")],
    "a custom resource": [thing("Custom::PantherSettings", "PoolId: !Ref Pool")],
    "a key's policy": [
      thing(
        "AWS::KMS::Key",
        "KeyPolicy: {Statement: [{Effect: Allow, Action: 'kms:*', Principal: {AWS: !GetAtt Pool.Arn}}]}",
      ),
    ],
    "a policy that isn't all of its resource": [
      thing(
        "AWS::EC2::VPCEndpoint",
        "PolicyDocument: {Statement: [{Effect: Allow, Action: '*', Resource: !Ref Pool}]}",
      ),
    ],
    "one of two values, the first": [policy("Effect: Allow, Action: '*', Resource: !If [Yes, !Ref Pool, x]"), yes],
    "one of two values, the second": [
      policy("Effect: Allow, Action: '*', Resource: !If [Yes, !Ref Topic, !Ref Pool]"),
      yes,
    ],
    "what a statement does not mean": [policy("Effect: Allow, Action: '*', NotResource: [!Ref Pool]")],
    "the condition of a statement that denies": [
      policy("Effect: Deny, Action: '*', Resource: '*', Condition: {StringEquals: {a: !Ref Pool}}"),
    ],
    "a resource's metadata": ["Thing:\n  Type: AWS::SQS::Queue\n  Metadata: {Pool: !Ref Pool}"],
    "another attribute of a resource": ["Thing:\n  Type: AWS::SQS::Queue\n  DeletionPolicy: !Ref Pool"],
    "what every function has": ["", "Globals:\n  Function:\n    Timeout: !Ref Pool"],
    "what a group of functions has": ["", "Globals:\n  Function:\n    VpcConfig: {SubnetIds: [!Ref Pool]}"],
  };
  for (const [name, [resources, sections]] of Object.entries(unclean)) {
    it(`stops at ${name}`, () => {
      const problems = problemsOf(withPool(resources, sections));
      expect(problems).to.have.length(1);
      expect(problems[0]?.chain[1]).to.equal("v1.39.7/panther.yml: Resources.Pool");
    });
  }

  const child = (rest: string) =>
    `Parameters:\n  PoolId: {Type: String}\nConditions:\n  HasPool: !Not [!Equals [!Ref PoolId, '']]\n${rest}`;
  const parent = withPool(
    `Stack:\n  Type: AWS::CloudFormation::Stack\n  Properties:\n    TemplateURL: ${urlOf("child")}\n    Parameters: {PoolId: !Ref Pool}`,
  );
  const conditional = {
    "whether a resource exists": "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Condition: HasPool\n",
    "whether an output exists":
      "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\nOutputs:\n  A:\n    Value: b\n    Condition: HasPool\n",
    "which of two values there is":
      "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {DisplayName: !If [HasPool, a, b]}\n",
  };
  for (const [name, rest] of Object.entries(conditional)) {
    it(`stops where a parameter that goes decides ${name}`, () => {
      const problems = problemsOf(parent, { child: child(rest) });
      expect(problems.map(({ template }) => template)).to.deep.equal(["child"]);
      expect(problems[0]?.chain.at(-1)).to.equal("Stack: Conditions.HasPool");
    });
  }

  it("does not mind what stops it inside of what goes anyway", () => {
    const removed =
      "Appsync:\n  Type: AWS::AppSync::GraphQLApi\n  Properties: {PoolId: !If [Yes, !Ref Pool, !Ref Topic]}";
    expect(problemsOf(withPool(removed, yes))).to.deep.equal([]);
    const web = lines`
      Web:
        Type: AWS::CloudFormation::Stack
        Properties:
          TemplateURL: !Sub s3://${published}/\${Version}
          Tags: [{Key: Stack, Value: panther-web}]
    `;
    expect(problemsOf(withPool(web))).to.deep.equal([]);
  });

  it("stops when nothing would be left", () => {
    const [problem, ...others] = problemsOf("Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n");
    expect(problem).to.include({ place: "Resources", message: "No resource of the release would be left." });
    expect(others).to.deep.equal([]);
  });

  it("stops at a stack whose template isn't known, whatever it is given", () => {
    const stack =
      "Stack:\n  Type: AWS::CloudFormation::Stack\n  Properties: {TemplateURL: x, Parameters: {P: !Ref Pool}}";
    expect(problemsOf(withPool(stack)).map(({ place }) => place)).to.deep.equal(["Resources.Stack"]);
  });

  const stack = (url: string) =>
    `Resources:\n  Stack:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ${url}}\n`;
  const unreadable: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>, string]>> = {
    "a root template that is none": ["- a", {}, "v1.39.7/panther.yml"],
    "a nested template that is none": [stack(urlOf("child")), { child: "a: [" }, "child"],
    "a nested template that isn't there": [stack(urlOf("child")), {}, "child"],
    "a nested template in another bucket": [stack("https://other.s3.amazonaws.com/x"), {}, "v1.39.7/panther.yml"],
    "a nested template that only the deployment knows": [
      `${stack("!Ref Url")}Parameters: {Url: {Type: String}}`,
      {},
      "v1.39.7/panther.yml",
    ],
    "one of two nested templates": [
      stack(`!If [Yes, '${urlOf("child")}', '${urlOf("other")}']`) + yes,
      { child: "Resources: {A: {Type: 'AWS::SNS::Topic'}}", other: "Resources: {A: {Type: 'AWS::SQS::Queue'}}" },
      "v1.39.7/panther.yml",
    ],
    "a template that is nested in itself": [stack(urlOf("child")), { child: stack(urlOf("child")) }, "child"],
    "an object that can't be told": [
      `Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties: {B: ${published}}`,
      {},
      "v1.39.7/panther.yml",
    ],
  };
  for (const [name, [root, nested, template]] of Object.entries(unreadable)) {
    it(`stops at ${name}`, () => {
      expect(problemsOf(root, nested).map((problem) => problem.template)).to.deep.equal([template]);
    });
  }
});
