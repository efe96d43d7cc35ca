// A small stack of three levels, with one resource of each kind of provider.

/** A function that answers for custom resources: it echoes, and fails when it is told to. */
const handler = `
import json, urllib.request
def handler(event, context):
    wish = event["ResourceProperties"].get("Wish", "")
    failed = wish == "fail " + event["RequestType"].lower()
    answer = {"Status": "FAILED" if failed else "SUCCESS", "Reason": "as wished", "PhysicalResourceId": "echo-" + event["LogicalResourceId"],
              "StackId": event["StackId"], "RequestId": event["RequestId"], "LogicalResourceId": event["LogicalResourceId"],
              "Data": {"Echo": event["RequestType"] + " " + event["ResourceProperties"].get("Text", "")}}
    request = urllib.request.Request(event["ResponseURL"], data=json.dumps(answer).encode(), method="PUT")
    urllib.request.urlopen(request)
`;

const leaf = {
  Parameters: { Retention: { Type: "Number" } },
  Resources: {
    Queue: { Type: "AWS::SQS::Queue", Properties: { MessageRetentionPeriod: { Ref: "Retention" } } },
    Trail: {
      Type: "AWS::CloudTrail::Trail",
      DependsOn: "Queue",
      Properties: { IsLogging: true, S3BucketName: "logs" },
    },
  },
  Outputs: { QueueArn: { Value: { "Fn::GetAtt": ["Queue", "Arn"] } } },
};

const middle = (leafUrl: string) => ({
  Parameters: { Retention: { Type: "Number" }, Wish: { Type: "String", Default: "" }, Token: { Type: "String" } },
  Resources: {
    Leaf: {
      Type: "AWS::CloudFormation::Stack",
      Properties: { TemplateURL: leafUrl, Parameters: { Retention: { Ref: "Retention" } } },
    },
    Echo: {
      Type: "Custom::Echo",
      Properties: {
        ServiceToken: { Ref: "Token" },
        Text: { "Fn::GetAtt": ["Leaf", "Outputs.QueueArn"] },
        Wish: { Ref: "Wish" },
        ServiceTimeout: 30,
        Retention: { Ref: "Retention" },
      },
    },
  },
  Outputs: { Echo: { Value: { "Fn::GetAtt": ["Echo", "Echo"] } } },
});

const root = (middleUrl: string) => ({
  Parameters: { Retention: { Type: "Number", Default: 600 }, Wish: { Type: "String", Default: "" } },
  Resources: {
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
        },
      },
    },
    Function: {
      Type: "AWS::Lambda::Function",
      Properties: {
        Runtime: "python3.11",
        Handler: "index.handler",
        Role: { "Fn::GetAtt": ["Role", "Arn"] },
        Timeout: 30,
        Code: { ZipFile: handler },
      },
    },
    Middle: {
      Type: "AWS::CloudFormation::Stack",
      Properties: {
        TemplateURL: middleUrl,
        Parameters: {
          Retention: { Ref: "Retention" },
          Wish: { Ref: "Wish" },
          Token: { "Fn::GetAtt": ["Function", "Arn"] },
        },
      },
    },
    Project: {
      Type: "AWS::CodeBuild::Project",
      DependsOn: "Middle",
      Properties: {
        Name: "panther-pulumi",
        ServiceRole: { "Fn::GetAtt": ["Role", "Arn"] },
        Artifacts: { Type: "NO_ARTIFACTS" },
        Source: {
          Type: "NO_SOURCE",
          BuildSpec: "version: 0.2\nphases:\n  build:\n    commands:\n      - echo hello $NAME\n",
        },
        Environment: {
          Type: "LINUX_CONTAINER",
          ComputeType: "BUILD_GENERAL1_SMALL",
          Image: "aws/codebuild/standard:7.0",
          PrivilegedMode: true,
        },
      },
    },
  },
  Outputs: { Echo: { Value: { "Fn::GetAtt": ["Middle", "Outputs.Echo"] } } },
});

/** The templates by their keys; `url` gives the TemplateURL of a key. */
export function templates(url: (key: string) => string): Readonly<Record<string, string>> {
  const documents = {
    "root.json": root(url("middle.json")),
    "middle.json": middle(url("leaf.json")),
    "leaf.json": leaf,
  };
  return Object.fromEntries(Object.entries(documents).map(([key, document]) => [key, JSON.stringify(document)]));
}
