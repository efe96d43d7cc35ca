import type { LiveRole } from "../../model/environment/adoption.ts";
import { declarationsOf } from "../../model/release/parameters/declaration.ts";
import { sameTemplate } from "../../model/release/releaseOfTemplate.ts";
import { roleSource } from "../../model/release/releaseTemplates.ts";
import { chooseRoleVersion } from "../../model/release/roleVersion.ts";
import { sourcedTemplateUrl, type TemplateSource } from "../../model/release/templateSource.ts";
import { parseTemplate } from "../../model/release/templateText.ts";
import { compareVersions, minorOf, type ReleaseVersion } from "../../model/release/version.ts";
import type { AwsApis } from "../clients.ts";
import { publishedRoles } from "../publishedRoles.ts";
import { parametersOf } from "../stackValues.ts";
import { fetchTemplate } from "../templates.ts";
import { describe, stackWith, templateOf } from "./stackCalls.ts";

/** Where a Panther stands, and its templates come from. */
export interface Place {
  readonly region: string;
  readonly source: TemplateSource;
}

/** The role's own stack, if it has one from a published template; else only its ARN is of use. */
export async function roleOf(aws: AwsApis, arn: string, release: ReleaseVersion, place: Place): Promise<LiveRole> {
  const other = { kind: "other", arn } as const;
  // A path before the name is no part of it.
  const roleName = arn.split("/").at(-1) ?? "";
  const stackName = await stackWith(aws.stacks, roleName);
  const stack = stackName === undefined ? undefined : await describe(aws.stacks, stackName);
  // A nested one comes and goes with its parent.
  if (!stack?.StackId || stackName === undefined || stack.ParentId) return other;
  const body = await templateOf(aws.stacks, stack.StackId);
  const templateUrl = await publishedRoleLike(body, aws, release, place);
  if (templateUrl === undefined) return other;
  const { DeploymentRoleName: _, ...rest } = parametersOf(stack);
  const declared = [...declarationsOf(parseTemplate(body)).values()].filter(({ name }) => Object.hasOwn(rest, name));
  return {
    kind: "stack",
    arn,
    stackId: stack.StackId,
    stackName,
    roleName,
    // Blank ones are the template's own default, and the file takes none.
    parameters: Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== "")),
    defaults: Object.fromEntries(declared.map((parameter) => [parameter.name, parameter.default])),
    templateUrl,
  };
}

/** URL of the published role template that equals the live one. */
async function publishedRoleLike(
  live: string,
  { objects }: AwsApis,
  release: ReleaseVersion,
  { region, source }: Place,
): Promise<string | undefined> {
  const published = await publishedRoles(objects, "all", { region, source });
  for (const version of likeliestFirst(release, published)) {
    const sourced = sourcedTemplateUrl({ template: "role", version, region, source: roleSource(region, source) });
    if (sourced.kind !== "url") return undefined;
    const body = await fetchTemplate(objects, sourced.url);
    if (body !== undefined && sameTemplate(body, live)) return sourced.url;
  }
  return undefined;
}

/**
 * The version that the program would choose for the release, so that templates that are alike show no difference; then its
 * minor, then the rest: a failed hop leaves a role that is ahead.
 */
function likeliestFirst(
  release: ReleaseVersion,
  published: readonly ReleaseVersion[] | undefined,
): readonly ReleaseVersion[] {
  const choice = chooseRoleVersion(release, published);
  const newestFirst = [...(published ?? [])].sort((one, other) => compareVersions(other, one));
  const ofMinor = newestFirst.filter((version) => minorOf(version) === minorOf(release));
  return [...new Set([...("version" in choice ? [choice.version] : []), ...ofMinor, ...newestFirst])];
}
