import { createHash } from "node:crypto";
import { partitionOf } from "../partition.ts";
import type { AssetKind, AssetSource, ImageReference } from "./asset.ts";
import { edited } from "./edits.ts";
import { imagesIn } from "./images.ts";
import { parseTree } from "./parseTree.ts";
import { readReferences } from "./references.ts";

/** The texts of a release's templates by their keys in the bucket, and where they come from and go to. */
export interface TransformRequest {
  readonly templates: ReadonlyMap<string, string>;
  /** Key of the template that everything is reached from; it stays its key. */
  readonly root: string;
  readonly source: AssetSource;
  readonly target: { readonly bucket: string; readonly region: string };
}

export type TransformedRelease =
  | {
      readonly kind: "transformed";
      /** By their new keys, children before parents, the root last. */
      readonly templates: ReadonlyMap<string, string>;
      /** Objects to copy under the same keys. */
      readonly assets: readonly { readonly key: string; readonly kind: AssetKind }[];
      /** Images that a person has to copy. */
      readonly images: readonly (ImageReference & { readonly template: string })[];
      readonly removed: readonly Removal[];
    }
  | { readonly kind: "refused"; readonly problems: readonly TransformProblem[] };

/** Something that was taken out of a template. */
export interface Removal {
  /** The template's key before the transform. */
  readonly template: string;
  readonly place: string;
  /** Why, from what China doesn't have to this place. */
  readonly chain: readonly string[];
}

export interface TransformProblem {
  /** The template's key before the transform. */
  readonly template: string;
  readonly place: string;
  readonly chain: readonly string[];
  readonly message: string;
}

/** Makes a release out of one that was published elsewhere: its templates for another bucket, and what to copy. */
export function transformRelease(request: TransformRequest): TransformedRelease {
  const { name: partition, dnsSuffix } = partitionOf(request.target.region);
  const target = { ...request.target, partition, dnsSuffix };
  const source = { ...request.source, buckets: [...new Set([...request.source.buckets, target.bucket])] };
  const problems: TransformProblem[] = [];
  const templates = new Map<string, string>();
  const assets = new Map<string, { key: string; kind: AssetKind }>();
  const images: (ImageReference & { template: string })[] = [];
  const newKeys = new Map<string, string>();
  const visit = (key: string): string => {
    const known = newKeys.get(key);
    if (known !== undefined) return known;
    const refuse = (place: string, message: string) => {
      problems.push({ template: key, place, chain: [], message });
      return key;
    };
    const text = request.templates.get(key);
    if (text === undefined) return refuse("", "The release doesn't have this template.");
    const parsed = parseTree(text);
    if (parsed.kind === "unreadable") return refuse("", parsed.message);
    const { sites, problems: found } = readReferences(parsed.tree, source);
    for (const { place, message } of found) refuse(place, message);
    const edits = sites.map((site) => {
      const objectKey = site.objects[0]?.key;
      const kind = site.objects[0]?.kind;
      if (objectKey !== undefined && kind !== undefined && kind !== "template") {
        for (const object of site.objects) assets.set(object.key, { key: object.key, kind: object.kind });
      }
      return site.rewrite(target, (child) => (kind === "template" ? visit(child) : child));
    });
    const result = edited(text, edits);
    const newKey = key === request.root ? key : createHash("sha1").update(result).digest("hex");
    newKeys.set(key, newKey);
    images.push(...imagesIn(parsed.tree, source).map((image) => ({ ...image, template: key })));
    templates.set(newKey, result);
    return newKey;
  };
  visit(request.root);
  if (problems.length > 0) return { kind: "refused", problems };
  return { kind: "transformed", templates, assets: [...assets.values()], images, removed: [] };
}
