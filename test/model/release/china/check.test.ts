import { expect } from "chai";
import { checkRelease } from "../../../../model/release/china/checkRelease.ts";
import { readRelease } from "../../../../model/release/china/template.ts";
import { china, newUrlOf, rootKey } from "./support.ts";

function check(root: string, nested: Readonly<Record<string, string>> = {}, region = china.region) {
  const texts = new Map([[rootKey, root], ...Object.entries(nested)]);
  const release = readRelease(texts, rootKey, { buckets: [china.bucket], region });
  return checkRelease(release, region).map(({ place, message }) => `${place}: ${message}`);
}

const topic = (properties: string, sections = "") =>
  `${sections}Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {A: ${properties}}\n`;
const at = "Resources.Topic.Properties.A";

describe("the referential check", () => {
  const dangling: Readonly<Record<string, readonly [string, string]>> = {
    "Ref, short": [topic("!Ref Gone"), `${at}: There is no parameter or resource Gone.`],
    "Ref, long": [topic("{Ref: Gone}"), `${at}: There is no parameter or resource Gone.`],
    "Fn::GetAtt, short": [topic("!GetAtt Gone.Arn"), `${at}: There is no parameter or resource Gone.`],
    "Fn::GetAtt, long": [topic("{'Fn::GetAtt': [Gone, Arn]}"), `${at}: There is no parameter or resource Gone.`],
    "Fn::GetAtt of a parameter": [
      topic("!GetAtt P.Arn", "Parameters: {P: {Type: String}}\n"),
      `${at}: There is no parameter or resource P.`,
    ],
    "Fn::Sub": [topic("!Sub '${AWS::Region} ${Gone}'"), `${at}: There is no parameter or resource Gone.`],
    "Fn::Sub of a parameter's attribute": [
      topic("!Sub '${P.Arn}'", "Parameters: {P: {Type: String}}\n"),
      `${at}: There is no parameter or resource P.`,
    ],
    "a pseudo parameter that isn't": [
      topic("!Ref AWS::Account"),
      `${at}: There is no parameter or resource AWS::Account.`,
    ],
    "Fn::If": [topic("!If [Gone, a, b]"), `${at}.Fn::If[0]: There is no condition Gone.`],
    "a resource's condition": [
      "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Condition: Gone\n",
      "Resources.Topic.Condition: There is no condition Gone.",
    ],
    "a condition in a condition": [
      topic("b", "Conditions: {A: !Not [!Condition Gone]}\n"),
      "Conditions.A.Fn::Not[0]: There is no condition Gone.",
    ],
    DependsOn: [
      "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    DependsOn: [Gone]\n",
      "Resources.Topic.DependsOn[0]: There is no resource Gone.",
    ],
    "a mapping": [topic("!FindInMap [Gone, a, b]"), `${at}: There is no mapping Gone.`],
    "a row": [
      topic("!FindInMap [Map, x, b]", "Mappings: {Map: {a: {b: c}}}\n"),
      `${at}: Mapping Map has no such row and column in cn-north-1.`,
    ],
    "a column": [
      topic("!FindInMap [Map, !Ref AWS::StackName, x]", "Mappings: {Map: {a: {b: c}}}\n"),
      `${at}: Mapping Map has no such row and column in cn-north-1.`,
    ],
    "a region's row": [
      topic("!FindInMap [Map, !Ref AWS::Region, b]", "Mappings: {Map: {us-west-1: {b: c}}}\n"),
      `${at}: Mapping Map has no such row and column in cn-north-1.`,
    ],
    "an output": [
      "Resources: {Topic: {Type: 'AWS::SNS::Topic'}}\nOutputs: {A: {Value: !Ref Gone}}\n",
      "Outputs.A.Value: There is no parameter or resource Gone.",
    ],
    "a template without resources": ["Parameters: {}", "Resources: The template has no resources."],
    "code in another bucket": [
      "Resources: {F: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: 's3://other/x'}}}",
      "Resources.F.Properties.CodeUri: It is not in the bucket of the release: s3://other/x",
    ],
    "code on somebody's disk": [
      "Resources: {F: {Type: 'AWS::Lambda::Function', Properties: {Code: ./dist}}}",
      "Resources.F.Properties.Code: It is not in the bucket of the release: ./dist",
    ],
    "a layer in another bucket": [
      "Resources: {F: {Type: 'AWS::Lambda::LayerVersion', Properties: {Content: {S3Bucket: other, S3Key: x}}}}",
      "Resources.F.Properties.Content: It is not in the bucket of the release: other",
    ],
    "a macro of somebody's": [
      topic("b", "Transform: [AWS::Serverless-2016-10-31, Mine]\n"),
      "Transform[1]: What a macro or an included file makes of it can't be told.",
    ],
    "an included file": [
      topic("{'Fn::Transform': {Name: AWS::Include, Parameters: {Location: 's3://other/x'}}}"),
      `${at}: What a macro or an included file makes of it can't be told.`,
    ],
    "a loop": [
      "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n  Fn::ForEach::Topics: [Name, [a], {'Topic${Name}': {Type: AWS::SNS::Topic}}]\n",
      "Resources.Fn::ForEach::Topics: What a macro or an included file makes of it can't be told.",
    ],
    "what China doesn't have": [
      "Resources: {Pool: {Type: 'AWS::Cognito::UserPool'}}",
      "Resources.Pool: AWS::Cognito::UserPool: Cognito user pools are not available in AWS China",
    ],
    "an ARN of another partition that is put together": [
      "Resources: {P: {Type: 'AWS::IAM::Policy', Properties: {PolicyDocument: {Statement: {Effect: Allow, Resource: !Join [':', [arn, aws, s3, '', '', x]]}}}}}",
      "Resources.P.Properties.PolicyDocument.Statement.Resource: It makes an ARN of another partition.",
    ],
    "an object that is named by its bucket alone": [
      topic(`s3://${china.bucket}`),
      `${at}: It names no single object of the bucket.`,
    ],
  };
  for (const [name, [text, problem]] of Object.entries(dangling)) {
    it(`finds ${name}`, () => expect(check(text)).to.deep.equal([problem]));
  }

  const root = (rest: string) =>
    `Resources:\n  Stack:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ${newUrlOf("child")}\n${rest}`;
  const child = `Parameters:\n  Needed: {Type: String}\n  Free: {Type: String, Default: ''}\n${topic("!Sub '${Needed}${Free}'")}Outputs:\n  There: {Value: a}\n`;
  const given = "      Parameters: {Needed: a}\n";

  it("holds a stack against its template", () => {
    expect(check(root(given), { child })).to.deep.equal([]);
    expect(check(root(""), { child })).to.deep.equal([
      "Resources.Stack: Its template's parameter Needed has no default and gets no value.",
    ]);
    expect(check(root("      Parameters: {Needed: a, Unknown: b}\n"), { child })).to.deep.equal([
      "Resources.Stack: Its template has no parameter Unknown.",
    ]);
    expect(
      check(
        `${root(given)}Outputs:\n  A: {Value: !GetAtt Stack.Outputs.There}\n  B: {Value: !Sub '\${Stack.Outputs.Gone}'}\n`,
        { child },
      ),
    ).to.deep.equal(["Outputs.B.Value: The template of stack Stack has no output Gone."]);
    expect(check(root(given))).to.deep.equal([
      "Resources.Stack.Properties.TemplateURL: Template child can't be followed: the release has no object of that key",
    ]);
    expect(check("- a")).to.deep.equal([": It can't be read: It is no object."]);
  });

  it("takes what SAM makes, pseudo parameters, defaults of mappings and what only a condition needs", () => {
    const text = `Transform: AWS::Serverless-2016-10-31
Mappings:
  Map: {us-west-1: {b: c}}
Conditions:
  Yes: !Equals [a, b]
Resources:
  Function:
    Type: AWS::Serverless::Function
    DependsOn: OtherRole
    Properties:
      InlineCode: !Sub '\${AWS::AccountId}\${FunctionRole}\${FunctionRole.Arn}'
      A: [!Ref FunctionApiPermission, !Ref FunctionTimer, !Ref Function.Version, !Ref ServerlessRestApi]
      B: !FindInMap [Map, !Ref AWS::Region, b, {DefaultValue: x}]
      C: !If [Yes, !FindInMap [Map, !Ref AWS::Region, b], !Ref AWS::NoValue]
      D: !FindInMap [!Ref AWS::StackName, a, b]
      E: {'Fn::ImportValue': elsewhere}
      Events: {Timer: {Type: Schedule}}
  Other:
    Type: AWS::Serverless::Function
    Condition: Yes
    Properties: {InlineCode: !FindInMap [Map, !Ref AWS::Region, b], CodeUri: !Ref AWS::StackName}
  Code:
    Type: AWS::Lambda::Function
    Properties: {Code: {S3Bucket: !Ref AWS::StackName, S3Key: a}}
`;
    expect(check(text)).to.deep.equal([]);
  });

  it("has nothing against Cognito elsewhere", () => {
    expect(check("Resources: {Pool: {Type: 'AWS::Cognito::UserPool'}}", {}, "ap-southeast-1")).to.deep.equal([]);
  });
});
