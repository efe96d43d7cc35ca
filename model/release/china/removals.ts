import { ownerOf } from "./declared.ts";
import { isNothing, removalRule } from "./removalRule.ts";
import type { Release, ReleaseTemplate } from "./template.ts";
import { type Element, elementAt, elementsOf, placeOfElement, textAt, textOf } from "./tree.ts";
import { expressionText, type Use } from "./uses.ts";

/** What is to be taken out of a release's templates, and what stands in the way of it. */
export interface Removals {
  readonly release: Release;
  /** Why each element goes, from what China doesn't have; in the order in which they were found. */
  readonly cuts: Map<Element, Cut>;
  readonly stops: Stop[];
}

export interface Cut {
  readonly template: ReleaseTemplate;
  readonly chain: readonly string[];
}

/** What can't be taken out cleanly. It counts only while it isn't inside something that goes anyway. */
export interface Stop extends Cut {
  readonly element: Element;
  readonly message: string;
}

export function noRemovals(release: Release): Removals {
  return { release, cuts: new Map(), stops: [] };
}

/** Whether an element, or something around it, goes. */
export function isCut({ cuts }: Removals, element: Element | undefined): boolean {
  for (let at = element; at; at = at.owner.at) if (cuts.has(at)) return true;
  return false;
}

/** Takes an element out because its value can't stay, with all that hangs on it. */
export function remove(
  removals: Removals,
  template: ReleaseTemplate,
  element: Element,
  chain: readonly string[],
): void {
  if (isCut(removals, element)) return;
  const rule = removalRule(element);
  if (rule.kind === "cut") {
    cutOut(removals, template, element, chain);
  } else if (rule.kind === "up") {
    remove(removals, template, rule.element, chain);
  } else if (rule.kind === "emptied") {
    emptyTemplate(removals, template, element, chain);
  } else if (rule.kind === "choice" && (isNothing(rule.other) || stopsAt(removals, rule.other.at))) {
    remove(removals, template, rule.choice, chain);
  } else {
    const message = rule.kind === "stop" ? rule.message : "One of two values that it can take goes, the other stays.";
    removals.stops.push({ template, element, chain, message });
  }
}

function stopsAt({ stops }: Removals, element: Element | undefined): boolean {
  return stops.some((stop) => stop.element === element);
}

/** A template in which nothing is left takes the stacks with it that are made of it. */
function emptyTemplate(
  removals: Removals,
  template: ReleaseTemplate,
  element: Element,
  chain: readonly string[],
): void {
  const stacks = stacksOf(removals.release, template.key);
  for (const { parent, stack } of stacks) remove(removals, parent, stack, chain);
  if (template.key === removals.release.root) {
    removals.stops.push({ template, element, chain, message: "No resource of the release would be left." });
  }
}

function cutOut(removals: Removals, template: ReleaseTemplate, element: Element, above: readonly string[]): void {
  const chain = [...above, `${template.label}: ${placeOfElement(element)}`];
  removals.cuts.set(element, { template, chain });
  for (const follow of consequences(removals, template, element)) follow(chain);
  const { owner } = element;
  if (owner.at && owner.elements.every((sibling) => removals.cuts.has(sibling))) {
    remove(removals, template, owner.at, above);
  }
}

type Follow = (chain: readonly string[]) => void;

function consequences(removals: Removals, template: ReleaseTemplate, element: Element): readonly Follow[] {
  const section = element.owner.at;
  const isEntry = section !== undefined && section.owner.at === undefined;
  const name = element.key ?? "";
  if (!isEntry) return valueOfParameter(removals, template, element);
  const removeUses = (kinds: readonly Use["kind"][]): Follow[] =>
    template.uses
      .filter((use) => kinds.includes(use.kind) && nameIn(template, use) === name)
      .map((use) => (chain) => removeNode(removals, template, use, chain));
  switch (section.key) {
    case "Resources":
      return removeUses(["entity", "order"]);
    case "Parameters":
      return [
        ...removeUses(["entity"]),
        ...argumentsFor(removals, template, name),
        ...mentions(removals, template, name),
      ];
    case "Conditions":
      return removeUses(["condition"]);
    case "Outputs":
      return [...usesOfOutput(removals, template, name), ...imports(removals, element)];
    default:
      return [];
  }
}

function removeNode(removals: Removals, template: ReleaseTemplate, { node }: Use, chain: readonly string[]): void {
  if (node.at) remove(removals, template, node.at, chain);
}

