import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../model/environment/environment.ts";
import { roleParameters } from "../model/release/parameters/catalog/role.ts";
import { isDocumentedFor } from "../model/release/parameters/documented.ts";
import { releaseTemplates } from "../model/release/releaseTemplates.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { publishedRoleVersions } from "./publishedRoleVersions.ts";
import { refusal } from "./refusal.ts";

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
  environment: Environment,
  provider: pulumi.ProviderResource,
): Promise<TemplatesToDeploy> {
  const { region, templateSource, deploymentRole } = environment;
  const deploysRole = deploymentRole.kind === "deploy";
  const place = { region, source: templateSource };
  const publishedRoles = deploysRole
    ? await publishedRoleVersions(release, place, provider).catch((error: unknown) => {
        throw refusal(unlisted(error, environment));
      })
    : [release];
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
  throw refusal(findings.map(({ message, fix }) => `${message} ${fix}`).join("\n"));
}

/** The first call of AWS: here it shows whose credentials they are, and whether there are any. */
function unlisted(error: unknown, { name, expectedAccountId }: Environment): string {
  const reason = error instanceof Error ? error.message : String(error);
  const account = /account ID not allowed: (\d+)/.exec(reason)?.[1];
  if (account === undefined) {
    return `The published deployment roles can't be listed: ${reason}. Look at the AWS credentials and the network; nothing was changed.`;
  }
  return `The AWS credentials are for account ${account}, and environment ${name} is in ${expectedAccountId} (panther:expectedAccountId). Use credentials of that account (AWS_PROFILE, for example); nothing was changed.`;
}
