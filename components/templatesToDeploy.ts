import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../model/environment/environment.ts";
import type { Finding } from "../model/finding.ts";
import { roleParameters } from "../model/release/parameters/catalog/role.ts";
import { isDocumentedFor } from "../model/release/parameters/documented.ts";
import { releaseTemplates } from "../model/release/releaseTemplates.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { sayExpired } from "../model/rules/expiredCredentials.ts";
import { publishedRoleVersions } from "./publishedRoleVersions.ts";
import { refusal } from "./refusal.ts";
import { rootTemplateIsThere } from "./rootTemplateIsThere.ts";

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
 * @param rootIsChecked Whether the driver has read the root template already.
 * @throws pulumi.RunError where there is none for the environment.
 */
export async function templatesToDeploy(
  release: ReleaseVersion,
  environment: Environment,
  rootIsChecked: boolean,
  provider: pulumi.ProviderResource,
): Promise<TemplatesToDeploy> {
  const { region, templateSource, deploymentRole } = environment;
  const deploysRole = deploymentRole.kind === "deploy";
  const place = { region, source: templateSource };
  const { rootTemplateUrl } = releaseTemplates({ release, publishedRoles: [release], ...place });
  const [publishedRoles, rootIsThere] = await Promise.all([
    deploysRole ? publishedRoleVersions(release, place, provider) : [release],
    rootIsChecked || rootTemplateUrl === null || rootTemplateIsThere(rootTemplateUrl, provider),
  ]).catch((error: unknown) => {
    throw refusal(unlisted(error, environment));
  });
  const { roleTemplateUrl, roleVersion, findings } = releaseTemplates({ release, publishedRoles, ...place });
  const missing = rootIsThere || rootTemplateUrl === null ? [] : [notPublished(release, rootTemplateUrl)];
  const problems = [...missing, ...findings].map(({ message, fix }) => `${message} ${fix}`);
  if (problems.length > 0 || rootTemplateUrl === null) throw refusal(problems.join("\n"));
  if (!deploysRole || roleTemplateUrl === null || roleVersion === null) {
    return { rootTemplateUrl, roleTemplateUrl: "", roleParameters: {} };
  }
  const known = roleParameters.filter((parameter) => isDocumentedFor(parameter, roleVersion));
  const given = Object.entries(deploymentRole.parameters).filter(([given]) => known.some(({ name }) => name === given));
  return { rootTemplateUrl, roleTemplateUrl, roleParameters: Object.fromEntries(given) };
}

function notPublished(release: ReleaseVersion, url: string): Pick<Finding, "message" | "fix"> {
  return {
    message: `${tagOf(release)} is not published: there is no ${url}.`,
    fix: "Correct panther:version; the known releases: panther releases. Nothing was changed.",
  };
}

/** The first calls of AWS: here it shows whose credentials they are, and whether there are any. */
function unlisted(error: unknown, { name, expectedAccountId }: Environment): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (sayExpired(reason)) {
    return `The AWS credentials have expired, or AWS does not know them. Log in again (aws sso login, for example), then run the same command again; nothing was changed. AWS's words: ${reason}`;
  }
  const account = /account ID not allowed: (\d+)/.exec(reason)?.[1];
  if (account === undefined) {
    return `The published releases can't be listed: ${reason}. Look at the AWS credentials and the network; nothing was changed.`;
  }
  return `The AWS credentials are for account ${account}, and environment ${name} is in ${expectedAccountId} (panther:expectedAccountId). Use credentials of that account (AWS_PROFILE, for example); nothing was changed.`;
}
