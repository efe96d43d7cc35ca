import { expect } from "chai";
import { loadTemplate } from "../../../../local/cloudformation/template/load.ts";
import { child, harness, nested, refusal, scope, statusOf, template } from "../harness.ts";

const body = `
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Runtime: python3.11, Environment: { Variables: { Shared: yes } } } }
Resources:
  Queue: { Type: AWS::SQS::Queue }
  Topic: { Type: AWS::SNS::Topic }
  Connector: { Type: AWS::Serverless::Application, Properties: { Location: { ApplicationId: x, SemanticVersion: 1.0.0 } } }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: s3://bucket/some/key
      Handler: main
      Tracing: Active
      Environment: { Variables: { Debug: false } }
      Policies:
        - AmazonS3ReadOnlyAccess
        - Version: 2012-10-17
          Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: "*" }]
      Events:
        Work: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn, BatchSize: 10 } }
        Hourly: { Type: Schedule, Properties: { Schedule: rate(1 hour) } }
        News: { Type: SNS, Properties: { Topic: !Ref Topic } }
Outputs:
  Role: { Value: !GetAtt FnRole.Arn }
`;

describe("the serverless transform", () => {
  it("makes a function, its role and its events' resources, with references to the implied role", () => {
    const { resources } = loadTemplate(body);
    expect(Object.fromEntries(Object.entries(resources).map(([id, { type }]) => [id, type]))).to.deep.equal({
      Queue: "AWS::SQS::Queue",
      Topic: "AWS::SNS::Topic",
      Connector: "AWS::Serverless::Application",
      Fn: "AWS::Lambda::Function",
      FnRole: "AWS::IAM::Role",
      FnWork: "AWS::Lambda::EventSourceMapping",
      FnHourly: "AWS::Events::Rule",
      FnHourlyPermission: "AWS::Lambda::Permission",
      FnNews: "AWS::SNS::Subscription",
      FnNewsPermission: "AWS::Lambda::Permission",
    });
    expect(resources.Fn?.properties).to.deep.equal({
      Runtime: "python3.11",
      Handler: "main",
      Environment: { Variables: { Shared: "yes", Debug: false } },
      Code: { S3Bucket: "bucket", S3Key: "some/key" },
      Role: { "Fn::GetAtt": ["FnRole", "Arn"] },
      TracingConfig: { Mode: "Active" },
      Tags: [{ Key: "lambda:createdBy", Value: "SAM" }],
    });
    expect(resources.FnWork?.properties).to.deep.equal({
      BatchSize: 10,
      EventSourceArn: { "Fn::GetAtt": ["Queue", "Arn"] },
      FunctionName: { Ref: "Fn" },
    });
    expect(resources.FnRole?.properties.ManagedPolicyArns).to.deep.equal([
      { "Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole" },
      { "Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AWSXRayDaemonWriteAccess" },
      { "Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AmazonS3ReadOnlyAccess" },
    ]);
  });

  it("needs its capability and that of the role it makes, one after the other", async () => {
    const h = harness();
    const create = (...Capabilities: ("CAPABILITY_AUTO_EXPAND" | "CAPABILITY_IAM")[]) =>
      refusal(() => h.engine.createStack(scope, { StackName: "s", TemplateBody: body, Capabilities }));
    expect(await create("CAPABILITY_IAM")).to.equal(
      "InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_AUTO_EXPAND]",
    );
    expect(await create("CAPABILITY_AUTO_EXPAND")).to.equal(
      "InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_IAM]",
    );
    expect(await create("CAPABILITY_AUTO_EXPAND", "CAPABILITY_IAM")).to.equal("accepted");
    await h.engine.settled();
  });

  it("works in nested templates; applications are recorded and inert; booleans reach the provider as text", async () => {
    const h = harness();
    h.templates.set("sam", body);
    await h.engine.createStack(scope, {
      StackName: "r",
      TemplateBody: template({ C: child("sam") }),
      Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    });
    await h.engine.settled();
    expect(statusOf(h, "r")).to.equal("CREATE_COMPLETE");
    const listed = h.engine.listStackResources(scope, nested(h, "r", "C")).StackResourceSummaries;
    expect(listed?.find(({ LogicalResourceId }) => LogicalResourceId === "Connector")?.ResourceStatus).to.equal(
      "CREATE_COMPLETE",
    );
    expect(h.provider.calls).not.to.include("create Connector");
    const fn = [...h.provider.standing.values()].find(({ type }) => type === "AWS::Lambda::Function");
    expect(fn?.properties.Environment).to.deep.equal({ Variables: { Shared: "yes", Debug: "false" } });
    const role = [...h.provider.standing.values()].find(({ type }) => type === "AWS::IAM::Role");
    expect(JSON.stringify(role?.properties.Policies)).to.include('"Version":"2012-10-17"');
  });
});
