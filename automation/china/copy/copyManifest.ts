import * as valibot from "valibot";
import { type ReleaseVersion, tagOf } from "../../../model/release/version.ts";

/**
 * What a copy has put into a bucket, kept beside the release's root template. With it and a listing the next copy knows
 * that nothing has changed, without a look at each object; without it that takes longer, and is the same.
 */
export interface CopyManifest {
  /** Hash of this program's part that makes templates for China: another one may make others of the same release. */
  readonly transform: string;
  /** SHA-256 of the published templates that everything is reached from, by their keys. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly root: { readonly size: number; readonly md5: string; readonly sha256: string };
  /** All but the root template, by key; ETags as S3 answered them. */
  readonly objects: Readonly<Record<string, { readonly size: number; readonly etag: string }>>;
  readonly images: readonly string[];
}

export function manifestKey(release: ReleaseVersion): string {
  return `${tagOf(release)}/panther-copy.json`;
}

const manifestSchema = valibot.object({
  transform: valibot.string(),
  inputs: valibot.record(valibot.string(), valibot.string()),
  root: valibot.object({ size: valibot.number(), md5: valibot.string(), sha256: valibot.string() }),
  objects: valibot.record(valibot.string(), valibot.object({ size: valibot.number(), etag: valibot.string() })),
  images: valibot.array(valibot.string()),
});

/** Undefined of a text that is none: somebody else's object, or one of another version of this program. */
export function readManifest(text: string): CopyManifest | undefined {
  try {
    const read = valibot.safeParse(manifestSchema, JSON.parse(text));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

export function manifestText(manifest: CopyManifest): string {
  return `${JSON.stringify(manifest, undefined, 1)}\n`;
}
