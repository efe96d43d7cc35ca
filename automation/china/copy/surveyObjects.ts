import pLimit from "p-limit";
import { mostRequests } from "./copyClients.ts";
import type { Holdings } from "./holdings.ts";
import type { ReleaseSource, SourceObject } from "./releaseSource.ts";
import { missingObject } from "./walkRelease.ts";
import type { Wanted, WantedAsset } from "./wanted.ts";

/** What is there, and what has to be brought. */
export interface Survey {
  /** Without the root template. */
  readonly missing: readonly Missing[];
  readonly objects: number;
  readonly bytes: number;
  readonly missingBytes: number;
}

/** Something to be brought, with what the source has of it. */
export type Missing = Extract<Wanted, { kind: "text" }> | (WantedAsset & { readonly object: SourceObject });

/**
 * Looks at every wanted object: whether the target holds it, and what the source has where it doesn't.
 * @throws PantherError `copy-source-missing`, those of source and target.
 */
export async function surveyObjects(
  source: ReleaseSource,
  wanted: readonly Wanted[],
  holds: Holdings,
  signal: AbortSignal,
): Promise<Survey> {
  const limit = pLimit(mostRequests);
  const listed = await source.listed(wanted.flatMap((one) => (one.kind === "asset" ? one.key : [])));
  const looks = await Promise.all(
    wanted.map((one) =>
      limit(async () => {
        signal.throwIfAborted();
        const look = lookOnce(source, one, listed.get(one.key));
        const size = await holds(one, look);
        if (size !== undefined) return { size };
        if (one.kind === "text") return { size: one.bytes.length, missing: one };
        const object = await look();
        return { size: object.size, missing: { ...one, object } };
      }),
    ),
  );
  const missing = looks.flatMap((look) => look.missing ?? []);
  return {
    missing,
    objects: looks.length,
    bytes: looks.reduce((sum, { size }) => sum + size, 0),
    missingBytes: missing.reduce((sum, one) => sum + sizeOf(one), 0),
  };
}

export function sizeOf(missing: Missing): number {
  return missing.kind === "text" ? missing.bytes.length : missing.object.size;
}

function lookOnce(
  source: ReleaseSource,
  wanted: Wanted,
  listed: SourceObject | undefined,
): () => Promise<SourceObject> {
  let looked = listed && Promise.resolve(listed);
  return () => {
    looked ??= look(source, wanted);
    return looked;
  };
}

async function look(source: ReleaseSource, wanted: Wanted): Promise<SourceObject> {
  if (wanted.kind === "text") return { size: wanted.bytes.length };
  const object = await source.stat(wanted.from);
  if (!object) throw missingObject(wanted.from, wanted.named);
  return object;
}
