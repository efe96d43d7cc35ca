import { PantherError } from "../model/error.ts";
import { sameTemplate, versionInMappings } from "../model/release/releaseOfTemplate.ts";
import { type ReleaseVersion, versionsAmong } from "../model/release/version.ts";
import type { ObjectApi, StackApi } from "./clients.ts";
import { type NestedStack, observeStack } from "./observe.ts";
import { fetchTemplate } from "./templates.ts";

/** A running release, and how it was found out. */
export interface RunningVersion {
  readonly version: ReleaseVersion;
  /** The nested stacks' PantherVersion tag, the live template's mappings, or the published template that equals it. */
  readonly source: "nested-stack-tag" | "template-mapping" | "published-template";
}

interface Question {
  readonly stacks: StackApi;
  readonly objects: ObjectApi;
  readonly templateUrlOf: (release: ReleaseVersion) => string;
  readonly rootStackId: string;
  readonly nested: readonly NestedStack[];
  /** Releases that may be running, likeliest first. */
  readonly candidates: readonly ReleaseVersion[];
}

/**
 * The release that runs: the `PantherVersion` tag of a nested stack, else the version in the live template's mappings,
 * else the published template that equals the live one. Undefined when none of them tells.
 * Pulumi's state is not asked: it knows what was sent, not what stands after a rollback.
 */
export async function runningVersion(question: Question): Promise<RunningVersion | undefined> {
  const tagged = await versionInTags(question);
  if (tagged) return { version: tagged, source: "nested-stack-tag" };
  const live = await question.stacks.getTemplate({ StackName: question.rootStackId, TemplateStage: "Original" });
  const body = live.TemplateBody ?? "";
  const mapped = versionInMappings(body);
  if (mapped) return { version: mapped, source: "template-mapping" };
  const published = await publishedAs(body, question);
  return published && { version: published, source: "published-template" };
}

async function versionInTags({ stacks, nested }: Question): Promise<ReleaseVersion | undefined> {
  const whole = nested.find(({ status }) => status.endsWith("_COMPLETE") && !status.startsWith("DELETE"));
  if (!whole?.stackId) return undefined;
  const state = await observeStack(stacks, whole.stackId);
  const tag = state.kind === "present" ? state.tags.PantherVersion : undefined;
  return versionsAmong(tag ? [tag] : [])[0];
}

async function publishedAs(
  body: string,
  { objects, templateUrlOf, candidates }: Question,
): Promise<ReleaseVersion | undefined> {
  for (const version of candidates) {
    // Without s3:ListBucket S3 answers 403 for an object that does not exist.
    const published = await fetchTemplate(objects, templateUrlOf(version)).catch((error: unknown) => {
      if (error instanceof PantherError) return undefined;
      throw error;
    });
    if (published !== undefined && sameTemplate(published, body)) return version;
  }
  return undefined;
}
