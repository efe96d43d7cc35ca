import { expect } from "chai";
import { done, lines, nestedOf, newUrlOf, rootOf, transform, urlOf } from "./support.ts";

const cognito = "AWS::Cognito::UserPool: Cognito user pools are not available in AWS China";

/** A template with a user pool and a function whose variables are these. */
const withVariables = (variables: string, rest = "") => lines`
  Parameters:
    Name: {Type: String}
  ${rest}
  Resources:
    Pool:
      Type: AWS::Cognito::UserPool
    Function:
      Type: AWS::Lambda::Function
      Properties:
        Code: {ZipFile: x}
        Environment:
          Variables:
            NAME: !Ref Name
            POOL: ${variables}
`;
const withoutVariable = withVariables("")
  .replace("  Pool:\n    Type: AWS::Cognito::UserPool\n", "")
  .replace("          POOL:\n", "");

describe("what goes with something that China doesn't have", () => {
  const intrinsics = {
    "Ref, short": "!Ref Pool",
    "Ref, long": "{Ref: Pool}",
    "Fn::GetAtt, short": "!GetAtt Pool.Arn",
    "Fn::GetAtt, short with a list": "!GetAtt [Pool, Arn]",
    "Fn::GetAtt, long": "{'Fn::GetAtt': [Pool, Arn]}",
    "Fn::GetAtt, long with a text": "{'Fn::GetAtt': Pool.Arn}",
    "Fn::Sub, short": "!Sub '${AWS::Region} ${Pool}'",
    "Fn::Sub, long": "{'Fn::Sub': '${Pool.Arn} and more'}",
    "Fn::Sub with a variable": "!Sub ['${P} ${!Pool}', {P: !Ref Pool}]",
    "Fn::Sub with a list, of the text": "{'Fn::Sub': ['${Pool} ${P}', {P: x}]}",
    "Fn::Join, short": "!Join [',', [a, !Ref Pool]]",
    "Fn::Join, long": "{'Fn::Join': [',', [a, {Ref: Pool}]]}",
    "Fn::Select": "!Select [0, [!Ref Pool]]",
    "Fn::Split": "!Split [',', !Ref Pool]",
    "Fn::Base64": "!Base64 {Ref: Pool}",
    "Fn::FindInMap": "!FindInMap [Map, !Ref Pool, x]",
    "Fn::If without an alternative": "!If [Yes, !Ref Pool, !Ref AWS::NoValue]",
    "Fn::If with a blank alternative": "!If [Yes, '', !Ref Pool]",
    "Fn::If with nothing else": "!If [Yes, !Ref Pool, !GetAtt Pool.Arn]",
    "Fn::If half": "!If [Yes, !Ref Pool]",
  };
  for (const [name, expression] of Object.entries(intrinsics)) {
    it(`an expression: ${name}`, () => {
      const used = expression.includes("Yes") ? "Conditions:\n  Yes: !Equals [!Ref AWS::Region, x]" : "";
      const mapped = expression.includes("Map") ? "Mappings:\n  Map: {x: {x: y}}" : "";
      // What nothing uses any more goes, too.
      expect(rootOf(withVariables(expression, used || mapped))).to.equal(withoutVariable);
    });
  }

  it("keeps a name that only looks like it", () => {
    for (const expression of [
      "'${Pool}'",
      "!Sub '${!Pool}'",
      "!Sub ['${Pool}', {Pool: x}]",
      "Pool",
      "!Ref AWS::StackId",
    ]) {
      expect(rootOf(withVariables(expression)), expression).to.equal(
        withVariables(expression).replace("  Pool:\n    Type: AWS::Cognito::UserPool\n", ""),
      );
    }
  });

  /** What stays of a template's other resources, next to a user pool that goes. */
  const rest = (resources: string, sections = "") =>
    rootOf(
      `${sections}Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n  Stays:\n    Type: AWS::SNS::Topic\n${resources}`,
    )
      .replace("  Stays:\n    Type: AWS::SNS::Topic\n", "")
      .replace(/^Resources:\n/m, "");

  it("DependsOn, alone and in a list", () => {
    const table = (order: string) => `  Table:\n    Type: AWS::DynamoDB::Table\n${order}`;
    expect(rest(table("    DependsOn: Pool\n"))).to.equal(table(""));
    expect(rest(table("    DependsOn: [Pool]\n"))).to.equal(table(""));
    expect(rest(table("    DependsOn: [Stays, Pool]\n"))).to.equal(table("    DependsOn: [Stays]\n"));
    expect(rest(table("    DependsOn:\n      - Pool\n      - Stays\n"))).to.equal(
      table("    DependsOn:\n      - Stays\n"),
    );
  });

  it("items of a policy's statement, then the statement, then the policy, then what is nothing but a policy", () => {
    const role = (statements: string) =>
      `  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      Path: /\n${statements && `      Policies:\n        - PolicyName: P\n          PolicyDocument:\n            Version: 2012-10-17\n            Statement:\n${statements}`}`;
    const statement = (resource: string, more = "") =>
      `              - Effect: Allow\n                Action: a:B\n                Resource: ${resource}\n${more}`;
    const kept = statement("['*']");
    expect(rest(role(statement("['*', !GetAtt Pool.Arn]")))).to.equal(role(kept));
    expect(rest(role(kept + statement("!GetAtt Pool.Arn")))).to.equal(role(kept));
    expect(rest(role(statement("[!GetAtt Pool.Arn]")))).to.equal(role(""));
    const condition = "                Condition: {StringEquals: {'aws:SourceArn': !GetAtt Pool.Arn}}\n";
    expect(rest(role(kept + statement("'*'", condition)))).to.equal(role(kept));
    expect(
      rest(role(statement("!If [Yes, [!GetAtt Pool.Arn, b], c]")), "Conditions:\n  Yes: !Equals [a, b]\n"),
    ).to.equal(`Conditions:\n  Yes: !Equals [a, b]\n${role(statement("!If [Yes, [b], c]"))}`);
    const topicPolicy = `  Policy:\n    Type: AWS::SNS::TopicPolicy\n    Properties:\n      Topics: [!Ref Stays]\n      PolicyDocument:\n        Statement:\n          Effect: Allow\n          Action: sns:Publish\n          Resource: !GetAtt Pool.Arn\n`;
    expect(rest(topicPolicy)).to.equal("");
  });

  it("callers in a trust policy, and a role that nobody else may take on", () => {
    const role = (service: string) =>
      `  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n        Statement:\n          - Effect: Allow\n            Principal: ${service}\n            Action: sts:AssumeRole\n`;
    expect(rest(role("{Service: appsync.amazonaws.com}"))).to.equal("");
    expect(rest(role("{Service: !Sub 'cognito-idp.${AWS::URLSuffix}'}"))).to.equal("");
    expect(rest(role("{Federated: cognito-identity.amazonaws.com}"))).to.equal("");
    expect(rest(role("{Service: [lambda.amazonaws.com, appsync.amazonaws.com]}"))).to.equal(
      role("{Service: [lambda.amazonaws.com]}"),
    );
    expect(rest(role("{AWS: '*', Service: appsync.amazonaws.com}"))).to.equal(role("{AWS: '*'}"));
  });

  it("what a function is given, and SAM's events", () => {
    const properties = (text: string) =>
      `  Function:\n    Type: AWS::Serverless::Function\n    Properties:\n      InlineCode: x\n${text}`;
    expect(rest(properties("      Environment:\n        Variables: {POOL: !Ref Pool}\n"))).to.equal(properties(""));
    expect(rest(properties("      Layers: [a, !Ref Pool]\n"))).to.equal(properties("      Layers: [a]\n"));
    expect(rest(properties("      Layers: !Ref Pool\n"))).to.equal(properties(""));
    expect(rest(properties("      Tags: {a: b, pool: !Ref Pool}\n"))).to.equal(properties("      Tags: {a: b}\n"));
    expect(rest(properties("      Policies:\n        - CrudPolicy: {Name: !Ref Pool}\n"))).to.equal(properties(""));
    expect(rest(properties("      Events:\n        Trigger:\n          Type: Cognito\n"))).to.equal(properties(""));
    const timer = "        Timer:\n          Type: Schedule\n";
    expect(
      rest(
        properties(
          `      Events:\n${timer}        Pool:\n          Type: S3\n          Properties: {Bucket: !Ref Pool}\n`,
        ),
      ),
    ).to.equal(properties(`      Events:\n${timer}`));
  });

  it("what SAM gives all functions", () => {
    const globals = (text: string) => `Globals:\n  Function:\n    Timeout: 3\n${text}`;
    expect(rest("", globals("    Environment: {Variables: {POOL: !Ref Pool}}\n"))).to.equal(globals(""));
    expect(rest("", "Globals:\n  Function:\n    Layers: [!Ref Pool]\n")).to.equal("");
  });

  it("variables of containers and builds, tags and actions of alarms", () => {
    const entries = [
      [
        "AWS::ECS::TaskDefinition",
        "ContainerDefinitions: [{Name: x, Environment: [{Name: A, Value: b}",
        ", {Name: P, Value: !Ref Pool}",
        "]}]",
      ],
      [
        "AWS::ECS::TaskDefinition",
        "ContainerDefinitions: [{Name: x",
        ", Environment: [{Name: P, Value: !Ref Pool}]",
        "}]",
      ],
      [
        "AWS::CodeBuild::Project",
        "Environment: {Image: x, EnvironmentVariables: [{Name: A, Value: b}",
        ", {Name: P, Value: !Ref Pool}",
        "]}",
      ],
      ["AWS::SQS::Queue", "Tags: [{Key: a, Value: b}", ", {Key: p, Value: !Ref Pool}", "]"],
      ["AWS::CloudWatch::Alarm", "AlarmActions: [a", ", !Ref Pool", "]"],
      ["AWS::IAM::Policy", "Roles: [a", ", !Ref Pool", "]"],
    ];
    for (const [type, start = "", gone = "", end = ""] of entries) {
      const resource = (middle: string) =>
        `  Thing:\n    Type: ${type}\n    Properties:\n      A: b\n      ${start}${middle}${end}\n`;
      expect(rest(resource(gone)), `${type} ${start}`).to.equal(resource(""));
    }
  });

  it("a resource that is there for it alone, and what hangs on that", () => {
    const resources = [
      "  Logs:\n    Type: AWS::Logs::LogGroup\n    Properties: {LogGroupName: !Sub '/pool/${Pool}'}",
      "  Filter:\n    Type: AWS::Logs::MetricFilter\n    Properties: {LogGroupName: !Ref Logs}",
      "  Alarms:\n    Type: Custom::LambdaAlarms\n    Properties: {Name: !Ref Pool}",
      "  Attached:\n    Type: AWS::IAM::Policy\n    Properties: {Roles: [!Ref Pool]}",
      "  Mfa:\n    Type: Custom::CognitoUserPoolMfa",
      "  User:\n    Type: Custom::PantherUser",
    ].join("\n");
    expect(rest(`${resources}\n`)).to.equal("");
  });

  it("a permission for a caller that is not there", () => {
    const permission = (properties: string) =>
      `  Permission:\n    Type: AWS::Lambda::Permission\n    Properties: {${properties}}\n`;
    expect(rest(permission("Principal: cognito-idp.amazonaws.com"))).to.equal("");
    expect(
      rest(permission("Principal: events.amazonaws.com, SourceArn: 'arn:aws:events:us-west-2:123456789012:rule/x'")),
    ).to.equal("");
    const kept = permission("Principal: events.amazonaws.com");
    expect(rest(kept)).to.equal(kept);
  });

  it("what SAM makes for a function that goes", () => {
    const text = lines`
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Stays:
          Type: AWS::SNS::Topic
        Application:
          Type: AWS::Serverless::GraphQLApi
        Function:
          Type: AWS::Serverless::Function
          Properties:
            InlineCode: x
            Role: !GetAtt OtherRole.Arn
        Other:
          Type: AWS::Serverless::Function
          Properties:
            InlineCode: x
            Events: {Timer: {Type: Schedule}}
      Outputs:
        Role:
          Value: !GetAtt OtherRole.Arn
        Rule:
          Value: !Ref OtherTimer
    `;
    expect(rootOf(text)).to.equal(text.replace("  Application:\n    Type: AWS::Serverless::GraphQLApi\n", ""));
  });

  it("an application of the public repository, with the catalog that names what it makes", () => {
    const text = (connector: string) =>
      lines`
        Resources:
          Stays:
            Type: AWS::SNS::Topic
        ` + connector;
    const connector =
      "  Connector:\n    Type: AWS::Serverless::Application\n    Properties: {Location: {ApplicationId: 'arn:aws:serverlessrepo:us-east-1:292517598671:applications/X'}}\n";
    const waiting = (type: string, order: string) => `  After:\n    Type: ${type}\n${order}`;
    const order = "    DependsOn: Connector\n";
    expect(rootOf(text(connector + waiting("AWS::Athena::DataCatalog", order)))).to.equal(text(""));
    expect(rootOf(text(connector + waiting("AWS::Athena::WorkGroup", order)))).to.equal(
      text(waiting("AWS::Athena::WorkGroup", "")),
    );
  });

  it("outputs, and what imports them", () => {
    const exported = (value: string) =>
      `Outputs:\n  Pool:\n    Value: ${value}\n    Export: {Name: !Sub '\${AWS::StackName}-pool'}\n`;
    const child = `Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n  Topic:\n    Type: AWS::SNS::Topic\n${exported("!Ref Pool")}`;
    const root = (variable: string) => lines`
      Resources:
        Stack:
          Type: AWS::CloudFormation::Stack
          Properties:
            TemplateURL: ${urlOf("child")}
        Function:
          Type: AWS::Lambda::Function
          Properties:
            Code: {ZipFile: x}
            Environment:
              Variables: {A: b${variable}}
    `;
    const imported = root(", POOL: {'Fn::ImportValue': {'Fn::Sub': '${AWS::StackName}-pool'}}");
    const result = done(imported, { child });
    expect(nestedOf(result, "child")).to.equal("Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n");
    expect([...result.templates.values()].at(-1)).to.match(/Variables: {A: b}\n$/);
  });

  it("parameters in the console's groups", () => {
    const text = (console: string, parameters: string, pool: string) => lines`
      Metadata:${console}
      Parameters:
        Stays: {Type: String}${parameters}
      Resources:${pool}
        Topic:
          Type: AWS::SNS::Topic
          Properties: {DisplayName: !Ref Stays}
    `;
    const before = text(
      "\n  AWS::CloudFormation::Interface:\n    ParameterGroups:\n      - Label: {default: A}\n        Parameters: [Stays, Gone]\n      - Label: {default: B}\n        Parameters: [Gone]\n    ParameterLabels:\n      Gone: {default: C}",
      "\nGone: {Type: String}",
      "\n  Pool:\n    Type: AWS::Cognito::UserPool\n    Properties: {UserPoolName: !Ref Gone}",
    );
    const after = text(
      "\n  AWS::CloudFormation::Interface:\n    ParameterGroups:\n      - Label: {default: A}\n        Parameters: [Stays]",
      "",
      "",
    );
    expect(rootOf(before)).to.equal(after);
  });

  it("names that become unused, and none that were", () => {
    const text = (...gone: readonly [string, string, string, string]) => lines`
      Parameters:
        Never: {Type: String}${gone[0]}
      Mappings:
        NeverMap: {a: {b: c}}${gone[1]}
      Conditions:
        NeverCondition: !Equals [a, b]${gone[2]}
      Resources:
        Topic:
          Type: AWS::SNS::Topic
        ${gone[3]}
    `;
    const before = text(
      "\nFirst: {Type: String}\nSecond: {Type: String}",
      "\nMap: {a: {b: c}}",
      "\nOuter: !And [!Condition Inner, {Condition: Inner}]\nInner: !Equals [!Ref First, x]",
      "Pool:\n  Type: AWS::Cognito::UserPool\n  Condition: Outer\n  Properties: {A: !Ref Second, B: !FindInMap [Map, a, b]}",
    );
    expect(rootOf(before)).to.equal(text("", "", "", ""));
  });

  it("a parameter that becomes unused and that the parent doesn't give", () => {
    const child = (gone: string) => `Parameters:\n  Stays: {Type: String, Default: ''}\n${gone}`;
    const pool = "  Pool:\n    Type: AWS::Cognito::UserPool\n    Properties: {UserPoolName: !Ref Name}\n";
    const topic = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n";
    const root = `Resources:\n  Stack:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ${urlOf("child")}}\n`;
    const before = child(`  Name: {Type: String, Default: ''}\n${topic}${pool}`);
    expect(nestedOf(done(root, { child: before }), "child")).to.equal(child(topic));
  });

  it("a rule about a parameter that goes", () => {
    const child = `Parameters:\n  PoolId: {Type: String}\nRules:\n  HasPool:\n    Assertions: [{Assert: !Not [!Equals [!Ref PoolId, '']]}]\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n`;
    const root = `Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n  Stack:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ${urlOf("child")}\n      Parameters: {PoolId: !Ref Pool}\n`;
    expect(nestedOf(done(root, { child }), "child")).to.equal("Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n");
  });
});

