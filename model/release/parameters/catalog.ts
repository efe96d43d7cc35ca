import type { ReleaseVersion } from "../version.ts";
import { consoleParameters, datadogParameters } from "./catalog/console.ts";
import { deploymentParameters } from "./catalog/deployment.ts";
import { cloudSecurityParameters, functionParameters } from "./catalog/functions.ts";
import { infrastructureParameters } from "./catalog/infrastructure.ts";
import { logParameters, snowflakeParameters } from "./catalog/logs.ts";
import { removedParameters } from "./catalog/removed.ts";
import { roleParameters } from "./catalog/role.ts";
import { type DocumentedParameter, isDocumentedFor } from "./documented.ts";

/** Parameters of the root template, by topic. */
export const rootParameterTopics: readonly {
  readonly title: string;
  readonly parameters: readonly DocumentedParameter[];
}[] = [
  { title: "Deployment, access and reporting", parameters: deploymentParameters },
  { title: "Network, buckets, logs and alarms", parameters: infrastructureParameters },
  { title: "Functions and detections", parameters: functionParameters },
  { title: "Cloud security", parameters: cloudSecurityParameters },
  { title: "Log processing", parameters: logParameters },
  { title: "Snowflake", parameters: snowflakeParameters },
  { title: "Datadog", parameters: datadogParameters },
  { title: "Web app", parameters: consoleParameters },
  { title: "Of earlier releases", parameters: removedParameters },
];

/** Every documented parameter of the root template, of every release. */
export const rootParameters: readonly DocumentedParameter[] = rootParameterTopics.flatMap(
  ({ parameters }) => parameters,
);

const byName: ReadonlyMap<string, DocumentedParameter> = new Map(
  [...rootParameters, ...roleParameters].map((parameter) => [parameter.name, parameter]),
);

/** What is documented of a parameter, of whichever template and release. */
export function documentedParameter(name: string): DocumentedParameter | undefined {
  return byName.get(name);
}

/** The parameters of one release's root template, as far as they are documented. */
export function rootParametersOf(release: ReleaseVersion): readonly DocumentedParameter[] {
  return rootParameters.filter((parameter) => isDocumentedFor(parameter, release));
}

/** Names in the documentation's list of parameters that are none, and what they are. */
export const notParameters: ReadonlyMap<string, string> = new Map([
  [
    "Segment",
    "a mapping of write keys inside the template, which the documentation lists among the parameters. SegmentEnvironment chooses among them",
  ],
]);
