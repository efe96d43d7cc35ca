import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../model/environment/environment.ts";
import { rootParametersOf } from "../model/release/parameters/catalog.ts";
import { parseTemplateUrl } from "../model/release/templateUrl.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { refusal } from "./refusal.ts";

/**
 * Has a release's own template decide where the environment sets a parameter that is not documented for that release: it
 * may have it all the same, or the name is misspelled, and CloudFormation would say so only when the role has been
 * deployed. Where nobody may read the template, it is left to CloudFormation.
 * @throws pulumi.RunError with everything that the template has against the parameters.
 */
export async function refuseUndocumented(
  release: ReleaseVersion,
  { region, parameters: values, secretParameterNames: secretNames, templateSource }: Environment,
  rootTemplateUrl: string,
  provider: pulumi.ProviderResource,
): Promise<void> {
  // The web app in front of a backend in China: what it has beyond these came with later releases.
  const ofProxy = ["FirstUserEmail", "SecretID"];
  const documented = new Set(
    templateSource.kind === "proxy" ? ofProxy : rootParametersOf(release).map(({ name }) => name),
  );
  if ([...Object.keys(values), ...secretNames].every((name) => documented.has(name))) return;
  const template = await bodyOf(rootTemplateUrl, provider);
  if (template === undefined) return;
  const { checkParameters } = await import("../model/release/parameters/checkParameters.ts");
  const { findings } = checkParameters({ template, values, secretNames, release, region });
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const listed = errors.map(({ message, fix }) => `- ${message} ${fix}`).join("\n");
  throw refusal(`The template of ${tagOf(release)} does not take the parameters:\n${listed}`);
}

async function bodyOf(url: string, provider: pulumi.ProviderResource): Promise<string | undefined> {
  const location = parseTemplateUrl(url);
  if (!location) return undefined;
  // Here and not at the top, as what checks: most previews have no use for it.
  const { getObject } = await import("@pulumi/aws/s3/getObject.js");
  try {
    // As base64, since the plugin gives a text only for some types of content.
    const { bodyBase64 } = await getObject({ ...location, downloadBody: "true" }, { provider });
    return Buffer.from(bodyBase64, "base64").toString();
  } catch {
    return undefined;
  }
}
