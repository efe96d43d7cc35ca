import type { Stack } from "@aws-sdk/client-cloudformation";
import type { LivePanther } from "../../model/environment/adoption.ts";
import { PantherError } from "../../model/error.ts";
import { declarationsOf } from "../../model/release/parameters/declaration.ts";
import { sameTemplate } from "../../model/release/releaseOfTemplate.ts";
import { sourcedTemplateUrl, type TemplateSource } from "../../model/release/templateSource.ts";
import { parseTemplate } from "../../model/release/templateText.ts";
import { parseVersion, type ReleaseVersion } from "../../model/release/version.ts";
import { conditionOf } from "../../model/rules/stackStatus.ts";
import type { AwsApis } from "../clients.ts";
import { observeNestedStacks } from "../observe.ts";
import { firstIdentity } from "../run.ts";
import { runningVersion } from "../runningVersion.ts";
import { parametersOf, tagsOf } from "../stackValues.ts";
import { fetchTemplate } from "../templates.ts";
import { type Place, roleOf } from "./readRole.ts";
import { describe, templateOf } from "./stackCalls.ts";

export interface LiveQuestion {
  readonly aws: AwsApis;
  readonly region: string;
  readonly rootStackName: string;
  /** The release, where it can't be told from what runs. */
  readonly from?: string;
  /** Where the releases' templates come from. */
  readonly source: TemplateSource;
  /** Releases that may be running, likeliest first. */
  readonly candidates: readonly ReleaseVersion[];
}

/** What runs, and where its root template lies. */
export interface LiveStacks {
  readonly live: LivePanther;
  /** ARN. */
  readonly rootStackId: string;
  readonly rootTemplateUrl: string;
  /** CloudFormation's. */
  readonly rootStatus: string;
  /** When the last update began, or the creation. */
  readonly lastChange: Date;
  /** `other`: the live root template is not the published one of its release. */
  readonly rootTemplate: "published" | "other" | "not-readable";
}

/**
 * Reads a Panther that was deployed by hand. Changes nothing.
 * @throws PantherError `stack-missing`, `stack-nested`, `stack-not-settled`, `release-unknown`, `role-missing`.
 */
export async function readLive({ aws, region, rootStackName, from, ...more }: LiveQuestion): Promise<LiveStacks> {
  const place: Place = { region, source: more.source };
  const { Account: accountId = "" } = await firstIdentity(aws, { name: rootStackName, region });
  const root = await describe(aws.stacks, rootStackName);
  if (!root) throw missing(rootStackName, accountId, region);
  const { StackId: rootStackId = "", StackStatus: rootStatus = "", RoleARN } = root;
  if (root.ParentId) throw nested(rootStackName, root.RootId ?? root.ParentId);
  if (conditionOf(rootStatus) !== "settled") throw notSettled(rootStackName, rootStatus);
  const body = await templateOf(aws.stacks, rootStackId);
  const release = from === undefined ? await releaseOf(aws, place, root, more.candidates) : parseVersion(from);
  if (!RoleARN) throw noRole(rootStackName);
  const declared = [...declarationsOf(parseTemplate(body)).values()];
  const rootTemplateUrl = rootUrl(release, place);
  return {
    rootStackId,
    rootTemplateUrl,
    rootStatus,
    lastChange: root.LastUpdatedTime ?? root.CreationTime ?? new Date(0),
    rootTemplate: await compared(aws.objects, rootTemplateUrl, body),
    live: {
      release,
      region,
      accountId,
      // An ARN will do for CloudFormation, and not for the file.
      rootStackName: root.StackName ?? rootStackName,
      parameters: parametersOf(root),
      noEcho: declared.flatMap(({ name, noEcho }) => (noEcho ? [name] : [])),
      defaults: Object.fromEntries(declared.map((parameter) => [parameter.name, parameter.default])),
      tags: tagsOf(root),
      role: await roleOf(aws, RoleARN, release, place),
    },
  };
}

async function releaseOf(
  aws: AwsApis,
  place: Place,
  root: Stack,
  candidates: readonly ReleaseVersion[],
): Promise<ReleaseVersion> {
  const stackId = root.StackId ?? "";
  const found = await runningVersion({
    stacks: aws.stacks,
    objects: aws.objects,
    templateUrlOf: (release) => rootUrl(release, place),
    rootStackId: stackId,
    nested: await observeNestedStacks(aws.stacks, stackId),
    candidates,
  });
  if (found) return found.version;
  throw new PantherError(
    "release-unknown",
    `Which release ${root.StackName} runs can't be told: no tag, no mapping, and no published template equals the live one.`,
    "Say it: --from v<release>. Panther's web app shows it in the general settings. Nothing was changed.",
  );
}

/** What cannot be read here may be readable for CloudFormation: no reason to stop. */
async function compared(objects: AwsApis["objects"], url: string, body: string): Promise<LiveStacks["rootTemplate"]> {
  try {
    const published = await fetchTemplate(objects, url);
    if (published === undefined) return "not-readable";
    return sameTemplate(published, body) ? "published" : "other";
  } catch (error) {
    if (error instanceof PantherError) return "not-readable";
    throw error;
  }
}

function rootUrl(version: ReleaseVersion, place: Place): string {
  const sourced = sourcedTemplateUrl({ template: "root", version, ...place });
  if (sourced.kind === "url") return sourced.url;
  throw new PantherError(sourced.code, sourced.message, sourced.fix);
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
