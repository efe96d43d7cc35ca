import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../model/environment/environment.ts";
import { releaseTemplates } from "../model/release/releaseTemplates.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { publishedRoleVersions } from "./publishedRoleVersions.ts";

/**
 * URLs of the templates of a release: the role's is blank where somebody else manages the role.
 * @throws pulumi.RunError where there is none for the environment.
 */
export async function templatesToDeploy(
  release: ReleaseVersion,
  { region, templateSource, deploymentRole }: Environment,
  provider: pulumi.ProviderResource,
): Promise<{ readonly rootTemplateUrl: string; readonly roleTemplateUrl: string }> {
  const deploysRole = deploymentRole.kind === "deploy";
  const place = { region, source: templateSource };
  const publishedRoles = deploysRole ? await publishedRoleVersions(release, place, provider) : [release];
  const { rootTemplateUrl, roleTemplateUrl, findings } = releaseTemplates({ release, publishedRoles, ...place });
  if (rootTemplateUrl !== null && (roleTemplateUrl !== null || !deploysRole)) {
    return { rootTemplateUrl, roleTemplateUrl: roleTemplateUrl ?? "" };
  }
  throw new pulumi.RunError(findings.map(({ message, fix }) => `${message} ${fix}`).join("\n"));
}