describe("a choice that the region decides", () => {
  const text = (variable: string, conditions = "") =>
    `${conditions}Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n  Topic:\n    Type: AWS::SNS::Topic\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: ${variable}\n`;
  const inChina = "Conditions:\n  InChina: !Equals [!Ref AWS::Partition, aws-cn]\n";
  const elsewhere = `${inChina}  Elsewhere: !Not [!Condition InChina]\n`;
  // What nothing used before would stay.
  const conditionsOf = (value: string) => (value.includes("Elsewhere") ? elsewhere : inChina);
  const after = (variable: string) => text(variable).replace("  Pool:\n    Type: AWS::Cognito::UserPool\n", "");

  const choices: Readonly<Record<string, readonly [string, string]>> = {
    "in short": ["!If [InChina, !Ref Topic, !Ref Pool]", "!Ref Topic"],
    "in short, the other way round": ["!If [Elsewhere, !Ref Pool, 'x'] # name", "'x' # name"],
    "in long": ["{'Fn::If': [InChina, {Ref: Topic}, {Ref: Pool}]}", "{Ref: Topic}"],
    "in lines": [
      "!If\n        - InChina\n        - !GetAtt Topic.Arn # here\n        - !Ref Pool",
      "!GetAtt Topic.Arn",
    ],
    "in long lines": [
      "\n        Fn::If:\n          - Elsewhere\n          - !Ref Pool\n          - !Ref Topic",
      "\n        !Ref Topic",
    ],
    "in another one": ["!If [InChina, !If [Elsewhere, !Ref Pool, !Ref Topic], !Ref Pool]", "!Ref Topic"],
    "in an expression": ["!Join ['', [!If [InChina, x, !Ref Pool], y]]", "!Join ['', [x, y]]"],
  };
  for (const [name, [before, left]] of Object.entries(choices)) {
    it(`is decided, ${name}`, () => {
      expect(rootOf(text(before, conditionsOf(before)))).to.equal(after(left));
    });
  }

  it("is decided in JSON", () => {
    const json = (value: string, pool = "") =>
      `{"Conditions": {"C": {"Fn::Equals": [{"Ref": "AWS::Region"}, "cn-north-1"]}, "D": {"Condition": "C"}}, "Resources": {${pool}"A": {"Type": "AWS::SQS::Queue", "Condition": "D", "Properties": {"QueueName": ${value}}}}}`;
    const before = json(
      '{"Fn::If": ["C", {"Ref": "AWS::StackName"}, {"Ref": "Pool"}]}',
      '"Pool": {"Type": "AWS::Cognito::UserPool"}, ',
    );
    expect(rootOf(before)).to.equal(json('{"Ref": "AWS::StackName"}'));
  });

  it("takes along what would have the value that goes, and what is never there", () => {
    const variable = (value: string, condition: string) =>
      `${elsewhere}Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n  Pool:\n    Type: AWS::Cognito::UserPool\n  Function:\n    Type: AWS::Lambda::Function\n${condition}    Properties:\n      Code: {ZipFile: x}\n      Environment: {Variables: {POOL: ${value}}}\n`;
    expect(rootOf(variable("!If [Elsewhere, x, !Ref Pool]", ""))).to.match(
      /Function:\n {4}Type: \S+\n {4}Properties:\n {6}Code: {ZipFile: x}\n$/,
    );
    const queue =
      "  Queue:\n    Type: AWS::SQS::Queue\n    Condition: Elsewhere\n    Properties: {QueueName: !Ref Pool}\n";
    const topic = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n";
    expect(rootOf(`${elsewhere}${topic}  Pool:\n    Type: AWS::Cognito::UserPool\n${queue}`)).to.equal(topic);
  });

  it("goes as a whole when both values do, in whatever order", () => {
    const both = (value: string) =>
      `${inChina}Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n  Pool:\n    Type: AWS::Cognito::UserPool\n  Logs:\n    Type: AWS::Logs::LogGroup\n    Properties: {LogGroupName: ${value}}\n  Last:\n    Type: AWS::AppSync::GraphQLApi\n`;
    for (const value of ["!If [InChina, !Ref Last, !Ref Pool]", "!If [InChina, !Ref Pool, !Ref Last]"]) {
      expect(rootOf(both(value)), value).to.equal("Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n");
    }
  });

  it("stops where lines would have to be indented anew", () => {
    const map = "!If\n        - InChina\n        - A: b\n          C: d\n        - !Ref Pool";
    expect(transform(text(map, inChina)).kind).to.equal("refused");
  });
});

