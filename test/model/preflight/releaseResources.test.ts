import { expect } from "chai";
import { fixedNames } from "../../../model/preflight/fixedNames.ts";
import { releaseResources, resolved } from "../../../model/preflight/releaseResources.ts";
import { policiesOfTemplate } from "../../../model/preflight/rolePolicies.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";

const place = { accountId: "123456789012", region: "cn-north-1" };
const root = parseTemplate(`
Parameters: {Onboard: {Type: String, Default: "true"}, Suffix: {Type: String}}
Conditions: {CreateOnboard: !Equals [!Ref Onboard, "true"]}
Resources:
  Core: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: core.yml, Parameters: {Name: !Sub "panther-\${Suffix}", Unknown: !GetAtt Core.Outputs.X}}}
  Self: {Type: AWS::CloudFormation::Stack, Condition: CreateOnboard, Properties: {TemplateURL: core.yml, Parameters: {Name: self}}}
  Elsewhere: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: !GetAtt Core.Outputs.X}}
  Detector: {Type: AWS::GuardDuty::Detector, Condition: CreateOnboard}
  Odd: {Properties: {}}
`);
const core = parseTemplate(`
Parameters: {Name: {Type: String}, Unknown: {Type: String, Default: seen}, Days: {Type: Number, Default: 3}}
Resources:
  Again: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: core.yml}}
  Role: {Type: AWS::IAM::Role, Properties: {RoleName: !Sub "\${Name}-\${AWS::Region}"}}
  Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "/aws/\${Unknown}"}}
  Function: {Type: AWS::Serverless::Function, Properties: {FunctionName: panther-api}}
  Bucket: {Type: AWS::S3::Bucket}
`);
const resourcesOf = (values: Readonly<Record<string, string>>) =>
  releaseResources(root, { "core.yml": core }, values, place);

describe("what a release makes", () => {
  it("has no properties that the values leave out", () => {
    const template = parseTemplate(`
Parameters: {Reserve: {Type: String, Default: "false"}}
Conditions: {Reserves: !Equals [!Ref Reserve, "true"], Elsewhere: !Equals [!GetAtt A.B, x]}
Resources:
  It:
    Type: AWS::Lambda::Function
    Properties:
      Never: !Ref AWS::NoValue
      Reserved: !If [Reserves, 5, !Ref AWS::NoValue]
      Unknown: !If [Elsewhere, !Ref AWS::NoValue, 5]
      Name: a
`);
    const propertiesFor = (values: Readonly<Record<string, string>>) =>
      releaseResources(template, {}, values, place).flatMap(({ properties }) => Object.keys(properties));
    expect(propertiesFor({})).to.deep.equal(["Unknown", "Name"]);
    expect(propertiesFor({ Reserve: "true" })).to.deep.equal(["Reserved", "Unknown", "Name"]);
  });

  it("is everything below the root template, but for what stands under a condition that does not hold", () => {
    const paths = (values: Readonly<Record<string, string>>) => resourcesOf(values).map(({ path }) => path.join("/"));
    expect(paths({ Suffix: "a", Onboard: "false" })).to.deep.equal([
      "Core",
      "Elsewhere",
      "Core/Again",
      "Core/Role",
      "Core/Group",
      "Core/Function",
      "Core/Bucket",
    ]);
    expect(paths({ Suffix: "a" })).to.include.members(["Detector", "Self/Role"]);
  });

  it("has the names that its parameters give, and none that more decides", () => {
    expect(fixedNames(resourcesOf({ Suffix: "a", Onboard: "false" }))).to.deep.equal([
      { type: "AWS::IAM::Role", name: "panther-a-cn-north-1", resource: "Core/Role" },
      { type: "AWS::Lambda::Function", name: "panther-api", resource: "Core/Function" },
    ]);
    expect(fixedNames(resourcesOf({ Onboard: "false" })).map(({ name }) => name)).to.deep.equal(["panther-api"]);
  });

  it("is worked out as far as it is known", () => {
    const [first] = resourcesOf({ Suffix: "a" });
    if (!first) throw new Error("no resource");
    const value = { a: [{ Ref: "Suffix" }, { Ref: "Nobody" }, 3], b: { "Fn::GetAtt": ["X", "Arn"] }, c: {}, d: null };
    expect(resolved(value, first.known)).to.deep.equal({ a: ["a", 3], b: undefined, c: {}, d: null });
    const chosen = (condition: string, ...of: readonly unknown[]) => ({ "Fn::If": [condition, ...of] });
    const [x, none] = [{ x: { Ref: "Suffix" } }, { Ref: "AWS::NoValue" }];
    const list = [chosen("CreateOnboard", x, none), chosen("CreateOnboard", none, x), chosen("Nobody", x, x)];
    expect(resolved(list, first.known)).to.deep.equal([{ x: "a" }]);
    const [other] = resourcesOf({ Suffix: "a", Onboard: "false" });
    expect(other && resolved(list, other.known)).to.deep.equal([{ x: "a" }]);
  });
});

describe("policies of the role's template", () => {
  it("are documents with ARNs of the place", () => {
    const template = parseTemplate(`
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns: [!Sub "arn:\${AWS::Partition}:iam::aws:policy/ReadOnlyAccess", !Ref More]
      Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: "sqs:*", Resource: !Sub "arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:panther-*"}]}}, odd]
  More: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: []}}}
  Bare: {Type: AWS::IAM::Role}
`);
    const { documents, attached } = policiesOfTemplate(template, {}, place);
    expect(documents.map((text) => JSON.parse(text))).to.deep.equal([
      {
        Statement: [{ Effect: "Allow", Action: "sqs:*", Resource: "arn:aws-cn:sqs:cn-north-1:123456789012:panther-*" }],
      },
      { Statement: [] },
    ]);
    expect(attached).to.deep.equal(["arn:aws-cn:iam::aws:policy/ReadOnlyAccess"]);
  });
});
