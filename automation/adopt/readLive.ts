import type { Parameter, Stack } from "@aws-sdk/client-cloudformation";
import type { LivePanther, LiveRole } from "../../model/environment/adoption.ts";
import { PantherError } from "../../model/error.ts";
import { recommendedCatalog } from "../../model/release/catalog.ts";
import { declarationsOf } from "../../model/release/parameters/declaration.ts";
import { sameTemplate } from "../../model/release/releaseOfTemplate.ts";
import { releaseTemplates } from "../../model/release/releaseTemplates.ts";
import { sourcedTemplateUrl } from "../../model/release/templateSource.ts";
import { parseTemplate } from "../../model/release/templateText.ts";
import { parseVersion, type ReleaseVersion, tagOf } from "../../model/release/version.ts";
import { conditionOf } from "../../model/rules/stackStatus.ts";
import type { AwsApis, StackApi } from "../clients.ts";
import { observeNestedStacks } from "../observe.ts";
import { publishedRoles } from "../publishedRoles.ts";
import { runningVersion } from "../runningVersion.ts";
import { fetchTemplate } from "../templates.ts";

export interface LiveQuestion {
  readonly aws: AwsApis;
  readonly region: string;
  readonly rootStackName: string;
  /** The release, where it can't be told from what runs. */
  readonly from?: string;
}

/** What runs, and where its root template lies. */
export interface LiveStacks {
  readonly live: LivePanther;
  readonly rootStackId: string;
  readonly rootTemplateUrl: string;
}

const panther = { kind: "panther" } as const;

/**
 * Reads a Panther that was deployed by hand. Changes nothing.
 * @throws PantherError `stack-missing`, `stack-nested`, `stack-not-settled`, `release-unknown`, `role-missing`.
 */
export async function readLive({ aws, region, rootStackName, from }: LiveQuestion): Promise<LiveStacks> {
  const root = await describe(aws.stacks, rootStackName);
  const { Account: accountId = "" } = await aws.identity.getCallerIdentity({});
  if (!root) throw missing(rootStackName, accountId, region);
  const { StackId: rootStackId = "", StackStatus: status = "" } = root;
  if (root.ParentId) throw nested(rootStackName, root.RootId ?? root.ParentId);
  if (conditionOf(status) !== "settled") throw notSettled(rootStackName, status);
  const body = await templateOf(aws.stacks, rootStackId);
  const release = from === undefined ? await releaseOf(aws, region, root) : parseVersion(from);
  const { RoleARN } = root;
  if (!RoleARN) throw noRole(rootStackName);
  const declared = declarationsOf(parseTemplate(body));
  return {
    rootStackId,
    rootTemplateUrl: rootUrl(release, region),
    live: {
      release,
      region,
      accountId,
      rootStackName,
      parameters: valuesOf(root.Parameters),
      noEcho: [...declared.values()].flatMap(({ name, noEcho }) => (noEcho ? [name] : [])),
      tags: Object.fromEntries((root.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
      role: await roleOf(aws, RoleARN, release, region),
    },
  };
}

async function releaseOf(aws: AwsApis, region: string, root: Stack): Promise<ReleaseVersion> {
  const stackId = root.StackId ?? "";
  const found = await runningVersion({
    stacks: aws.stacks,
    objects: aws.objects,
    templateUrlOf: (release) => rootUrl(release, region),
    rootStackId: stackId,
    nested: await observeNestedStacks(aws.stacks, stackId),
    candidates: [...recommendedCatalog.releases].reverse(),
  });
  if (found) return found.version;
  throw new PantherError(
    "release-unknown",
    `Which release ${root.StackName} runs can't be told: no tag, no mapping, and no published template equals the live one.`,
    "Say it: --from v<release>. Panther's web app shows it in the general settings.",
  );
}

/** The role's own stack, if it has one from a published template of the release; else only its ARN is of use. */
async function roleOf(aws: AwsApis, arn: string, release: ReleaseVersion, region: string): Promise<LiveRole> {
  const other = { kind: "other", arn } as const;
  // A path before the name is no part of it.
  const roleName = arn.split("/").at(-1) ?? "";
  const stackName = await stackWith(aws.stacks, roleName);
  const stack = stackName === undefined ? undefined : await describe(aws.stacks, stackName);
  if (!stack?.StackId || stackName === undefined) return other;
  const templateUrl = await publishedRoleLike(await templateOf(aws.stacks, stack.StackId), aws, release, region);
  if (templateUrl === undefined) return other;
  const { DeploymentRoleName: _, ...rest } = valuesOf(stack.Parameters);
  // Blank ones are the template's own default, and the file takes none.
  const parameters = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ""));
  return { kind: "stack", stackId: stack.StackId, stackName, roleName, parameters, templateUrl };
}

