import { graphqlSchema } from "../assets.ts";
import { custom } from "../families.ts";
import type { Scope } from "../scope.ts";
import { arn, getAtt, type Resource, type Resources, ref } from "../template.ts";
import type { StackDefinition } from "./definition.ts";

/** What the API can do, by the function that does it. */
const operations: Readonly<
  Record<string, { readonly queries: readonly string[]; readonly mutations: readonly string[] }>
> = {
  Alerts: {
    queries: ["alert", "listAlerts", "metricsSummary"],
    mutations: ["deliverAlert", "sendTestAlert", "updateAlertStatus", "assignAlerts"],
  },
  Analysis: {
    queries: [
      "detection",
      "listDetections",
      "listPacks",
      "ruleErrors",
      "globalHelpers",
      "replayPreview",
      "listReports",
    ],
    mutations: ["addRule", "updateRule", "testRule", "updatePack", "createReplay"],
  },
  Outputs: { queries: ["destinations"], mutations: ["addDestination", "deleteDestination"] },
  Resources: { queries: ["resource", "listResources"], mutations: ["remediate"] },
  Sources: {
    queries: ["listSources", "sourceHealth", "sqsSourceLegacy"],
    mutations: ["addS3Source", "deleteSource", "addPuller"],
  },
  Users: {
    queries: ["listUsers", "loginHistory", "navigation", "userAvatar"],
    mutations: ["inviteUser", "deleteUser", "resetPassword", "apiTokenLegacy", "exportAuditLog"],
  },
};
const functionNames: Readonly<Record<string, string>> = {
  Alerts: "panther-alerts-api",
  Analysis: "panther-analysis-api",
  Outputs: "panther-outputs-api",
  Resources: "panther-resources-api",
  Sources: "panther-source-api",
  Users: "panther-users-api",
};

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function dataSources(): Resources {
  return Object.fromEntries(
    Object.entries(functionNames).map(([area, name]): [string, Resource] => [
      `${area}DataSource`,
      {
        Type: "AWS::AppSync::DataSource",
        Properties: {
          ApiId: ref("GraphQLApiId"),
          Name: `Panther${area}`,
          Type: "AWS_LAMBDA",
          ServiceRoleArn: ref("AppsyncServiceRoleArn"),
          LambdaConfig: { LambdaFunctionArn: arn(`lambda:\${AWS::Region}:\${AWS::AccountId}:function:${name}`) },
        },
      },
    ]),
  );
}

function resolver(scope: Scope, area: string, type: "Query" | "Mutation", field: string): [string, Resource] {
  const id = `${capitalised(field)}Resolver`;
  const request = `{"version": "2018-05-29", "operation": "Invoke", "payload": {"${field}": $util.toJson($context.arguments.input), "revision": ${scope.revision(id)}}}`;
  return [
    id,
    {
      Type: "AWS::AppSync::Resolver",
      DependsOn: "GraphQLSchema",
      Properties: {
        ApiId: ref("GraphQLApiId"),
        TypeName: type,
        FieldName: field,
        DataSourceName: getAtt(`${area}DataSource`, "Name"),
        RequestMappingTemplate: `${request}\n`,
        ResponseMappingTemplate:
          "#if($context.error)\n  $util.error($context.error.message, $context.error.type)\n#end\n$util.toJson($context.result)\n",
      },
    },
  ];
}

function resources(scope: Scope): Resources {
  const resolvers = Object.entries(operations).flatMap(([area, { queries, mutations }]) => [
    ...queries.map((field) => resolver(scope, area, "Query", field)),
    ...mutations.map((field) => resolver(scope, area, "Mutation", field)),
  ]);
  const present = scope.present(Object.fromEntries(resolvers));
  const fields = (type: string): string[] =>
    Object.values(present).flatMap(({ Properties: p }) => (p?.TypeName === type ? [String(p.FieldName)] : []));
  const { release } = scope;
  const schema = release.store(graphqlSchema(fields("Query"), fields("Mutation")));
  return {
    GraphQLSchema: {
      Type: "AWS::AppSync::GraphQLSchema",
      Properties: { ApiId: ref("GraphQLApiId"), DefinitionS3Location: `s3://${release.bucket}/${schema}` },
    },
    ...dataSources(),
    ...present,
    ...custom(scope, "AppSyncAlarms", "AppSyncAlarms", {
      AlarmTopicArn: ref("AlarmTopicArn"),
      ApiId: ref("GraphQLApiId"),
    }),
  };
}

export const appsync: StackDefinition = {
  name: "Appsync",
  tag: "panther-appsync",
  style: "short",
  dependsOn: ["BootstrapGateway"],
  wires: {
    AlarmTopicArn: { from: "Bootstrap.AlarmTopicArn" },
    AppsyncServiceRoleArn: { from: "Bootstrap.AppsyncServiceRoleArn" },
    GraphQLApiId: { from: "Bootstrap.GraphQLApiId" },
  },
  customResources: true,
  body: (scope) => ({
    Description: "Schema, data sources and resolvers of the API",
    Resources: resources(scope),
  }),
};
