/** What the names of Panther's log groups begin with. */
export const logGroupPrefixes: readonly string[] = [
  "/aws/lambda/panther-",
  "/aws/codebuild/panther",
  "/aws/gateway/panther",
  "panther-web-logs",
  "aws-waf-logs-",
];

/** Whether a log group may be Panther's by its name. AWS WAF wants its own beginning: what comes behind it counts. */
export function mayBePanthers(name: string): boolean {
  if (name.startsWith("aws-waf-logs-")) return name.includes("panther");
  return logGroupPrefixes.some((prefix) => name.startsWith(prefix));
}

/** The function that writes to a log group; undefined where that is no function. */
export function functionOfLogGroup(name: string): string | undefined {
  return withoutPrefix(name, "/aws/lambda/");
}

/** The build project that writes to a log group; undefined where that is none. */
export function projectOfLogGroup(name: string): string | undefined {
  return withoutPrefix(name, "/aws/codebuild/");
}

function withoutPrefix(name: string, prefix: string): string | undefined {
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

/** The log group of an AppSync API. */
export function logGroupOfGraphqlApi(id: string): string {
  return `/aws/appsync/apis/${id}`;
}

/** Functions of releases whose templates are public; AWS knows them by these names in every account. */
export const functionsOfEveryPanther: readonly string[] = [
  ...["alert-processor", "alert-forwarder", "aws-event-processor", "compliance-api", "remediation-api"],
  ...["remediation-processor", "aws-remediation", "resources-api", "resource-processor", "policy-engine"],
  ...["snapshot-pollers", "snapshot-scheduler", "cloudsecurity-datalake-forwarder", "users-api", "organization-api"],
  ...["analysis-api", "outputs-api", "alert-delivery-api", "source-api", "layer-manager", "metrics-api"],
  ...["logtypes-api", "alerts-api", "log-alert-forwarder", "log-processor", "datacatalog-updater", "rules-engine"],
  ...["message-forwarder", "cfn-custom-resources"],
].map((name) => `panther-${name}`);

const fixedProjects: readonly string[] = ["panther-pulumi", "panther-pip-layer-builder"];

/** Whether a log group has a name that every Panther has: so it is known also when its stacks are gone. */
export function hasFixedName(name: string): boolean {
  if (name === "panther-web-logs") return true;
  return (
    functionsOfEveryPanther.includes(functionOfLogGroup(name) ?? "") ||
    fixedProjects.includes(projectOfLogGroup(name) ?? "")
  );
}
