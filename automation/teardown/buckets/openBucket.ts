import { PantherError } from "../../../model/error.ts";
import { type Explained, explainRefusal } from "../../../model/teardown/buckets/bucketFailure.ts";
import { areExpired, areMissing, areNotAccepted, credentialsExpired } from "../../credentials.ts";
import type { BucketApis } from "./bucketApis.ts";

/** The bucket is not there, or not any more. */
export class BucketGone extends Error {}

/** S3 refuses something about one bucket; no other is the worse for it. */
export class BucketRefused extends Error {
  readonly explained: Explained;
  readonly code: string;

  constructor(explained: Explained, code: string, options?: ErrorOptions) {
    super(explained.why, options);
    this.explained = explained;
    this.code = code;
  }
}

/** A bucket as its calls see it. */
export interface OpenBucket {
  readonly name: string;
  readonly api: BucketApis["buckets"];
  /** What every call is given: S3 refuses it where the bucket is another account's by now. */
  readonly at: { readonly Bucket: string; readonly ExpectedBucketOwner: string };
  /**
   * Makes a call.
   * @param action the call's name in IAM
   * @param none codes by which S3 says that there is no such configuration: then the answer is undefined
   * @throws BucketGone; BucketRefused; the signal's reason; PantherError where the credentials are no longer valid
   */
  ask<T>(
    action: string,
    call: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
    none?: readonly string[],
  ): Promise<T | undefined>;
}

export function openBucket(
  name: string,
  { apis, accountId, signal }: { readonly apis: BucketApis; readonly accountId: string; readonly signal: AbortSignal },
): OpenBucket {
  return {
    name,
    api: apis.buckets,
    at: { Bucket: name, ExpectedBucketOwner: accountId },
    ask: async (action, call, none = []) => {
      signal.throwIfAborted();
      try {
        return await call({ abortSignal: signal });
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof Error && none.includes(error.name)) return undefined;
        throw translated(error, action, name);
      }
    },
  };
}

function translated(error: unknown, action: string, bucket: string): unknown {
  if (noCredentials(error)) return credentialsExpired(error);
  if (error instanceof PantherError || !(error instanceof Error)) return error;
  if (error.name === "NoSuchBucket") return new BucketGone(bucket, { cause: error });
  // Answers to HEAD have no body, and so no code.
  const code = error.name === "403" || error.name === "Forbidden" ? "AccessDenied" : error.name;
  return new BucketRefused(explainRefusal(bucket, { action, code, message: error.message }), code, { cause: error });
}

/** Whether nothing more can be asked: what the credentials were good for before they are no longer. */
export function noCredentials(error: unknown): boolean {
  return areExpired(error) || areNotAccepted(error) || areMissing(error);
}
