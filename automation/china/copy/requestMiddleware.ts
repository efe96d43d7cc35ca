import type { S3 } from "@aws-sdk/client-s3";

/** A request as the SDK is about to sign it. */
interface BuiltRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Record<string, string>;
}

/** Where a bucket is asked for objects: `path` is what comes before a key, with its slash. */
export type BucketAddress = Pick<BuiltRequest, "protocol" | "hostname" | "port" | "path">;

const addresses = new WeakMap<S3, Map<string, BucketAddress>>();

/** Where the client's own calls have asked a bucket for an object; undefined as long as there were none. */
export function addressOf(client: S3, bucket: string): BucketAddress | undefined {
  return addresses.get(client)?.get(bucket);
}

/** Has a client remember where it asks for objects: endpoints come from options, environment and profiles. */
export function learnAddresses(client: S3): void {
  const known = new Map<string, BucketAddress>();
  addresses.set(client, known);
  client.middlewareStack.add(
    (next) => (args) => {
      const { Bucket, Key } = args.input as { readonly Bucket?: string; readonly Key?: string };
      const { protocol, hostname, port, path } = (args as unknown as { readonly request: BuiltRequest }).request;
      if (Bucket !== undefined && Key !== undefined && !known.has(Bucket) && path.endsWith(`/${Key}`)) {
        const before = path.slice(0, -Key.length);
        known.set(Bucket, { protocol, hostname, path: before, ...(port !== undefined && { port }) });
      }
      return next(args);
    },
    { step: "build", priority: "low", name: "learnAddresses" },
  );
}

const hashNames = ["x-amz-checksum-sha1", "x-amz-checksum-sha256"];

/**
 * Has the SDK sign an upload's headers and not its content, where one of the headers is a hash of the content: S3 checks
 * that one, and hashing each byte once more is what would take the most time.
 */
export function withoutSecondHash(client: S3): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = (args as unknown as { readonly request: BuiltRequest }).request;
      if (hashNames.some((name) => name in headers)) headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
      return next(args);
    },
    { step: "build", priority: "low", name: "withoutSecondHash" },
  );
}
