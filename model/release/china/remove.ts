import { conditionIn } from "./conditions.ts";
import { hangingOn, type Part, stacksOf } from "./hanging.ts";
import { isNothing, type RemovalRule, removalRule } from "./removalRule.ts";
import { isCut, type Removals } from "./removals.ts";
import { ancestors, type Collection, type Element, placeOfElement, textAt, textOf } from "./tree.ts";

/** Takes an element out because its value can't stay, with all that hangs on it. */
export function remove(removals: Removals, part: Part, chain: readonly string[]): void {
  const { template, element } = part;
  if (isCut(removals, element)) return;
  const rule = removalRule(element);
  const other = (instead: Element) => remove(removals, { template, element: instead }, chain);
  switch (rule.kind) {
    case "cut":
      cutOut(removals, part, chain);
      break;
    case "up":
      other(rule.element);
      break;
    case "emptied":
      for (const stack of stacksOf(removals.release, template.key)) remove(removals, stack, chain);
      if (template.key === removals.release.root)
        stop(removals, part, chain, "No resource of the release would be left.");
      break;
    case "choice":
      choose(removals, part, rule, chain);
      break;
    case "stop": {
      const resource = Array.from(ancestors(element.owner)).at(-2);
      // What is never created in that region has nothing to lose.
      if (resource && isNever(removals, { template, element: resource })) other(resource);
      else stop(removals, part, chain, rule.message);
    }
  }
}

function stop(removals: Removals, { template, element }: Part, chain: readonly string[], message: string): void {
  removals.stops.push({ template, element, chain, message });
}

/** One of two values goes: the other takes its place where it is the one that counts in that region. */
function choose(
  removals: Removals,
  { template, element }: Part,
  { other, choice }: Extract<RemovalRule, { readonly kind: "choice" }>,
  chain: readonly string[],
): void {
  const otherGoes =
    other.at && (removals.cuts.has(other.at) || removals.stops.some((stop) => stop.element === other.at));
  const holds = conditionIn(template.tree, textOf(element.owner.elements[0]?.value), removals.region);
  const isTaken = holds === undefined ? undefined : holds === (element.index === 1);
  if (isNothing(other) || otherGoes || isTaken === true) {
    remove(removals, { template, element: choice }, chain);
  } else if (isTaken === false && other.at && canStandAlone(other)) {
    decide(removals, { template, element }, other.at, chain);
  } else {
    stop(removals, { template, element }, chain, "One of two values that it can take goes, the other stays.");
  }
}

/** Lines of a mapping or a list would have to be indented anew. */
function canStandAlone(node: { readonly kind: string } | Collection): boolean {
  return node.kind === "scalar" || ("flow" in node && node.flow);
}

function decide(removals: Removals, { template, element }: Part, kept: Element, above: readonly string[]): void {
  const chain = [...above, `${template.label}: ${placeOfElement(element)}`];
  removals.decided.set(element.owner, kept);
  for (const gone of element.owner.elements) if (gone !== kept) removals.cuts.set(gone, { template, chain });
}

function isNever({ region }: Removals, { template, element }: Part): boolean {
  return conditionIn(template.tree, textAt(element.value, "Condition"), region) === false;
}

function cutOut(removals: Removals, part: Part, above: readonly string[]): void {
  const { template, element } = part;
  const chain = [...above, `${template.label}: ${placeOfElement(element)}`];
  removals.cuts.set(element, { template, chain });
  for (const hanging of hangingOn(removals.release, part)) remove(removals, hanging, chain);
  const { owner } = element;
  if (owner.at && owner.elements.every((sibling) => removals.cuts.has(sibling))) {
    remove(removals, { template, element: owner.at }, above);
  }
}