/** URL of the published role template of the release's minor that equals the live one. */
async function publishedRoleLike(
  live: string,
  { objects }: AwsApis,
  release: ReleaseVersion,
  region: string,
): Promise<string | undefined> {
  const published = (await publishedRoles(objects, release, { region, source: panther })) ?? [release];
  for (const version of published) {
    const { roleTemplateUrl } = releaseTemplates({ release: version, region, publishedRoles: published });
    const body = roleTemplateUrl === null ? undefined : await fetchTemplate(objects, roleTemplateUrl);
    if (roleTemplateUrl !== null && body !== undefined && sameTemplate(body, live)) return roleTemplateUrl;
  }
  return undefined;
}

async function stackWith(stacks: StackApi, physicalId: string): Promise<string | undefined> {
  try {
    const { StackResources: [resource] = [] } = await stacks.describeStackResources({ PhysicalResourceId: physicalId });
    return resource?.StackName;
  } catch (error) {
    // CloudFormation has no code of its own for something that is in no stack.
    if (error instanceof Error && error.name === "ValidationError") return undefined;
    throw error;
  }
}

async function describe(stacks: StackApi, name: string): Promise<Stack | undefined> {
  try {
    const { Stacks: [stack] = [] } = await stacks.describeStacks({ StackName: name });
    return stack;
  } catch (error) {
    if (error instanceof Error && error.name === "ValidationError" && error.message.includes("does not exist")) {
      return undefined;
    }
    throw error;
  }
}

async function templateOf(stacks: StackApi, stackId: string): Promise<string> {
  const { TemplateBody = "" } = await stacks.getTemplate({ StackName: stackId, TemplateStage: "Original" });
  return TemplateBody;
}

function rootUrl(release: ReleaseVersion, region: string): string {
  const sourced = sourcedTemplateUrl({ template: "root", version: release, region });
  if (sourced.kind === "url") return sourced.url;
  throw new PantherError(sourced.code, sourced.message, sourced.fix);
}

function valuesOf(parameters: readonly Parameter[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    parameters.map(({ ParameterKey = "", ParameterValue = "" }) => [ParameterKey, ParameterValue]),
  );
}

function missing(name: string, accountId: string, region: string): PantherError {
  return new PantherError(
    "stack-missing",
    `There is no stack ${name} in account ${accountId}, region ${region}.`,
    "Check name, region (--region) and credentials. Nothing was changed.",
  );
}

function nested(name: string, rootId: string): PantherError {
  return new PantherError(
    "stack-nested",
    `${name} is a nested stack; its root is ${rootId}.`,
    "Give the root stack's name. Nothing was changed.",
  );
}

function notSettled(name: string, status: string): PantherError {
  return new PantherError(
    "stack-not-settled",
    `${name} is ${status}, and only a stack that stands whole can be taken over.`,
    "Wait for it, or repair it first. Nothing was changed.",
  );
}

function noRole(name: string): PantherError {
  return new PantherError(
    "role-missing",
    `${name} was deployed without a service role, with its operator's own permissions.`,
    `Deploy Panther's deployment role and update ${name} with it once, with nothing else changed (aws cloudformation update-stack --role-arn …). Then adopt it. Nothing was changed.`,
  );
}

/** What a person calls the thing that is taken over. */
export function inWords({ live }: LiveStacks): string {
  const { release, rootStackName, region, accountId } = live;
  return `${rootStackName} (Panther ${tagOf(release)}, account ${accountId}, ${region})`;
}
