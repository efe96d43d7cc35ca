import type { ActionsOfTypes } from "./typeActions.ts";

// In IAM API Gateway has HTTP's methods as actions, on its own paths. It chooses the identifiers.
const path = (rest: string) => `apigateway:{region}::${rest}`;
const api = "/restapis/0000000000";
const resource = `${api}/resources/000000`;

export const gatewayActions: ActionsOfTypes = {
  "AWS::ApiGateway::ApiKey": { always: ["apigateway:POST"], resource: path("/apikeys") },
  "AWS::ApiGateway::Deployment": { always: ["apigateway:POST"], resource: path(`${api}/deployments`) },
  "AWS::ApiGateway::Method": { always: ["apigateway:PUT"], resource: path(`${resource}/methods/ANY`) },
  "AWS::ApiGateway::Resource": { always: ["apigateway:POST"], resource: path(resource) },
  "AWS::ApiGateway::RestApi": { always: ["apigateway:POST"], resource: path("/restapis") },
  "AWS::ApiGateway::Stage": { always: ["apigateway:POST"], resource: path(`${api}/stages`) },
  "AWS::ApiGateway::UsagePlan": { always: ["apigateway:POST"], resource: path("/usageplans") },
  "AWS::ApiGateway::UsagePlanKey": { always: ["apigateway:POST"], resource: path("/usageplans/000000/keys") },
  "AWS::AppSync::DataSource": { always: ["appsync:CreateDataSource"] },
  "AWS::AppSync::GraphQLApi": { always: ["appsync:CreateGraphqlApi"], tagged: ["appsync:TagResource"] },
  "AWS::AppSync::GraphQLSchema": { always: ["appsync:StartSchemaCreation", "appsync:GetSchemaCreationStatus"] },
  "AWS::AppSync::Resolver": { always: ["appsync:CreateResolver"] },
};
