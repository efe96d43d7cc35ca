import { expect } from "chai";
import { rootOf, transform } from "./support.ts";

const pool = "  Pool:\n    Type: AWS::Cognito::UserPool\n";

describe("what CloudFormation would refuse", () => {
  const expressions = [
    "!Ref [Pool]",
    "!Ref ",
    "!GetAtt {A: Pool}",
    "!GetAtt [Pool, [Arn]]",
    "!GetAtt []",
    "!Sub [[a], b]",
    "!Sub []",
    "!Sub {A: b}",
    "!Join x",
    "!Join ['', !Ref AWS::Region]",
    "!Join ['', [[a], !If [A]]]",
    "!If []",
    "!If [[A], b, c]",
    "!FindInMap x",
    "!FindInMap [[A], b, c]",
    "!Select [9, [a]]",
    "!Select x",
    "!ImportValue [!Ref AWS::Region, ~, {a: 1}]",
    "{S3Bucket: [a], S3Key: [b]}",
    "{Effect: Allow, Principal: [[a]], Resource: {a: {b: c}}}",
    "{Effect: Allow, Principal: {A: {B: !Ref Pool}}}",
    "[[], {}, '', ~, {a: }]",
    "{a, b: c}",
    "{: b}",
  ];
  for (const expression of expressions) {
    it(`does not break the transform: ${expression}`, () => {
      for (const type of ["AWS::Serverless::Function", "AWS::ECS::TaskDefinition", "AWS::CloudFormation::Stack"]) {
        const properties = [
          "CodeUri",
          "TemplateURL",
          "Parameters",
          "ContainerDefinitions",
          "Tags",
          "Events",
          "ManagedPolicyArns",
        ];
        for (const property of properties) {
          const text = `Resources:\n${pool}  Thing:\n    Type: ${type}\n    DependsOn: ${expression}\n    Properties:\n      ${property}: ${expression}\n`;
          const { kind } = transform(text);
          expect(kind).to.be.oneOf(["transformed", "refused"]);
        }
      }
    });
  }

  it("does not break the transform in any section", () => {
    for (const value of ["x", "[a]", "{a: b}", "{a: {b: c}}", "~"]) {
      for (const section of [
        "Parameters",
        "Mappings",
        "Conditions",
        "Rules",
        "Globals",
        "Outputs",
        "Metadata",
        "Transform",
      ]) {
        const text = `${section}: ${value}\nResources:\n${pool}  Topic:\n    Type: AWS::SNS::Topic\n`;
        expect(transform(text).kind, text).to.be.oneOf(["transformed", "refused"]);
      }
      expect(transform(`Resources: ${value}`).kind).to.equal("refused");
    }
  });

  it("is left alone where it is none of this", () => {
    const text =
      "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties:\n      A: [[], {}, '', ~, {a: }]\n      B:\n      C: {a, b: c}\n";
    expect(rootOf(text)).to.equal(text);
  });
});
