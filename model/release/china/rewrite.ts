import { createHash } from "node:crypto";
import { partitionOf } from "../partition.ts";
import { cutEdits } from "./cutting.ts";
import { edited } from "./edits.ts";
import { partitionEdits } from "./partitions.ts";
import { isCut, type Removals } from "./removals.ts";
import type { S3Target } from "./s3Locations.ts";
import type { ReleaseTemplate } from "./template.ts";
import type { TransformRequest } from "./transformedRelease.ts";
import type { TreeNode } from "./tree.ts";

export interface RewrittenRelease {
  /** By their new keys, children before parents. */
  readonly templates: ReadonlyMap<string, string>;
  /** Keys before, by new keys. */
  readonly origins: ReadonlyMap<string, string>;
  /** Keys of templates that are nested in themselves. */
  readonly circles: readonly string[];
}

/** The texts of the templates that the root still leads to, without what goes, and with references to the new bucket. */
export function rewriteRelease(removals: Removals, to: TransformRequest["target"]): RewrittenRelease {
  const { name: partition, dnsSuffix } = partitionOf(to.region);
  const target: S3Target = { ...to, partition, dnsSuffix };
  const { root, templates: before } = removals.release;
  const templates = new Map<string, string>();
  const origins = new Map<string, string>();
  const newKeys = new Map<string, string>();
  const circles: string[] = [];
  const keyFor = (key: string, above: readonly string[]): string => {
    const template = before.get(key);
    const known = newKeys.get(key);
    if (!template || known !== undefined) return known ?? key;
    if (above.includes(key)) {
      circles.push(key);
      return key;
    }
    const text = rewrittenText(template, removals, target, (child) => keyFor(child, [...above, key]));
    // Panther's packager names a nested template after its bytes, so that a changed one is another object.
    const newKey = key === root ? key : createHash("sha1").update(text).digest("hex");
    newKeys.set(key, newKey);
    templates.set(newKey, text);
    origins.set(newKey, key);
    return newKey;
  };
  keyFor(root, []);
  return { templates, origins, circles };
}

function rewrittenText(
  template: ReleaseTemplate,
  removals: Removals,
  target: S3Target,
  keyOf: (child: string) => string,
): string {
  const stays = (node: TreeNode) => !isCut(removals, node.at);
  const sites = template.references.sites.filter(({ node }) => stays(node));
  const isInSite = ({ start, end }: TreeNode) => sites.some(({ node }) => node.start <= start && end <= node.end);
  const partitions =
    target.partition === "aws-cn" ? partitionEdits(template, (node) => stays(node) && !isInSite(node)) : [];
  return edited(template.tree.text, [
    ...cutEdits(template.tree, (element) => removals.cuts.has(element), removals.decided),
    ...partitions,
    ...sites.map((site) => {
      const isTemplate = site.objects.some(({ kind }) => kind === "template");
      return site.rewrite(target, (key) => (isTemplate ? keyOf(key) : key));
    }),
  ]);
}
