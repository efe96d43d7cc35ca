import type { AssetKind, AssetSource, ImageReference } from "./asset.ts";

/** The texts of a release's templates by their keys in the bucket, and where they come from and go to. */
export interface TransformRequest {
  readonly templates: ReadonlyMap<string, string>;
  /** Key of the template that everything is reached from; it stays its key. */
  readonly root: string;
  readonly source: AssetSource;
  /** Outside China references are rewritten and nothing is taken out. */
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
      /** Keys of the templates before the transform, by their new keys. */
      readonly origins: ReadonlyMap<string, string>;
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
