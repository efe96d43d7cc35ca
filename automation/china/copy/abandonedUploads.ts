import type { S3 } from "@aws-sdk/client-s3";
import type { CopyPlace } from "./copyPlace.ts";

/** No upload of a release's object takes as long; a copy by somebody else, under way at present, is not disturbed. */
const abandonedAfter = 24 * 60 * 60 * 1000;

/**
 * Removes what killed copies have left of uploads in parts: nobody sees it, and it costs as much as an object. Where that
 * may not be looked at it stays.
 */
export async function abandonedUploads(
  client: Pick<S3, "listMultipartUploads" | "abortMultipartUpload">,
  { bucket: Bucket }: CopyPlace,
  keys: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  try {
    const { Uploads = [] } = await client.listMultipartUploads({ Bucket });
    for (const { Key, UploadId, Initiated } of Uploads) {
      const age = now.getTime() - (Initiated?.getTime() ?? now.getTime());
      if (Key === undefined || !keys.has(Key) || age < abandonedAfter) continue;
      await client.abortMultipartUpload({ Bucket, Key, UploadId });
    }
  } catch {
    // Tidying up is no reason for a copy to fail.
  }
}
