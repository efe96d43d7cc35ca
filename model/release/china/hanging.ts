import { ownerOf } from "./declared.ts";
import type { Release, ReleaseTemplate } from "./template.ts";
import { type Element, elementAt, elementsOf, textAt, textOf } from "./tree.ts";
import { expressionText, type Use } from "./uses.ts";

/** An element with the template that it stands in. */
export interface Part {
  readonly template: ReleaseTemplate;
  readonly element: Element;
}

/** What can't stay as it is, anywhere in a release, once an element of one of its templates is taken out. */
export function hangingOn(release: Release, { template, element }: Part): readonly Part[] {
  const section = element.owner.at;
  const name = element.key ?? "";
  if (!section || section.owner.at) return valueOfParameter(release, template, element);
  const uses = (kinds: readonly Use["kind"][]) =>
    template.uses
      .filter((use) => kinds.includes(use.kind) && nameIn(template, use) === name)
      .flatMap((use) => partOf(template, use));
  switch (section.key) {
    case "Resources":
      return uses(["entity", "order"]);
    case "Parameters":
      return [...uses(["entity"]), ...argumentsFor(release, template, name), ...mentions(template, name)];
    case "Conditions":
      return uses(["condition"]);
    case "Outputs":
      return [...usesOfOutput(release, template, name), ...imports(release, element)];
    default:
      return [];
  }
}

function partOf(template: ReleaseTemplate, { node }: Use): readonly Part[] {
  // A use stands in a section at least.
  return [{ template, element: node.at as Element }];
}

/** The name that a use is of: SAM's implied resources count as the one that they come from. */
function nameIn(template: ReleaseTemplate, use: Use): string {
  return use.kind === "entity" || use.kind === "order" ? ownerOf(template.tree, use.name) : use.name;
}

/** The stacks that are made of a template. */
export function stacksOf({ templates }: Release, key: string): readonly Part[] {
  return [...templates.values()].flatMap((template) =>
    template.stacks.filter(({ child }) => child === key).map(({ element }) => ({ template, element })),
  );
}

/** A nested stack that is no longer given a value: its template loses the parameter, unless that has a default. */
function valueOfParameter(release: Release, template: ReleaseTemplate, element: Element): readonly Part[] {
  const name = element.key ?? textAt(element.value, "ParameterKey");
  return template.stacks
    .filter(({ element: stack }) => argumentOf(stack, name) === element)
    .flatMap(({ child }) => {
      const nested = release.templates.get(String(child));
      const declared = nested && elementAt(nested.tree.root, "Parameters", String(name));
      if (!declared || elementAt(declared.value, "Default")) return [];
      return [{ template: nested, element: declared }];
    });
}

/** What a stack gives a parameter of its template: a pair, or an item for a stack set. */
function argumentOf(stack: Element, name: string | undefined): Element | undefined {
  return elementsOf(elementAt(stack.value, "Properties", "Parameters")?.value).find(
    ({ key, value }) => (key ?? textAt(value, "ParameterKey")) === name,
  );
}

function argumentsFor(release: Release, template: ReleaseTemplate, name: string): readonly Part[] {
  return stacksOf(release, template.key).flatMap(({ template: parent, element: stack }) => {
    const element = argumentOf(stack, name);
    return element ? [{ template: parent, element }] : [];
  });
}

/** The console's groups and labels of parameters. */
function mentions(template: ReleaseTemplate, name: string): readonly Part[] {
  const groups = elementAt(template.tree.root, "Metadata", "AWS::CloudFormation::Interface")?.value;
  if (!groups) return [];
  const label = elementAt(groups, "ParameterLabels", name);
  const listed = elementsOf(elementAt(groups, "ParameterGroups")?.value)
    .flatMap(({ value }) => elementsOf(elementAt(value, "Parameters")?.value))
    .filter(({ value }) => textOf(value) === name);
  return [...(label ? [label] : []), ...listed].map((element) => ({ template, element }));
}

function usesOfOutput({ templates }: Release, template: ReleaseTemplate, name: string): readonly Part[] {
  return [...templates.values()].flatMap((parent) => {
    const stacks = new Set(parent.stacks.filter(({ child }) => child === template.key).map((stack) => stack.logicalId));
    return parent.uses
      .filter((use) => use.kind === "entity" && stacks.has(use.name) && use.attribute === `Outputs.${name}`)
      .flatMap((use) => partOf(parent, use));
  });
}

function imports({ templates }: Release, output: Element): readonly Part[] {
  const exported = elementAt(output.value, "Export", "Name")?.value;
  if (!exported) return [];
  const name = expressionText(exported);
  return [...templates.values()].flatMap((template) =>
    template.uses.filter((use) => use.kind === "import" && use.name === name).flatMap((use) => partOf(template, use)),
  );
}
