import { createHash } from "node:crypto";
import { expect } from "chai";
import { china, done, nestedOf, newUrlOf, published, rootKey, rootOf, transform, urlOf } from "./support.ts";

const pool = "  Pool:\n    Type: AWS::Cognito::UserPool\n";
const topic = (id: string) => `  ${id}:\n    Type: AWS::SNS::Topic\n`;

describe("the text of what stays", () => {
  it("is what it was, to the last character", () => {
    const text = `# A comment
AWSTemplateFormatVersion: 2010-09-09

Mappings:
  Constants:
    Panther: {Commit: '715623e8', Version: "1.10"}   # stays quoted
  Accounts:
    us-west-1: {Principal: arn:aws:iam::027434742980:root}
    cn-north-1: {Principal: arn:aws-cn:iam::638102146993:root, Bucket: ${published}}

Parameters:
  Arn:
    Type: String
    Description: For example arn:aws:s3:::${published}/abc
    AllowedPattern: ^(arn:(aws|aws-cn):s3:::[a-z0-9.-]{3,63})?$
    Default: !!str no

Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      A:   !Sub "\${AWS::Region} \\u00e9"
      B: !FindInMap   [Constants, Panther, Commit]
      C: !FindInMap [Accounts, !Ref "AWS::Region", Principal]
      D: >-
        folded
        text

      E: |+
        kept lines

      F: [yes, 0o14, 1e3, ~, 012345678901]
      G: !Ref 'Arn'
`;
    expect(rootOf(text)).to.equal(text);
    expect(rootOf(text.replaceAll("\n", "\r\n"))).to.equal(text.replaceAll("\n", "\r\n"));
  });

  it("of JSON, too", () => {
    const text = (gone: string, url: string) => `{
\t"Resources": {
    "A": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::Sub": "\\u00e9 \${AWS::Region}"}}}${gone},
    "F": {"Type": "AWS::Serverless::Function",
      "Properties": {"CodeUri": "${url}"}
    }
  }
}
`;
    const before = text(',\n    "Pool": {"Type": "AWS::Cognito::UserPool"}', `s3:\\/\\/${published}\\/abc`);
    expect(rootOf(before)).to.equal(text("", "s3://example-releases/abc"));
    const last = '{"Resources": {"A": {"Type": "AWS::SNS::Topic"}, "Pool": {"Type": "AWS::Cognito::UserPool"}}}';
    expect(rootOf(last)).to.equal('{"Resources": {"A": {"Type": "AWS::SNS::Topic"}}}');
    const first = '{"Resources": {"Pool": {"Type": "AWS::Cognito::UserPool"}, "A": {"Type": "AWS::SNS::Topic"}}}';
    expect(rootOf(first)).to.equal('{"Resources": {"A": {"Type": "AWS::SNS::Topic"}}}');
  });

  const cuts: Readonly<Record<string, readonly [string, string]>> = {
    "first, with the empty line that follows": [`${pool}\n${topic("A")}`, topic("A")],
    "in the middle": [`${topic("A")}\n${pool}\n${topic("B")}`, `${topic("A")}\n${topic("B")}`],
    "last, with the empty line before": [
      `${topic("A")}\n${pool}\nOutputs:\n  X: {Value: y}\n`,
      `${topic("A")}\nOutputs:\n  X: {Value: y}\n`,
    ],
    "last of the text, without a line break": [`${topic("A")}\n${pool.trimEnd()}`, topic("A")],
    "two neighbours": [
      `${topic("A")}\n${pool}\n${pool.replace("Pool", "Pool2")}\n${topic("B")}`,
      `${topic("A")}\n${topic("B")}`,
    ],
    "with the comment right above": [
      `${topic("A")}\n  # The pool\n  # of users\n${pool}${topic("B")}`,
      `${topic("A")}\n${topic("B")}`,
    ],
    "without a comment that stands apart": [
      `${topic("A")}\n  # Part two\n\n${pool}${topic("B")}`,
      `${topic("A")}\n  # Part two\n\n${topic("B")}`,
    ],
    "without the comment of the next": [
      `${topic("A")}${pool}\n  # B\n${topic("B")}`,
      `${topic("A")}  # B\n${topic("B")}`,
    ],
    "with the comments inside": [
      `${topic("A")}${pool.trimEnd()} # not in China\n    # nor this\n\n      # nor that\n${topic("B")}`,
      topic("A") + topic("B"),
    ],
    "without a comment inside of the one before": [
      `${topic("A")}    # about A\n${pool}${topic("B")}`,
      `${topic("A")}    # about A\n${topic("B")}`,
    ],
    "after a text that looks like a comment": [
      `  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: |\n        text\n        # text\n${pool}`,
      "  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: |\n        text\n        # text\n",
    ],
    "after a text that keeps its line breaks": [
      `  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: |+\n        text\n\n${pool}`,
      "  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: |+\n        text\n\n",
    ],
    "as the first of an item's pairs": [
      `${pool}  A:\n    Type: AWS::Serverless::Function\n    Properties:\n      InlineCode: x\n      Tags:\n      - Key: a\n        Value: b\n      Environment:\n        Variables: {\n          P: !Ref Pool,\n          Q: r }\n`,
      `  A:\n    Type: AWS::Serverless::Function\n    Properties:\n      InlineCode: x\n      Tags:\n      - Key: a\n        Value: b\n      Environment:\n        Variables: {\n          Q: r }\n`,
    ],
    "in a list in a list": [
      `${pool}  A:\n    Type: AWS::SNS::TopicPolicy\n    Properties:\n      PolicyDocument:\n        Statement:\n          - Effect: Allow\n            Principal:\n              AWS:\n              - !GetAtt Pool.Arn\n              - !Sub\n                - '\${A}'\n                - A: b\n            Action: '*'\n`,
      `  A:\n    Type: AWS::SNS::TopicPolicy\n    Properties:\n      PolicyDocument:\n        Statement:\n          - Effect: Allow\n            Principal:\n              AWS:\n              - !Sub\n                - '\${A}'\n                - A: b\n            Action: '*'\n`,
    ],
    "in a statement behind its dash": [
      `${pool}  A:\n    Type: AWS::Serverless::Function\n    Properties:\n      InlineCode: x\n      Policies:\n        - Statement:\n          - Principal: {AWS: b}\n            Effect: Allow\n          - - ignored\n        - CrudPolicy:\n            Name: !Ref Pool\n`,
      `  A:\n    Type: AWS::Serverless::Function\n    Properties:\n      InlineCode: x\n      Policies:\n        - Statement:\n          - Principal: {AWS: b}\n            Effect: Allow\n          - - ignored\n`,
    ],
  };
  for (const [name, [before, after]] of Object.entries(cuts)) {
    it(`loses an element ${name}`, () => expect(rootOf(`Resources:\n${before}`)).to.equal(`Resources:\n${after}`));
  }

  it("loses the first pair behind a dash", () => {
    const task = (pair: string) =>
      `  A:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - ${pair}Name: x\n`;
    const variable = "Environment: [{Name: P, Value: !Ref Pool}]\n          ";
    expect(rootOf(`Resources:\n${pool}${task(variable)}`)).to.equal(`Resources:\n${task("")}`);
  });
});

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");

