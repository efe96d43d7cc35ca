import type { Readable } from "node:stream";
import type { ReleaseVersion } from "../../../model/release/version.ts";
import type { ObjectLocation } from "./copyPlace.ts";

/** Where a release comes from: Panther's buckets, or a folder that it was downloaded into. */
export interface ReleaseSource {
  /** For people, for example `s3://panther-enterprise-us-west-2`. */
  readonly name: string;
  /** The bucket that the root template lies in; of a folder the one that the templates in it name. */
  readonly bucket: string;
  /** Undefined where there is no such object. */
  stat(location: ObjectLocation): Promise<SourceObject | undefined>;
  /**
   * What a listing tells of objects, by key, where one takes less than a look at each; none where it doesn't. What is
   * missing here may be there all the same.
   */
  listed(keys: readonly string[]): Promise<ReadonlyMap<string, SourceObject>>;
  /** The content from an offset on; undefined where there is no such object. */
  open(location: ObjectLocation, from: StreamStart): Promise<Readable | undefined>;
  /** Versions in which the deployment role's template is there; undefined where nobody may look. */
  roleVersions(release: ReleaseVersion): Promise<readonly ReleaseVersion[] | undefined>;
}

export interface SourceObject {
  readonly size: number;
  /** As S3 writes it, with quotes; a folder has none. */
  readonly etag?: string;
  /** In hex, where the ETag is that. */
  readonly md5?: string;
  readonly contentType?: string;
}

export interface StreamStart {
  readonly offset: number;
  /** Where that is known. */
  readonly size?: number;
  /** Only if the object is still that one. */
  readonly etag?: string;
  readonly signal: AbortSignal;
}

/** The text of a small object, a template; undefined where there is none. */
export async function textOf(
  source: ReleaseSource,
  location: ObjectLocation,
  signal: AbortSignal,
): Promise<string | undefined> {
  const stream = await source.open(location, { offset: 0, signal });
  if (!stream) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
