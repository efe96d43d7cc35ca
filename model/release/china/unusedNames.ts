import { isCut, type Removals, reachableTemplates } from "./removals.ts";
import { remove } from "./remove.ts";
import type { ReleaseTemplate } from "./template.ts";
import { ancestors, type Element, elementAt, elementsOf } from "./tree.ts";
import type { Use } from "./uses.ts";

const sections: readonly { readonly section: string; readonly kind: Use["kind"] }[] = [
  { section: "Conditions", kind: "condition" },
  { section: "Mappings", kind: "mapping" },
  { section: "Parameters", kind: "entity" },
];

/** Takes out what nothing needs any more. What nothing needed before stays. */
export function removeUnused(removals: Removals): void {
  for (let before = -1; before !== removals.cuts.size; ) {
    before = removals.cuts.size;
    for (const key of reachableTemplates(removals)) {
      const template = removals.release.templates.get(key);
      if (template) removeUnusedOf(removals, template);
    }
  }
}

function removeUnusedOf(removals: Removals, template: ReleaseTemplate): void {
  for (const { section, kind } of sections) {
    for (const entry of elementsOf(elementAt(template.tree.root, section)?.value)) {
      const lastUse = unusedSince(removals, template, entry, kind);
      if (lastUse) remove(removals, { template, element: entry }, [...lastUse, "nothing else used it"]);
    }
  }
}

/** Why the last use of a name went; undefined while it is used, and when it never was. */
function unusedSince(
  removals: Removals,
  template: ReleaseTemplate,
  entry: Element,
  kind: Use["kind"],
): readonly string[] | undefined {
  const uses = template.uses.filter(
    (use) => use.kind === kind && (use.name === entry.key || (kind === "mapping" && use.name === "")),
  );
  const [first] = uses;
  const replaced = new Set(template.references.sites.map((site) => site.replaced));
  const isReplaced = ({ node }: Use) =>
    replaced.has(node) || Array.from(ancestors(node)).some(({ owner }) => replaced.has(owner));
  if (!first || !uses.every((use) => isCut(removals, use.node.at) || isReplaced(use))) return undefined;
  const cut = Array.from(ancestors(first.node), (at) => removals.cuts.get(at)).find((found) => found !== undefined);
  return cut?.chain ?? ["references to objects of the release name the new bucket"];
}
