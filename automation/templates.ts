import { NoSuchKey } from "@aws-sdk/client-s3";
import { PantherError } from "../model/error.ts";
import type { TemplateLocation } from "../model/release/templateUrl.ts";
import type { ObjectApi } from "./clients.ts";

/**
 * A template's text; undefined when there is no such object.
 * @throws PantherError `template-unavailable` when it may not be read.
 */
export async function fetchTemplate(
  objects: ObjectApi,
  { bucket, key }: TemplateLocation,
): Promise<string | undefined> {
  try {
    const { Body } = await objects.getObject({ Bucket: bucket, Key: key });
    return (await Body?.transformToString("utf8")) ?? "";
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw new PantherError(
      "template-unavailable",
      `The template ${bucket}/${key} can't be read: ${(error as Error).message}`,
      "Check that this account and region are approved for Panther's release bucket.",
      { cause: error },
    );
  }
}
