import type { Readable } from "node:stream";

/** Where a release goes to: a bucket in AWS China, or a folder. What is there under a key is there whole. */
export interface ReleaseTarget {
  /** For people, for example `s3://example-panther-releases`. */
  readonly name: string;
  /** Writes an object that fits into memory. */
  put(object: WrittenObject, bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /**
   * Writes an object as it comes, where the target itself verifies its content before anybody sees it; left out where it
   * can't. One try.
   */
  readonly pour?: (object: WrittenObject, content: PouredContent, signal: AbortSignal) => Promise<void>;
  /** Begins an object that is written part by part; nobody sees it before it is complete. */
  begin(object: WrittenObject, signal: AbortSignal): Promise<PartWriter>;
}

export interface PouredContent {
  readonly stream: Readable;
  readonly size: number;
  /** In hex. */
  readonly sha1: string;
}

export interface WrittenObject {
  readonly key: string;
  readonly contentType?: string;
  /** ETag of the object that it is a copy of. */
  readonly sourceEtag?: string;
}

export interface PartWriter {
  /**
   * Writes a part while others are being written.
   * @param number From 1. All but the last part are of {@link partBytes}.
   */
  write(number: number, bytes: Uint8Array): Promise<void>;
  complete(): Promise<void>;
  /** Leaves nothing behind, as far as that can be had: an error here is nobody's concern any more. */
  abandon(): Promise<void>;
}

/** Above S3's least part (5 MiB); S3 takes 10,000 of them, which is more than any asset of a release. */
export const partBytes = 6 * 1024 * 1024;
