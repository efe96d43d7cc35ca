import { PantherError } from "../model/error.ts";
import type { TemplateLocation } from "../model/release/templateUrl.ts";
import type { ObjectApi } from "./clients.ts";

/**
 * A template's text.
 * @throws PantherError `template-unavailable` when it isn't there or may not be read.
 */
export async function fetchTemplate(objects: ObjectApi, { bucket, key }: TemplateLocation): Promise<string> {
  try {
    const { Body } = await objects.getObject({ Bucket: bucket, Key: key });
    return (await Body?.transformToString("utf8")) ?? "";
  } catch (error) {
    throw new PantherError(
      "template-unavailable",
      `The template ${bucket}/${key} can't be read: ${(error as Error).message}`,
      "Check that this account and region are approved for Panther's release bucket, and that the release exists.",
      { cause: error },
    );
  }
}
