import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { S3 } from "@aws-sdk/client-s3";
import { PantherError } from "../model/error.ts";
import { clientSettings } from "./clients.ts";

/** A folder in S3. `prefix` is blank or ends with a slash. */
export interface JournalTarget {
  readonly bucket: string;
  readonly prefix: string;
}

/** @throws PantherError `journal-target-invalid`. */
export function journalTarget(url: string): JournalTarget {
  const { bucket, path = "" } = /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]+)(?:\/(?<path>.*))?$/.exec(url)?.groups ?? {};
  if (bucket) return { bucket, prefix: path === "" || path.endsWith("/") ? path : `${path}/` };
  throw new PantherError(
    "journal-target-invalid",
    `"${url}" is no place in S3 for the journal. Nothing was changed.`,
    "Give a bucket and a prefix: s3://bucket/prefix",
  );
}

/** Copies a journal to S3, as `<prefix><environment>/<file>`. */
export async function uploadJournal(
  target: JournalTarget,
  journal: { readonly file: string; readonly environment: string; readonly region: string; readonly runId: string },
): Promise<void> {
  const s3 = new S3({ ...clientSettings(journal), followRegionRedirects: true });
  try {
    const Body = await readFile(journal.file);
    const Key = `${target.prefix}${journal.environment}/${basename(journal.file)}`;
    await s3.putObject({ Bucket: target.bucket, Key, Body, ContentType: "application/jsonl" });
  } finally {
    s3.destroy();
  }
}
