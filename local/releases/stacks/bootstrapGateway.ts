import { customResourceCode, pythonLayer } from "../assets.ts";
import { custom, logGroup, settings, statement } from "../families.ts";
import type { Scope } from "../scope.ts";
import { arn, getAtt, isSet, type Resources, ref, samTransform, sub, when } from "../template.ts";
import type { StackDefinition } from "./definition.ts";

// ServiceToken names the function, so CloudFormation sees no dependency on it inside this template.
const afterFunction = { DependsOn: ["CustomResourceFunction", "CustomResourceLogGroup"] };

/**
 * Before it the teardown names the partition `aws` in an ARN, and so fails in China. The public code, v1.16.0, does; when
 * Panther changed it nobody outside knows: this minor is made up.
 */
const firstOfAnyPartition = 36;

function handler(scope: Scope): Resources {
  const { release } = scope;
  const partition = release.minor < firstOfAnyPartition ? "aws" : "";
  const code = customResourceCode(scope.build("CustomResourceFunction"), partition);
  return {
    CustomResourceLogGroup: logGroup("/aws/lambda/panther-cfn-custom-resources"),
    CustomResourceFunction: {
      Type: "AWS::Serverless::Function",
      Properties: {
        FunctionName: "panther-cfn-custom-resources",
        Description: "Handles every custom resource of this release",
        CodeUri: `s3://${release.bucket}/${release.store(code)}`,
        Handler: "custom_resources.handler",
        Runtime: "python3.11",
        MemorySize: 512,
        Timeout: 900,
        Environment: { Variables: { DEBUG: ref("Debug"), ...settings(scope, ["CompanyDisplayName"]) } },
        Policies: [
          {
            Version: "2012-10-17",
            Statement: [
              statement(
                ["cognito-idp:AdminCreateUser", "cognito-idp:SetUserPoolMfaConfig"],
                arn("cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/${UserPoolId}"),
              ),
              statement(
                ["tag:TagResources", "tag:UntagResources"],
                arn("lambda:${AWS::Region}:${AWS::AccountId}:function:panther-*"),
                arn("cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/${UserPoolId}"),
              ),
              statement(["lambda:InvokeFunction"], arn("lambda:${AWS::Region}:${AWS::AccountId}:function:panther-*")),
              statement(
                ["logs:DeleteLogGroup", "logs:PutMetricFilter", "logs:DeleteMetricFilter"],
                arn("logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/panther-*"),
              ),
              statement(["logs:DescribeLogGroups"], "*"),
              statement(
                ["lambda:DeleteLayerVersion", "lambda:ListLayerVersions"],
                arn("lambda:${AWS::Region}:${AWS::AccountId}:layer:panther-engine-globals*"),
              ),
              statement(["iam:PutRolePermissionsBoundary"], arn("iam::${AWS::AccountId}:role/*")),
              statement(
                ["cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms"],
                arn("cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:Panther*"),
              ),
            ],
          },
        ],
      },
    },
  };
}

function resources(scope: Scope): Resources {
  const { release } = scope;
  return {
    ...handler(scope),
    PythonLayer: {
      Type: "AWS::Lambda::LayerVersion",
      Properties: {
        LayerName: "panther-analysis",
        Description: "Libraries for detections",
        CompatibleRuntimes: ["python3.7", ...(scope.has("PythonRuntime") ? ["python3.9"] : [])],
        Content: { S3Bucket: release.bucket, S3Key: release.store(pythonLayer(scope.build("PythonLayer"))) },
      },
    },
    ...custom(
      scope,
      "CustomTeardown",
      "PantherTeardown",
      {
        CustomResourceLogGroupName: ref("CustomResourceLogGroup"),
        CustomResourceRoleName: ref("CustomResourceFunctionRole"),
      },
      afterFunction,
    ),
    ...custom(scope, "UserPoolMfa", "CognitoUserPoolMfa", { UserPoolId: ref("UserPoolId") }, afterFunction),
    ...custom(
      scope,
      "CustomResourceAlarms",
      "LambdaAlarms",
      { AlarmTopicArn: ref("AlarmTopicArn"), FunctionName: ref("CustomResourceFunction") },
      afterFunction,
    ),
    AppClient: {
      Type: "AWS::Cognito::UserPoolClient",
      Properties: {
        ClientName: "Panther",
        CallbackURLs: [sub("https://${AppDomainURL}")],
        ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        RefreshTokenValidity: 1 + scope.revision("AppClient"),
        UserPoolId: ref("UserPoolId"),
        WriteAttributes: ["email", "family_name", "given_name"],
      },
    },
    // The repository is in us-east-1 of the standard partition, whatever region this runs in.
    PantherAthenaDDBConnector: {
      Type: "AWS::Serverless::Application",
      Properties: {
        Location: {
          ApplicationId: "arn:aws:serverlessrepo:us-east-1:292517598671:applications/AthenaDynamoDBConnector",
          SemanticVersion: "2020.33.1",
        },
        Parameters: { AthenaCatalogName: "panther-ddb", SpillBucket: ref("AthenaResultsBucket") },
      },
    },
    PantherAnthenaDDBDataSource: {
      Type: "AWS::Athena::DataCatalog",
      DependsOn: "PantherAthenaDDBConnector",
      Properties: {
        Name: "panther-ddb",
        Type: "LAMBDA",
        Parameters: { function: arn("lambda:${AWS::Region}:${AWS::AccountId}:function:panther-ddb") },
      },
    },
    AthenaWorkGroup: {
      Type: "AWS::Athena::WorkGroup",
      Properties: {
        Name: "Panther",
        Description: "Queries on processed data",
        WorkGroupConfiguration: {
          EnforceWorkGroupConfiguration: true,
          ResultConfiguration: { OutputLocation: sub("s3://${AthenaResultsBucket}/panther/") },
        },
      },
    },
  };
}

export const bootstrapGateway: StackDefinition = {
  name: "BootstrapGateway",
  tag: "panther-bootstrap-gateway",
  style: "short",
  dependsOn: [],
  wires: {
    AlarmTopicArn: { from: "Bootstrap.AlarmTopicArn" },
    AppDomainURL: { from: "Bootstrap.AppDomainURL", pattern: "^[a-z0-9.-]+\\.[a-z]{2,}$" },
    AthenaResultsBucket: { from: "Bootstrap.AthenaResultsBucket" },
    UserPoolId: { from: "Bootstrap.UserPoolId", pattern: "^[a-zA-Z0-9_-]{15,}$" },
  },
  customResources: true,
  body: (scope) => ({
    Description: "The function behind all custom resources, and what needs it first",
    Transform: samTransform,
    Conditions: { OwnPythonLayer: isSet("PythonLayerVersionArn") },
    Resources: resources(scope),
    Outputs: {
      AppClientId: { Description: "Client of the user pool", Value: ref("AppClient") },
      AthenaWorkGroup: { Description: "Work group of queries", Value: ref("AthenaWorkGroup") },
      CustomResourceFunctionArn: {
        Description: "Handler of custom resources",
        Value: getAtt("CustomResourceFunction"),
      },
      PythonLayerVersionArn: {
        Description: "Layer of detections",
        Value: when("OwnPythonLayer", ref("PythonLayerVersionArn"), ref("PythonLayer")),
      },
    },
  }),
};