describe("removal through nested stacks", () => {
  const stack = (id: string, child: string, rest = "") =>
    `  ${id}:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ${child}\n${rest}`;
  const topic = "  Topic:\n    Type: AWS::SNS::Topic\n";

  it("follows outputs up and parameters down, three levels deep", () => {
    const pool = `Resources:\n${topic}  Pool:\n    Type: AWS::Cognito::UserPool\nOutputs:\n  Topic: {Value: !Ref Topic}\n  PoolId: {Value: !Ref Pool}\n`;
    const user = (parameter: string, variable: string) =>
      `${parameter}Resources:\n  Function:\n    Type: AWS::Serverless::Function\n    Properties:\n      InlineCode: x\n${variable}`;
    const userBefore = user(
      "Parameters:\n  PoolId: {Type: String}\n",
      "      Environment: {Variables: {POOL: !Ref PoolId}}\n",
    );
    const userAfter = user("", "");
    const between = (parameter: string, argument: string, url: string) =>
      `${parameter}Resources:\n${stack("User", url, argument)}`;
    const root = (argument: string, poolUrl: string, betweenUrl: string) =>
      `Resources:\n${stack("Pool", poolUrl)}${stack("Between", betweenUrl, argument)}`;
    const result = done(
      root("      Parameters:\n        Id: !GetAtt Pool.Outputs.PoolId\n", urlOf("pool"), urlOf("between")),
      {
        pool,
        user: userBefore,
        between: between("Parameters:\n  Id: {Type: String}\n", "      Parameters: {PoolId: !Ref Id}\n", urlOf("user")),
      },
    );
    const keyOf = (before: string) => [...result.origins].find(([, key]) => key === before)?.[0] ?? "";
    expect(nestedOf(result, "user")).to.equal(userAfter);
    expect(nestedOf(result, "between")).to.equal(between("", "", newUrlOf(keyOf("user"))));
    expect(nestedOf(result, "v1.39.7/panther.yml")).to.equal(
      root("", newUrlOf(keyOf("pool")), newUrlOf(keyOf("between"))),
    );
    expect(result.removed.find(({ place }) => place.endsWith("Environment"))?.chain).to.deep.equal([
      cognito,
      "Pool: Resources.Pool",
      "Pool: Outputs.PoolId",
      "v1.39.7/panther.yml: Resources.Between.Properties.Parameters.Id",
      "Between: Parameters.Id",
      "Between: Resources.User.Properties.Parameters.PoolId",
      "Between/User: Parameters.PoolId",
      "Between/User: Resources.Function.Properties.Environment",
    ]);
    expect([...result.templates.keys()]).to.deep.equal([
      keyOf("pool"),
      keyOf("user"),
      keyOf("between"),
      "v1.39.7/panther.yml",
    ]);
  });

  it("takes a stack of which nothing is left, and leaves its template out", () => {
    const gone = "Resources:\n  Api:\n    Type: AWS::AppSync::GraphQLApi\nOutputs:\n  Url: {Value: !GetAtt Api.Url}\n";
    const root = `Resources:\n${topic}${stack("Appsync", urlOf("gone"))}Outputs:\n  Url: {Value: !Sub 'https://\${Appsync.Outputs.Url}'}\n`;
    const result = done(root, { gone });
    expect([...result.templates]).to.deep.equal([["v1.39.7/panther.yml", `Resources:\n${topic}`]]);
  });

  it("takes the web app's stack by its tag, without looking at its template", () => {
    const tags = "      Tags: [{Key: Application, Value: Panther}, {Key: Stack, Value: panther-web}]\n";
    const root = `Resources:\n${topic}${stack("Web", "!Ref Url", tags)}`;
    expect(rootOf(root)).to.equal(`Resources:\n${topic}`);
  });

  it("keeps a parameter that has a default", () => {
    const child = `Parameters:\n  PoolId: {Type: String, Default: ''}\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {DisplayName: !Ref PoolId}\n`;
    const root = `Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n${stack("Stack", urlOf("child"), "      Parameters: {PoolId: !Ref Pool}\n")}`;
    expect(nestedOf(done(root, { child }), "child")).to.equal(child);
  });

  it("takes a parameter from every stack that is made of the template", () => {
    const child = `Parameters:\n  Id: {Type: String}\nResources:\n  Function:\n    Type: AWS::Serverless::Function\n    Properties:\n      InlineCode: x\n      Environment: {Variables: {ID: !Ref Id}}\n`;
    const given = (id: string) => `      Parameters: {Id: ${id}}\n`;
    const root = `Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n${stack("One", urlOf("child"), given("!Ref Pool"))}${stack("Two", urlOf("child"), given("fixed"))}`;
    expect(rootOf(root, { child })).to.not.include("Parameters");
  });

  it("follows stack sets and nested applications", () => {
    const child = `Parameters:\n  Id: {Type: String}\n  Name: {Type: String}\nResources:\n  Function:\n    Type: AWS::Serverless::Function\n    Properties:\n      InlineCode: !Ref Name\n      Environment: {Variables: {ID: !Ref Id}}\n`;
    const pool = "  Pool:\n    Type: AWS::Cognito::UserPool\n";
    const set = `  Set:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateURL: ${urlOf("child")}\n      Parameters: [{ParameterKey: Id, ParameterValue: !Ref Pool}, {ParameterKey: Name, ParameterValue: x}]\n`;
    expect(rootOf(`Resources:\n${pool}${set}`, { child })).to.include(
      "Parameters: [{ParameterKey: Name, ParameterValue: x}]",
    );
    const application = `  App:\n    Type: AWS::Serverless::Application\n    Properties:\n      Location: ${urlOf("child")}\n      Parameters: {Id: !Ref Pool, Name: x}\n`;
    expect(rootOf(`Resources:\n${pool}${application}`, { child })).to.include("Parameters: {Name: x}");
  });

  it("takes nothing out for a bucket outside China", () => {
    const text = "Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n";
    const result = transform(text, {}, { bucket: "mirror", region: "ap-southeast-1" });
    expect(result.kind === "transformed" && [...result.templates.values()]).to.deep.equal([text]);
  });
});
