import type { Timing } from "../../timing.ts";
import type { ContentMemory } from "./contentMemory.ts";
import type { ObjectLocation } from "./copyPlace.ts";
import type { ReleaseSource, SourceObject } from "./releaseSource.ts";
import type { ReleaseTarget, WrittenObject } from "./releaseTarget.ts";

export interface TransferContext {
  readonly source: ReleaseSource;
  readonly target: ReleaseTarget;
  readonly memory: ContentMemory;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  /** Bytes that have arrived; less than none where they have to be sent again. */
  readonly onBytes: (bytes: number) => void;
}

/** One object to be copied as it is. */
export interface Transfer {
  readonly key: string;
  readonly from: ObjectLocation;
  readonly object: SourceObject;
}

export function written(key: string, { etag, contentType }: SourceObject): WrittenObject {
  return { key, ...(contentType !== undefined && { contentType }), ...(etag !== undefined && { sourceEtag: etag }) };
}
