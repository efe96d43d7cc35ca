import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../model/environment/environment.ts";
import { roleParameters } from "../model/release/parameters/catalog/role.ts";
import { isDocumentedFor } from "../model/release/parameters/documented.ts";
import { releaseTemplates } from "../model/release/releaseTemplates.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { publishedRoleVersions } from "./publishedRoleVersions.ts";

/** What a release is deployed from. */
export interface TemplatesToDeploy {
  readonly rootTemplateUrl: string;
  /** Blank where somebody else manages the role. */
  readonly roleTemplateUrl: string;
  /** Of the environment's parameters of the role those that its template has: some came with later releases. */
  readonly roleParameters: Readonly<Record<string, string>>;
}

/**
 * The templates of a release for an environment.
 * @throws pulumi.RunError where there is none for the environment.
 */
export async function templatesToDeploy(
  release: ReleaseVersion,
  { region, templateSource, deploymentRole }: Environment,
  provider: pulumi.ProviderResource,
): Promise<TemplatesToDeploy> {
  const deploysRole = deploymentRole.kind === "deploy";
  const place = { region, source: templateSource };
  const publishedRoles = deploysRole ? await publishedRoleVersions(release, place, provider) : [release];
  const templates = releaseTemplates({ release, publishedRoles, ...place });
  const { rootTemplateUrl, roleTemplateUrl, roleVersion, findings } = templates;
  if (rootTemplateUrl !== null && !deploysRole) return { rootTemplateUrl, roleTemplateUrl: "", roleParameters: {} };
  if (rootTemplateUrl !== null && roleTemplateUrl !== null && roleVersion !== null && deploysRole) {
    const known = roleParameters.filter((parameter) => isDocumentedFor(parameter, roleVersion));
    const given = Object.entries(deploymentRole.parameters).filter(([given]) =>
      known.some(({ name }) => name === given),
    );
    return { rootTemplateUrl, roleTemplateUrl, roleParameters: Object.fromEntries(given) };
  }
  throw new pulumi.RunError(findings.map(({ message, fix }) => `${message} ${fix}`).join("\n"));
}
