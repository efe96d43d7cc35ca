import { expect } from "chai";
import { releaseResources } from "../../../model/preflight/releaseResources.ts";
import { namedSecrets, readersOf, readingObservations } from "../../../model/preflight/secretReaders.ts";
import type { SimulatedDecision } from "../../../model/preflight/simulation.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";

const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:panther-AbCdEf";
const key = "arn:aws:kms:us-east-1:123456789012:key/1";
const decided = (decision: SimulatedDecision["decision"], action: string, resource: string): SimulatedDecision => ({
  action,
  resource,
  decision,
  boundary: false,
  organization: false,
  policies: [],
});

describe("secrets and keys that parameters name", () => {
  it("are told by their ARNs, in lists, too", () => {
    const found = namedSecrets({ PulumiSecretArn: secret, Keys: `${key}, x`, Topic: "arn:aws:sns:x", Odd: "a:b:kms" });
    expect(found).to.deep.equal([
      { parameter: "PulumiSecretArn", arn: secret, action: "secretsmanager:GetSecretValue" },
      { parameter: "Keys", arn: key, action: "kms:Decrypt" },
    ]);
  });

  it("are read by the release's roles whose policies say so, as far as parameters decide them", () => {
    const template = parseTemplate(`
Parameters: {SecretArn: {Type: String, Default: the-secret}}
Resources:
  Own: {Type: AWS::SecretsManager::Secret}
  Reader:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - odd
        - PolicyDocument: {Statement: [{Effect: Allow, Action: "secretsmanager:GetSecretValue", Resource: !Ref SecretArn}]}
        - PolicyDocument: {Statement: [{Effect: Allow, Action: "secretsmanager:GetSecretValue", Resource: !GetAtt Own.Arn}, {Effect: Allow, Action: [], Resource: x}]}
  Writer: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: {Effect: Allow, Action: "s3:PutObject", Resource: "*"}}}]}}
  Plain: {Type: AWS::IAM::Role}
`);
    const resources = releaseResources(template, {}, {}, { accountId: "1", region: "us-east-1" });
    const readers = readersOf(resources, []);
    expect(readers.map(({ name }) => name)).to.deep.equal(["Reader"]);
    expect(readers[0]?.documents).to.have.length(1);
    expect(readers[0]?.documents[0]).to.include('"Resource":"the-secret"');
    expect(readers[0]?.speaksOf).to.deep.equal(["secretsmanager:GetSecretValue"]);
  });

  it("are read by functions that SAM makes a role for, and by what policies of their own are attached to", () => {
    const template = parseTemplate(`
Parameters: {PulumiSecretArn: {Type: String}, PulumiSecretKeyArn: {Type: String}}
Conditions: {HasKey: !Not [!Equals [!Ref PulumiSecretKeyArn, ""]]}
Resources:
  Inline:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - AWSLambdaBasicExecutionRole
        - Id: ReadSecret
          Statement:
            - {Effect: Allow, Action: ["secretsmanager:GetSecretValue"], Resource: !Ref PulumiSecretArn}
            - !If [HasKey, {Effect: Allow, Action: "kms:Decrypt", Resource: !Ref PulumiSecretKeyArn}, !Ref AWS::NoValue]
  Named:
    Type: AWS::Serverless::Function
    Properties:
      Policies: {AWSSecretsManagerGetSecretValuePolicy: {SecretArn: !Ref PulumiSecretArn}}
  KeyOnly: {Type: AWS::Serverless::Function, Properties: {Policies: [{KMSDecryptPolicy: {KeyId: "1"}}]}}
  OtherKey: {Type: AWS::Serverless::Function, Properties: {Policies: [{KMSDecryptPolicy: {KeyId: "2"}}, {S3ReadPolicy: {BucketName: b}}]}}
  OwnKey: {Type: AWS::Serverless::Function, Properties: {Policies: [{KMSDecryptPolicy: {KeyId: !Ref Inline}}]}}
  Build: {Type: AWS::IAM::Role, Properties: {}}
  ReadForBuild:
    Type: AWS::IAM::Policy
    Properties:
      Roles: [!Ref Build]
      PolicyDocument: {Statement: [{Effect: Allow, Action: "secretsmanager:*", Resource: !Ref PulumiSecretArn}]}
  DenyForBuild:
    Type: AWS::IAM::RolePolicy
    Properties:
      RoleName: !Ref Build
      PolicyDocument: {Statement: [{Effect: Deny, Action: "s3:*", Resource: "*"}]}
  Undecided: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: !GetAtt Inline.Document}}
  ForOthers:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles: [made-elsewhere]
      PolicyDocument: {Statement: [{Effect: Allow, Action: "secretsmanager:Get*", Resource: "*"}]}
`);
    const values = { PulumiSecretArn: secret, PulumiSecretKeyArn: key };
    const resources = releaseResources(template, {}, values, { accountId: "123456789012", region: "us-east-1" });
    const readers = readersOf(resources, namedSecrets(values));
    const ofSecret = "secretsmanager:GetSecretValue";
    expect(readers.map(({ name, speaksOf }) => [name, ...speaksOf])).to.have.deep.members([
      ["InlineRole", ofSecret, "kms:Decrypt"],
      ["NamedRole", ofSecret],
      ["KeyOnlyRole", "kms:Decrypt"],
      ["Build", ofSecret],
      ["ForOthers", ofSecret],
    ]);
    const documents = (name: string) => readers.find((reader) => reader.name === name)?.documents ?? [];
    expect(documents("InlineRole")[0]).to.include(`"Resource":"${secret}"`).and.to.include(`"Resource":"${key}"`);
    expect(documents("NamedRole")[0]).to.include(`"Resource":"${secret}"`);
    // A role's statements forbid together, whichever of its policies has them.
    expect(documents("Build")).to.have.length(2);
  });
});

describe("who may use a secret", () => {
  const secrets = namedSecrets({ PulumiSecretArn: secret });
  const action = "secretsmanager:GetSecretValue";

  it("is anybody of the deployment, by name", () => {
    const readings = [
      { who: "the deployment role", speaksOf: [], decisions: [decided("implicitDeny", action, secret)] },
      { who: "Core/BuildRole", speaksOf: [action] as const, decisions: [decided("allowed", action, secret)] },
    ];
    expect(readingObservations(secrets, readings)).to.deep.equal([
      { verdict: "pass", message: "PulumiSecretArn: may be used by Core/BuildRole." },
    ]);
  });

  it("is nobody: a failure with what each was told", () => {
    const [found] = readingObservations(secrets, [
      { who: "the deployment role", speaksOf: [], decisions: [decided("explicitDeny", action, secret)] },
      { who: "Core/BuildRole", speaksOf: [action] as const, decisions: [decided("allowed", action, "other")] },
    ]);
    expect(found?.verdict).to.equal("failure");
    expect(found?.evidence).to.deep.equal([`the deployment role: ${action} on ${secret}: explicitly denied`]);
  });

  it("is not told where the templates make nobody to read", () => {
    const role = { who: "the deployment role", speaksOf: [], decisions: [decided("implicitDeny", action, secret)] };
    const ofKeys = { who: "Core/BuildRole", speaksOf: ["kms:Decrypt"] as const, decisions: [] };
    expect(readingObservations(secrets, [role, ofKeys])[0]?.verdict).to.equal("could-not-tell");
  });
});
