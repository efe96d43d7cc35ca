import type { DeployedResource } from "./deletions.ts";
import type { LogGroupOwners } from "./logGroups/logGroupPlan.ts";

/** What of a deployment writes logs. */
export function logGroupOwners(resources: readonly Pick<DeployedResource, "type" | "id">[]): LogGroupOwners {
  const idsOf = (...types: readonly string[]) =>
    resources.flatMap(({ type, id }) => (types.includes(type) ? [id] : []));
  return {
    functions: idsOf("AWS::Lambda::Function", "AWS::Serverless::Function"),
    projects: idsOf("AWS::CodeBuild::Project"),
    logGroups: idsOf("AWS::Logs::LogGroup"),
    // Its physical ID is an ARN that ends with it.
    graphqlApis: idsOf("AWS::AppSync::GraphQLApi").map((arn) => arn.slice(arn.lastIndexOf("/") + 1)),
  };
}
