import { PantherError } from "../../../model/error.ts";
import type { AssetSource } from "../../../model/release/china/asset.ts";
import {
  type TransformedRelease,
  type TransformProblem,
  type TransformRequest,
  transformRelease,
} from "../../../model/release/china/transform.ts";
import type { ReleaseInputs } from "./releaseInputs.ts";
import type { ReleaseSource } from "./releaseSource.ts";
import { type WalkedRelease, walkRelease } from "./walkRelease.ts";
import { type Wanted, type WantedText, wantedText } from "./wanted.ts";

/** What a target is to hold, the root template apart, since it comes last. */
export interface WantedRelease {
  readonly root: WantedText;
  readonly others: readonly Wanted[];
  readonly images: readonly string[];
  /** Templates that were made of published ones; empty where they are as they are. */
  readonly made: readonly MadeTemplate[];
}

/** A template for China with the published one that it was made of. */
export interface MadeTemplate {
  readonly publishedKey: string;
  readonly published: string;
  readonly key: string;
  readonly text: string;
}

export interface ChinaTarget {
  readonly bucket: string;
  readonly region: string;
}

/** What a bucket in China is to hold of a release: its templates as they have to be there, and what those need. */
export async function wantedInChina(
  source: ReleaseSource,
  inputs: ReleaseInputs,
  target: ChinaTarget,
  signal: AbortSignal,
): Promise<WantedRelease> {
  const at: AssetSource = { buckets: [source.bucket] };
  const [walked, web] = await Promise.all([
    walkRelease(source, inputs.root, signal),
    inputs.web && walkRelease(source, inputs.web, signal),
  ]);
  const main = transformed({ templates: walked.templates, root: inputs.root.key, source: at, target });
  const { role } = inputs;
  const roleMade =
    role && transformed({ templates: new Map([[role.key, role.text]]), root: role.key, source: at, target });
  const assets = main.assets.map(({ key }): Wanted => {
    const named = walked.assets.get(key) ?? { from: { bucket: source.bucket, key }, named: inputs.root.key };
    return { kind: "asset", key, ...named };
  });
  const made = [
    ...madeOf(main, walked.templates),
    ...(role && roleMade ? madeOf(roleMade, new Map([[role.key, role.text]])) : []),
  ];
  const texts = made.map(({ key, text }) => wantedText(key, text));
  const root = texts.find(({ key }) => key === inputs.root.key);
  if (!root) throw new Error(`The transform gave no ${inputs.root.key}.`);
  const others = [...assets, ...texts.filter((text) => text !== root), ...(web ? asTheyAre(web) : [])];
  return {
    root,
    others: [...new Map(others.map((wanted) => [wanted.key, wanted])).values()],
    images: [...new Set(main.images.map(({ uri }) => uri))],
    made,
  };
}

/** What a folder is to hold: everything as it is published. */
export async function wantedAsPublished(
  source: ReleaseSource,
  { root, role, web }: ReleaseInputs,
  signal: AbortSignal,
): Promise<WantedRelease> {
  const walks = await Promise.all([root, ...(web ? [web] : [])].map((input) => walkRelease(source, input, signal)));
  const wanted = [...walks.flatMap(asTheyAre), ...(role ? [wantedText(role.key, role.text)] : [])];
  const byKey = new Map(wanted.map((one) => [one.key, one]));
  byKey.delete(root.key);
  return {
    root: wantedText(root.key, root.text),
    others: [...byKey.values()],
    images: [...new Set(walks.flatMap(({ images }) => images.map(({ uri }) => uri)))],
    made: [],
  };
}

function asTheyAre({ templates, assets }: WalkedRelease): readonly Wanted[] {
  return [
    ...[...assets].map(([key, named]): Wanted => ({ kind: "asset", key, ...named })),
    ...[...templates].map(([key, text]) => wantedText(key, text)),
  ];
}

type Transformed = Extract<TransformedRelease, { readonly kind: "transformed" }>;

function madeOf({ templates, origins }: Transformed, published: ReadonlyMap<string, string>): readonly MadeTemplate[] {
  return Array.from(templates, ([key, text]) => {
    const publishedKey = origins.get(key) ?? key;
    return { publishedKey, published: published.get(publishedKey) ?? "", key, text };
  });
}

function transformed(request: TransformRequest): Transformed {
  const result = transformRelease(request);
  if (result.kind === "transformed") return result;
  throw new PantherError(
    "transform-refused",
    `The release can't be made into one for China without leaving something dangling:\n${result.problems.map(problemLine).join("\n")}`,
    "Nothing was copied. Tell this project's maintainers which release it is; panther china transform shows the same offline.",
  );
}

function problemLine({ template, place, chain, message }: TransformProblem): string {
  const way = chain.length > 0 ? ` (${chain.join(" → ")})` : "";
  return `- ${template}, ${place}: ${message}${way}`;
}
