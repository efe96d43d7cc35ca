import { NoSuchKey, S3ServiceException } from "@aws-sdk/client-s3";
import type { Environment } from "../model/environment/environment.ts";
import { PantherError } from "../model/error.ts";
import { sourcedTemplateUrl } from "../model/release/templateSource.ts";
import { parseTemplateUrl } from "../model/release/templateUrl.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import type { ObjectApi } from "./clients.ts";
import { areExpired } from "./credentials.ts";

/**
 * A template's text; undefined when there is no such object.
 * @throws PantherError `template-unavailable` when S3 does not give it out; the SDK's errors when S3 could not be asked.
 */
export async function fetchTemplate(objects: ObjectApi, url: string): Promise<string | undefined> {
  const location = parseTemplateUrl(url);
  if (!location) throw unavailable(url, "it is no https URL of an object in S3");
  try {
    const { Body } = await objects.getObject({ Bucket: location.bucket, Key: location.key });
    return (await Body?.transformToString("utf8")) ?? "";
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    if (error instanceof S3ServiceException && isRefusal(error)) throw unavailable(url, error.message, error);
    throw error;
  }
}

/** Answers of S3 that say nothing of the object: too slow, too many, a clock that is wrong. */
const notOfTheObject = ["RequestTimeout", "RequestTimeTooSkewed", "SlowDown"];

/** Whether S3 has said no: it may not be read, it lies in another region, there is no such bucket. */
function isRefusal(error: S3ServiceException): boolean {
  const { httpStatusCode: status = 500 } = error.$metadata;
  if (areExpired(error) || notOfTheObject.includes(error.name)) return false;
  return status >= 300 && status < 500 && status !== 429;
}

/**
 * URL of an environment's root template of a release.
 * @throws PantherError where its source has none for the environment's region.
 */
export function rootTemplateUrl({ region, templateSource }: Environment, release: ReleaseVersion): string {
  const sourced = sourcedTemplateUrl({ template: "root", version: release, region, source: templateSource });
  if (sourced.kind === "url") return sourced.url;
  throw new PantherError(sourced.code, sourced.message, sourced.fix);
}

function unavailable(url: string, why: string, cause?: unknown): PantherError {
  return new PantherError(
    "template-unavailable",
    `The template ${url} can't be read: ${why}`,
    "Check that this account and region are approved for Panther's release bucket, that the caller may read it, and that there is such a release: without s3:ListBucket S3 says the same of an object that does not exist.",
    { cause },
  );
}
