import type { Configuration, Environment } from "./configuration.ts";

const whatItIs =
  "This is a stand-in for the official AWS plugin (pulumi-resource-aws): it works on a local AWS only and must never reach the real one.";
const whatToDo =
  "Start the local AWS with `npm run local -- start` and take its settings with `npm run local -- env`, or deploy for real with the official plugin, outside the stand-in's PULUMI_HOME and PATH.";

/** Names of a service in `endpoints`, where they differ from its SDK name in lower case without blanks. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  cloudwatchlogs: ["logs", "cloudwatchlog"],
  secretsmanager: ["secretsmanager"],
  apigateway: ["apigateway"],
};

export function isLoopback(endpoint: string): boolean {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Throws unless at least one endpoint is set, and every one that is set is a loopback address. */
export function requireLoopback(configuration: Configuration, environment: Environment): void {
  const all = [
    ...Object.entries(configuration.endpoints).map(([service, url]) => ({ from: `endpoints.${service}`, url })),
    ...Object.entries(environment)
      .filter(([name]) => name === "AWS_ENDPOINT_URL" || name.startsWith("AWS_ENDPOINT_URL_"))
      .flatMap(([from, url]) => (url ? [{ from, url }] : [])),
  ];
  if (all.length === 0) throw refusal("no endpoint is set, so calls would go to the real AWS");
  const outside = all.find(({ url }) => !isLoopback(url));
  if (outside) throw refusal(`the endpoint ${outside.url} (from ${outside.from}) is not a loopback address`);
}

/** The endpoint for a service (`serviceId` of its SDK client, such as "Secrets Manager"). */
export function endpointFor(serviceId: string, configuration: Configuration, environment: Environment): string {
  const key = serviceId.toLowerCase().replaceAll(" ", "");
  const configured = [key, ...(otherNames[key] ?? [])].map((name) => configuration.endpoints[name]).find(Boolean);
  const variable = `AWS_ENDPOINT_URL_${serviceId.toUpperCase().replaceAll(" ", "_")}`;
  const endpoint = configured ?? environment[variable] ?? environment.AWS_ENDPOINT_URL;
  if (!endpoint) throw refusal(`no endpoint is set for ${serviceId}, so its calls would go to the real AWS`);
  if (!isLoopback(endpoint)) throw refusal(`the endpoint ${endpoint} of ${serviceId} is not a loopback address`);
  return endpoint;
}

function refusal(why: string): Error {
  return new Error(`Refused: ${why}. ${whatItIs} ${whatToDo}`);
}