describe("references to the release's objects", () => {
  /** The CodeUri of a function as it comes out; of a release for Beijing. */
  const codeUri = (value: string, sections = "") =>
    /CodeUri: (.*)$/m.exec(
      rootOf(
        `${sections}Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: ${value}\n`,
      ),
    )?.[1];

  it("name the new bucket in the form that they had", () => {
    expect(codeUri(`s3://${published}/abc`)).to.equal("s3://example-releases/abc");
    expect(codeUri(`'s3://${published}/abc'`)).to.equal("'s3://example-releases/abc'");
    expect(codeUri(`"s3://${published}/abc" # code`)).to.equal('"s3://example-releases/abc" # code');
    expect(codeUri(`{Bucket: ${published}, Key: '0123'}`)).to.equal("{Bucket: \"example-releases\", Key: '0123'}");
    expect(codeUri("{'Fn::Sub': 's3://panther-enterprise-${AWS::Region}/abc'}")).to.equal("s3://example-releases/abc");
    expect(codeUri("!Join ['', ['s3://panther-enterprise-', !Ref AWS::Region, '/abc']]")).to.equal(
      "s3://example-releases/abc",
    );
    expect(codeUri(`${published}/abc`)).to.equal("example-releases/abc");
    for (const host of [`${published}.s3`, `${published}.s3.us-west-1`, `${published}.s3-us-west-1`]) {
      expect(codeUri(`https://${host}.amazonaws.com/a%20b`)).to.equal(newUrlOf("a%20b"));
    }
    expect(codeUri(`https://s3.amazonaws.com/${published}/abc`)).to.equal(newUrlOf("abc"));
  });

  it("take mappings along that nothing else uses", () => {
    const mapping = (more = "") => `Mappings:\n  Assets:\n    us-west-1: {Bucket: ${published}${more}}\n`;
    const uri = (value: string) =>
      `Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: ${value}\n`;
    const before = mapping() + uri("{Bucket: !FindInMap [Assets, !Ref AWS::Region, Bucket], Key: abc}");
    expect(rootOf(before)).to.equal(uri('{Bucket: "example-releases", Key: abc}'));
  });

  it("change inside of longer texts, and nothing around them does", () => {
    const script = (bucket: string, url: string) =>
      `Resources:\n  I:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        Fn::Base64: !Sub |\n          aws s3 cp s3://${bucket}/abc \${AWS::Region}\n          curl ${url} \${!HOME}\n`;
    const before = script(
      "panther-enterprise-${AWS::Region}",
      `https://${published}.s3.\${AWS::Region}.\${AWS::URLSuffix}/abcd`,
    );
    expect(rootOf(before)).to.equal(script("example-releases", newUrlOf("abcd")));
    const end = (bucket: string) =>
      `Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: !Sub cp \${AWS::Region} s3://${bucket}/abc\n`;
    expect(rootOf(end("panther-enterprise-${AWS::Region}"))).to.equal(end("example-releases"));
    const list = (url: string) =>
      `Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: !Join [',', [!Ref AWS::Region, '${url}']]\n`;
    expect(rootOf(list(urlOf("abc")))).to.equal(list(newUrlOf("abc")));
    const two = (first: string, second: string) =>
      `Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: !Join [',', ['${first}', ' ${second}']]\n`;
    expect(rootOf(two(urlOf("a"), urlOf("b")))).to.equal(two(newUrlOf("a"), newUrlOf("b")));
  });

  it("give the nested template the name of its new bytes, and the root keeps its own", () => {
    const child = `Resources:\n${topic("A")}${pool}`;
    const result = done(
      `Resources:\n  Stack:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: !Sub https://${published}.s3.\${AWS::Region}.\${AWS::URLSuffix}/child\n`,
      { child },
    );
    const key = sha1(`Resources:\n${topic("A")}`);
    expect([...result.templates.keys()]).to.deep.equal([key, rootKey]);
    expect(nestedOf(result, rootKey)).to.include(`TemplateURL: ${newUrlOf(key)}\n`);
  });

  it("are no words that happen to be the new bucket's name", () => {
    const text =
      "Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties: {A: panther, B: panther/china, C: !FindInMap [M, !Ref AWS::StackName, x]}\nMappings: {M: {a: {x: y}}}\n";
    const target = { ...china, bucket: "panther" };
    expect(rootOf(text, {}, target)).to.equal(text);
    const code = (bucket: string) =>
      `Resources:\n  P:\n    Type: AWS::CodeBuild::Project\n    Properties: {Source: {Type: S3, Location: ${bucket}/panther}}\n`;
    expect(rootOf(code(published), {}, target)).to.equal(code("panther"));
    expect(done(code("panther"), {}, target).assets).to.deep.equal([{ key: "panther", kind: "other" }]);
  });

  it("list what is to be copied and what a person has to bring", () => {
    const result = done(`Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: s3://${published}/code}
  G:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: s3://${published}/code}
  Layer:
    Type: AWS::Lambda::LayerVersion
    Properties: {Content: {S3Bucket: ${published}, S3Key: layer}}
  Gone:
    Type: AWS::AppSync::GraphQLSchema
    Properties: {DefinitionS3Location: s3://${published}/schema}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties: {ContainerDefinitions: [{Image: 349240696275.dkr.ecr.us-west-1.amazonaws.com/web}]}
`);
    expect(result.assets).to.deep.equal([
      { key: "code", kind: "code" },
      { key: "layer", kind: "layer" },
    ]);
    expect(result.images).to.deep.equal([
      {
        uri: "349240696275.dkr.ecr.us-west-1.amazonaws.com/web",
        place: "Resources.Task.Properties.ContainerDefinitions[0].Image",
        template: rootKey,
      },
    ]);
  });

  it("are rewritten for other regions, too", () => {
    const text = `Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: ${urlOf("abc")}\n`;
    const result = transform(text, {}, { bucket: "mirror", region: "us-gov-west-1" });
    expect(result.kind === "transformed" && result.templates.get(rootKey)).to.equal(
      text.replace(urlOf("abc"), "https://mirror.s3.us-gov-west-1.amazonaws.com/abc"),
    );
  });
});

