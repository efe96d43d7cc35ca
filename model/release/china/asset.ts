/** What an object of a release is for. */
export type AssetKind = "template" | "code" | "layer" | "schema" | "other";

/** The buckets that a release was published in. */
export interface AssetSource {
  readonly buckets: readonly string[];
  /** Where the release goes: objects in it are references, too, while its name alone may be any word. */
  readonly target?: string;
  /** What AWS::Region stood for there; undefined: nobody knows. Left out: the region that a bucket's name ends with. */
  readonly region?: string | undefined;
}

/** An object that a template names in one of the buckets. */
export interface AssetReference {
  readonly bucket: string;
  readonly key: string;
  readonly kind: AssetKind;
  /** `Resources.Web.Properties.TemplateURL` */
  readonly place: string;
}

/** An image in a registry. */
export interface ImageReference {
  /** What can't be told before deployment stands as `${…}`. */
  readonly uri: string;
  readonly place: string;
}

export interface AssetProblem {
  readonly place: string;
  readonly message: string;
}

export interface AssetReferences {
  /** In the template's order; one that is named twice is there twice. */
  readonly objects: readonly AssetReference[];
  readonly images: readonly ImageReference[];
  /** What names one of the buckets without saying which object, and a text that is no template. */
  readonly problems: readonly AssetProblem[];
}

/** The region that templates of these buckets were published for, where anything says so. */
export function sourceRegion(source: AssetSource): string | undefined {
  if (Object.hasOwn(source, "region")) return source.region;
  return source.buckets.flatMap((bucket) => /(?:^|-)([a-z]{2}(?:-gov)?-[a-z]+-\d)$/.exec(bucket)?.[1] ?? [])[0];
}