/** The name that a use is of: SAM's implied resources count as the one that they come from. */
function nameIn(template: ReleaseTemplate, use: Use): string {
  return use.kind === "entity" || use.kind === "order" ? ownerOf(template.tree, use.name) : use.name;
}

function stacksOf(
  { templates }: Release,
  key: string,
): readonly { readonly parent: ReleaseTemplate; readonly stack: Element }[] {
  return [...templates.values()].flatMap((parent) =>
    parent.stacks.filter(({ child }) => child === key).map(({ element }) => ({ parent, stack: element })),
  );
}

/** A nested stack that is no longer given a value: its template loses the parameter, unless that has a default. */
function valueOfParameter(removals: Removals, template: ReleaseTemplate, element: Element): readonly Follow[] {
  const name = element.key ?? textAt(element.value, "ParameterKey");
  return template.stacks
    .filter(({ element: stack }) => argumentOf(stack, name) === element)
    .flatMap(({ child }) => {
      const nested = child === undefined ? undefined : removals.release.templates.get(child);
      const declared = nested && elementAt(nested.tree.root, "Parameters", String(name));
      if (!declared || elementAt(declared.value, "Default")) return [];
      return [(chain) => remove(removals, nested, declared, chain)];
    });
}

/** What a stack gives a parameter of its template: a pair, or an item for a stack set. */
export function argumentOf(stack: Element, name: string | undefined): Element | undefined {
  return elementsOf(elementAt(stack.value, "Properties", "Parameters")?.value).find(
    ({ key, value }) => (key ?? textAt(value, "ParameterKey")) === name,
  );
}

function argumentsFor(removals: Removals, template: ReleaseTemplate, name: string): readonly Follow[] {
  return stacksOf(removals.release, template.key).flatMap(({ parent, stack }) => {
    const argument = argumentOf(stack, name);
    return argument ? [(chain: readonly string[]) => remove(removals, parent, argument, chain)] : [];
  });
}

/** The console's groups and labels of parameters. */
function mentions(removals: Removals, template: ReleaseTemplate, name: string): readonly Follow[] {
  const groups = elementAt(template.tree.root, "Metadata", "AWS::CloudFormation::Interface")?.value;
  if (!groups) return [];
  const label = elementAt(groups, "ParameterLabels", name);
  const listed = elementsOf(elementAt(groups, "ParameterGroups")?.value)
    .flatMap(({ value }) => elementsOf(elementAt(value, "Parameters")?.value))
    .filter(({ value }) => textOf(value) === name);
  return [...(label ? [label] : []), ...listed].map((found) => (chain) => remove(removals, template, found, chain));
}

function usesOfOutput(removals: Removals, template: ReleaseTemplate, name: string): readonly Follow[] {
  return [...removals.release.templates.values()].flatMap((parent) => {
    const stacks = new Set(parent.stacks.filter(({ child }) => child === template.key).map((stack) => stack.logicalId));
    return parent.uses
      .filter((use) => use.kind === "entity" && stacks.has(use.name) && use.attribute === `Outputs.${name}`)
      .map(
        (use): Follow =>
          (chain) =>
            removeNode(removals, parent, use, chain),
      );
  });
}

function imports(removals: Removals, output: Element): readonly Follow[] {
  const exported = elementAt(output.value, "Export", "Name")?.value;
  if (!exported) return [];
  const name = expressionText(exported);
  return [...removals.release.templates.values()].flatMap((template) =>
    template.uses
      .filter((use) => use.kind === "import" && use.name === name)
      .map(
        (use): Follow =>
          (chain) =>
            removeNode(removals, template, use, chain),
      ),
  );
}

/** The stops that count: not inside of what goes, and in templates that are still part of the release. */
export function remainingStops(removals: Removals, reachable: ReadonlySet<string>): readonly Stop[] {
  return removals.stops.filter(({ template, element }) => reachable.has(template.key) && !isCut(removals, element));
}

/** Keys of the templates that the root still leads to. */
export function reachableTemplates(removals: Removals): ReadonlySet<string> {
  const reached = new Set([removals.release.root]);
  for (const key of reached) {
    for (const { child, element } of removals.release.templates.get(key)?.stacks ?? []) {
      if (child !== undefined && !isCut(removals, element)) reached.add(child);
    }
  }
  return reached;
}