describe("ARNs that name the standard partition", () => {
  const role = (policies: string) =>
    `Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      Path: /\n${policies}`;
  const managed = (arn: string) => role(`      ManagedPolicyArns:\n        - ${arn}\n`);
  const resource = (...arns: readonly string[]) =>
    role(
      `      Policies:\n        - PolicyName: P\n          PolicyDocument:\n            Statement:\n              - Effect: Allow\n                Action: '*'\n                Resource:\n${arns.map((arn) => `                  - ${arn}\n`).join("")}`,
    );

  it("go where they name somebody else's resource", () => {
    const foreign = "arn:aws:kms:us-west-2:349240696275:key/57e3be93";
    expect(rootOf(managed("arn:aws:iam::349240696275:policy/X"))).to.equal(role(""));
    expect(rootOf(resource(foreign))).to.equal(role(""));
    expect(rootOf(resource("'*'", foreign, "arn:aws:sqs:us-west-2:${AWS::AccountId}:x"))).to.equal(resource("'*'"));
    expect(rootOf(resource("!Sub arn:aws:iam::349240696275:role/${AWS::Region}", "'*'"))).to.equal(resource("'*'"));
    expect(rootOf(resource("!Sub arn:aws:lambda:${AWS::Region}:464622532012:layer:*", "'*'"))).to.equal(
      resource("'*'"),
    );
  });

  it("get the right partition where the same is there in China", () => {
    expect(rootOf(managed("arn:aws:iam::aws:policy/ReadOnlyAccess"))).to.equal(
      managed("arn:aws-cn:iam::aws:policy/ReadOnlyAccess"),
    );
    const own = [
      "!Sub arn:aws:firehose:${AWS::Region}:${AWS::AccountId}:x",
      "'arn:aws:s3:::panther-*'",
      "!Join ['', ['arn:aws:s3:::', !Ref AWS::StackName]]",
    ];
    expect(rootOf(resource(...own))).to.equal(resource(...own.map((arn) => arn.replace("arn:aws:", "arn:aws-cn:"))));
    const boundary = (arn: string) => role(`      PermissionsBoundary: ${arn}\n`);
    expect(rootOf(boundary("arn:aws:iam::aws:policy/AWSDenyAll"))).to.equal(
      boundary("arn:aws-cn:iam::aws:policy/AWSDenyAll"),
    );
    const permission = (partition: string) =>
      `Resources:\n  P:\n    Type: AWS::Lambda::Permission\n    Properties: {SourceArn: !Sub 'arn:${partition}:s3:::\${AWS::StackName}:x'}\n`;
    expect(rootOf(permission("aws"))).to.equal(permission("aws-cn"));
  });

  it("of the release's bucket name the new one", () => {
    expect(rootOf(resource(`arn:aws:s3:::${published}`))).to.equal(resource("arn:aws-cn:s3:::example-releases"));
    for (const arn of [
      `arn:aws:s3:::${published}/*`,
      "!Sub arn:aws:s3:::panther-enterprise-${AWS::Region}/*",
      "!Sub 'arn:${AWS::Partition}:s3:::panther-enterprise-${AWS::Region}/*'",
    ]) {
      expect(rootOf(resource(arn)), arn).to.equal(resource("arn:aws-cn:s3:::example-releases/*"));
    }
  });

  it("stay where no policy is, and outside China", () => {
    const elsewhere =
      "Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties: {DisplayName: 'arn:aws:sns:us-west-2:123456789012:x'}\n";
    expect(rootOf(elsewhere)).to.equal(elsewhere);
    const mirror = { ...china, region: "us-east-1" };
    expect(rootOf(managed("arn:aws:iam::aws:policy/ReadOnlyAccess"), {}, mirror)).to.equal(
      managed("arn:aws:iam::aws:policy/ReadOnlyAccess"),
    );
  });
});
