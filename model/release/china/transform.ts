import { partitionOf } from "../partition.ts";
import { type AssetKind, sourceRegion } from "./asset.ts";
import { checkRelease } from "./checkRelease.ts";
import { imagesIn } from "./images.ts";
import { isCut, noRemovals, type Removals, reachableTemplates, remainingStops } from "./removals.ts";
import { remove } from "./remove.ts";
import { rewriteRelease } from "./rewrite.ts";
import { type Release, readRelease } from "./template.ts";
import type { Removal, TransformedRelease, TransformProblem, TransformRequest } from "./transformedRelease.ts";
import { placeOf, placeOfElement } from "./tree.ts";
import { unsupportedParts } from "./unsupportedParts.ts";
import { removeUnused } from "./unusedNames.ts";

export type { Removal, TransformedRelease, TransformProblem, TransformRequest } from "./transformedRelease.ts";

/**
 * Makes a release for another bucket out of one that was published elsewhere. For a bucket in China everything goes that
 * is missing there, with all that hangs on it. The same request always gives the same bytes, and a release that was made
 * so comes out as it went in.
 */
export function transformRelease({ templates, root, source, target }: TransformRequest): TransformedRelease {
  const inChina = partitionOf(target.region).name === "aws-cn";
  const from = { buckets: source.buckets, target: target.bucket, region: sourceRegion(source) };
  const removals = noRemovals(readRelease(templates, root, from), target.region);
  if (inChina) removeUnsupported(removals);
  const reachable = reachableTemplates(removals);
  const refusals = [...stopsOf(removals, reachable), ...unresolved(removals, reachable)];
  const rewritten = rewriteRelease(removals, target);
  const circles = rewritten.circles.map((template) => ({ ...nowhere(template), message: "It is nested in itself." }));
  if (refusals.length + circles.length > 0) return { kind: "refused", problems: [...refusals, ...circles] };
  const at = { buckets: [], target: target.bucket, region: target.region };
  const result = readRelease(rewritten.templates, root, at);
  const original = (key: string) => String(rewritten.origins.get(key));
  const problems = checkRelease(result, target.region).map((found) => ({
    ...found,
    template: original(found.template),
  }));
  if (problems.length > 0) return { kind: "refused", problems };
  return {
    kind: "transformed",
    templates: rewritten.templates,
    origins: rewritten.origins,
    assets: assetsOf(result),
    images: [...result.templates.values()].flatMap(({ key, tree }) =>
      imagesIn(tree, at).map((image) => ({ ...image, template: original(key) })),
    ),
    removed: removedFrom(removals, reachable),
  };
}

const nowhere = (template: string) => ({ template, place: "", chain: [] });

function removeUnsupported(removals: Removals): void {
  for (const template of removals.release.templates.values()) {
    for (const { element, why } of unsupportedParts(template)) remove(removals, { template, element }, [why]);
  }
  removeUnused(removals);
}

function stopsOf(removals: Removals, reachable: ReadonlySet<string>): readonly TransformProblem[] {
  return remainingStops(removals, reachable).map(({ template, element, chain, message }) => ({
    template: template.key,
    place: placeOfElement(element),
    chain,
    message,
  }));
}

/** What names the release's bucket and can't be rewritten, and templates that can't be read, in what stays. */
function unresolved(removals: Removals, reachable: ReadonlySet<string>): readonly TransformProblem[] {
  const { templates, missing } = removals.release;
  const unreadable = [...missing].filter(([key]) => reachable.has(key));
  return [
    ...unreadable.map(([template, reason]) => ({ ...nowhere(template), message: `It can't be read: ${reason}` })),
    ...[...templates.values()]
      .filter(({ key }) => reachable.has(key))
      .flatMap(({ key, references }) =>
        references.problems
          .filter(({ node }) => !isCut(removals, node.at))
          .map(({ node, message }) => ({ template: key, place: placeOf(node), chain: [], message })),
      ),
  ];
}

function assetsOf({ templates }: Release): readonly { readonly key: string; readonly kind: AssetKind }[] {
  const objects = [...templates.values()]
    .flatMap(({ references }) => references.sites)
    .flatMap((site) => site.objects)
    .filter(({ kind }) => kind !== "template");
  return Array.from(new Map(objects.map(({ key, kind }) => [key, { key, kind }])).values());
}

/** What was taken out, without what stood inside of it. */
function removedFrom(removals: Removals, reachable: ReadonlySet<string>): readonly Removal[] {
  return [...removals.cuts]
    .filter(([element, { template }]) => reachable.has(template.key) && !isCut(removals, element.owner.at))
    .map(([element, { template, chain }]) => ({ template: template.key, place: placeOfElement(element), chain }));
}
