import { deleteVersions, type RefusedVersion } from "./deleteVersions.ts";
import { BucketRefused } from "./openBucket.ts";
import type { Removal } from "./removal.ts";
import { type ListedVersion, uploadPages, versionPages } from "./versionPages.ts";

/** What one look through a whole bucket has come to. */
export interface Pass {
  /** How much there was. */
  readonly found: number;
  /** What was written last of it; missing where there were no versions. */
  readonly newest?: ListedVersion;
  /** What S3 does not delete: how many, and one of them. */
  readonly refused?: { readonly count: number; readonly one: RefusedVersion };
}

/** Pages that are held at once: listing goes on while others are deleted. */
const pagesAhead = 8;

/** Deletes whatever a listing from beginning to end has. @throws as {@link deleteVersions} */
export async function onePass(removal: Removal): Promise<Pass> {
  const { bucket, limit, report, done } = removal;
  let refused: Pass["refused"];
  const work = new Work();
  let found = 0;
  let newest: ListedVersion | undefined;
  const progress = () => report({ type: "bucket-progress", bucket: bucket.name, ...done });

  for await (const page of versionPages(bucket)) {
    found += page.length;
    for (const version of page) if (!newest || version.modified > newest.modified) newest = version;
    await work.add(async () => {
      const denied = await limit(() => deleteVersions(removal, page));
      const [one] = denied;
      if (one) refused = { count: (refused?.count ?? 0) + denied.length, one: refused?.one ?? one };
      progress();
    });
  }
  await work.all();

  for await (const page of uploadPages(bucket)) {
    found += page.length;
    for (const upload of page) await work.add(() => limit(() => abortUpload(removal, upload.key, upload.uploadId)));
    await work.all();
    if (page.length > 0) progress();
  }
  return { found, ...(newest && { newest }), ...(refused && { refused }) };
}

async function abortUpload({ bucket, done }: Removal, key: string, uploadId: string): Promise<void> {
  await bucket.ask(
    "s3:AbortMultipartUpload",
    (options) => bucket.api.abortMultipartUpload({ ...bucket.at, Key: key, UploadId: uploadId }, options),
    ["NoSuchUpload"],
  );
  done.uploads += 1;
}

/** Work that goes on beside what makes it, a few pieces at once. The first failure is thrown by whoever waits next. */
class Work {
  readonly #under = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  async add(piece: () => Promise<void>): Promise<void> {
    const promise = piece()
      .catch((error: unknown) => {
        // What a bucket refuses is the lesser news beside that it is gone, or the credentials are.
        if (!this.#failure || !(error instanceof BucketRefused)) this.#failure = { error };
      })
      .finally(() => this.#under.delete(promise));
    this.#under.add(promise);
    if (this.#under.size >= pagesAhead) await Promise.race(this.#under);
    await this.#orFail();
  }

  async all(): Promise<void> {
    await Promise.all(this.#under);
    await this.#orFail();
  }

  async #orFail(): Promise<void> {
    if (!this.#failure) return;
    await Promise.all(this.#under);
    throw this.#failure.error;
  }
}
