import { PantherError } from "../../../model/error.ts";
import type { AssetReference, AssetSource, ImageReference } from "../../../model/release/china/asset.ts";
import { assetReferences } from "../../../model/release/china/assets.ts";
import { type ObjectLocation, urlOf } from "./copyPlace.ts";
import { type ReleaseSource, textOf } from "./releaseSource.ts";

/** Everything that is reached from a template, as it is published. */
export interface WalkedRelease {
  /** Texts by key, the template that everything is reached from among them. */
  readonly templates: ReadonlyMap<string, string>;
  /** All that is no template, each once, by key. */
  readonly assets: ReadonlyMap<string, NamedAsset>;
  readonly images: readonly ImageReference[];
}

/** An object with the place that names it. */
export interface NamedAsset {
  readonly from: ObjectLocation;
  /** For people: the template's key and the place in it. */
  readonly named: string;
}

/** The texts of a template and of all that it nests are read level by level: what is beside each other, at once. */
export async function walkRelease(
  source: ReleaseSource,
  root: { readonly key: string; readonly text: string },
  signal: AbortSignal,
): Promise<WalkedRelease> {
  const at: AssetSource = { buckets: [source.bucket] };
  const templates = new Map<string, string>();
  const assets = new Map<string, NamedAsset>();
  const images: ImageReference[] = [];
  const read = async (key: string, text: string): Promise<void> => {
    templates.set(key, text);
    const references = assetReferences(text, at);
    const [problem] = references.problems;
    if (problem) throw unclear(source, key, problem);
    images.push(...references.images);
    const nested = new Map<string, AssetReference>();
    for (const reference of references.objects) {
      if (reference.kind !== "template") assets.set(reference.key, namedBy(key, reference));
      else if (!templates.has(reference.key)) nested.set(reference.key, reference);
    }
    await Promise.all(
      [...nested].map(async ([nestedKey, reference]) => {
        // Two templates that nest the same one.
        templates.set(nestedKey, "");
        const { from, named } = namedBy(key, reference);
        const nestedText = await textOf(source, from, signal);
        if (nestedText === undefined) throw missingObject(from, named);
        await read(nestedKey, nestedText);
      }),
    );
  };
  await read(root.key, root.text);
  return { templates, assets, images };
}

function namedBy(template: string, { bucket, key, place }: AssetReference): NamedAsset {
  return { from: { bucket, key }, named: `${template}, ${place}` };
}

export function missingObject(location: ObjectLocation, named: string): PantherError {
  const where = location.bucket === "" ? location.key : urlOf(location);
  return new PantherError(
    "copy-source-missing",
    `There is no ${where}, which the release names (${named}).`,
    "Copy from another region (--source-region, or panther:china.sourceRegion), and tell Panther that this one is incomplete. Of a folder: download again. Nothing that was copied is lost.",
  );
}

function unclear(source: ReleaseSource, key: string, problem: { readonly place: string; readonly message: string }) {
  const place = problem.place === "" ? key : `${key}, ${problem.place}`;
  return new PantherError(
    "copy-reference-unclear",
    `${source.name}: it can't be told what ${place} names: ${problem.message}`,
    "A copy could miss something, so none was made. Tell this project's maintainers which release it is.",
  );
}
