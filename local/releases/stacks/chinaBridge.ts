import { arn, equals, type Resources, ref, sub, type Value, type Values } from "../template.ts";

/** Needed by the template with the bridge. */
export const bridgeConditions: Values = { InChina: equals(ref("AWS::Partition"), "aws-cn") };

const inChina = { Condition: "InChina" } as const;
const name = "panther-cn-bridge";
const role: Value = { "Fn::GetAtt": ["ChinaBridgeRole", "Arn"] };

/** The gateway that the web app outside China calls the backend through. Whoever operates it makes the key. */
export function chinaBridge(): Resources {
  const statement = {
    Effect: "Allow",
    Action: "lambda:InvokeFunction",
    Resource: arn("lambda:${AWS::Region}:${AWS::AccountId}:function:panther-*"),
  };
  const trusted = { Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" };
  return {
    ChinaBridge: {
      Type: "AWS::ApiGateway::RestApi",
      ...inChina,
      Properties: {
        Name: name,
        Description: "Way from the web app outside China to the functions of the backend",
        ApiKeySourceType: "HEADER",
        EndpointConfiguration: { Types: ["REGIONAL"] },
      },
    },
    ChinaBridgeRole: {
      Type: "AWS::IAM::Role",
      ...inChina,
      Properties: {
        AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trusted] },
        Policies: [
          { PolicyName: "InvokeFunctions", PolicyDocument: { Version: "2012-10-17", Statement: [statement] } },
        ],
      },
    },
    ChinaBridgeRoot: {
      Type: "AWS::ApiGateway::Resource",
      ...inChina,
      Properties: {
        RestApiId: ref("ChinaBridge"),
        ParentId: { "Fn::GetAtt": ["ChinaBridge", "RootResourceId"] },
        PathPart: "cn",
      },
    },
    ...method("SourceApi", "panther-source-api"),
    ...method("AnalysisApi", "panther-analysis-api"),
    ChinaBridgeDeployment: {
      Type: "AWS::ApiGateway::Deployment",
      ...inChina,
      // A deployment is a picture of the methods as they are when it is made.
      DependsOn: ["ChinaBridgeSourceApiMethod", "ChinaBridgeAnalysisApiMethod"],
      Properties: { RestApiId: ref("ChinaBridge") },
    },
    ChinaBridgeStage: {
      Type: "AWS::ApiGateway::Stage",
      ...inChina,
      Properties: {
        RestApiId: ref("ChinaBridge"),
        DeploymentId: ref("ChinaBridgeDeployment"),
        StageName: "prod",
      },
    },
    ChinaBridgePlan: {
      Type: "AWS::ApiGateway::UsagePlan",
      ...inChina,
      Properties: {
        UsagePlanName: name,
        ApiStages: [{ ApiId: ref("ChinaBridge"), Stage: ref("ChinaBridgeStage") }],
      },
    },
  };
}

function method(base: string, functionName: string): Resources {
  const target = `\${${base}Function.Arn}/invocations`;
  return {
    [`ChinaBridge${base}`]: {
      Type: "AWS::ApiGateway::Resource",
      ...inChina,
      Properties: { RestApiId: ref("ChinaBridge"), ParentId: ref("ChinaBridgeRoot"), PathPart: functionName },
    },
    [`ChinaBridge${base}Method`]: {
      Type: "AWS::ApiGateway::Method",
      ...inChina,
      Properties: {
        RestApiId: ref("ChinaBridge"),
        ResourceId: ref(`ChinaBridge${base}`),
        HttpMethod: "POST",
        AuthorizationType: "NONE",
        ApiKeyRequired: true,
        Integration: {
          Type: "AWS",
          IntegrationHttpMethod: "POST",
          Credentials: role,
          Uri: sub(`arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${target}`),
        },
      },
    },
  };
}
