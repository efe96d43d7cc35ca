import type { ObjectLocation } from "./copyPlace.ts";
import type { SourceObject } from "./releaseSource.ts";

/** An object that the target is to hold. */
export type Wanted = WantedText | WantedAsset;

/** A template, made or as it is. */
export interface WantedText {
  readonly kind: "text";
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** An object that is copied as it is. */
export interface WantedAsset {
  readonly kind: "asset";
  readonly key: string;
  readonly from: ObjectLocation;
  /** For people: what names it. */
  readonly named: string;
  /** Only once somebody has looked. */
  readonly object?: SourceObject;
}

export function wantedText(key: string, text: string): WantedText {
  return { kind: "text", key, bytes: Buffer.from(text) };
}
