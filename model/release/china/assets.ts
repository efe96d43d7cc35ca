import type { AssetReferences, AssetSource } from "./asset.ts";
import { imagesIn } from "./images.ts";
import { parseTree } from "./parseTree.ts";
import { readReferences } from "./references.ts";
import { placeOf } from "./tree.ts";

export type { AssetKind, AssetReference, AssetReferences, AssetSource, ImageReference } from "./asset.ts";

/** Everything that a template's text names in the buckets of its release, and the images that it names in registries. */
export function assetReferences(template: string, source: AssetSource): AssetReferences {
  const parsed = parseTree(template);
  if (parsed.kind === "unreadable") {
    return { objects: [], images: [], problems: [{ place: "", message: parsed.message }] };
  }
  const { sites, problems } = readReferences(parsed.tree, source);
  return {
    objects: sites.flatMap(({ objects }) => objects),
    images: imagesIn(parsed.tree, source),
    problems: problems.map(({ node, message }) => ({ place: placeOf(node), message })),
  };
}
