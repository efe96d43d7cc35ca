import { ownerOf } from "./declared.ts";
import { staticText } from "./staticText.ts";
import type { ReleaseTemplate } from "./template.ts";
import {
  ancestors,
  type Element,
  elementAt,
  elementsOf,
  intrinsicOf,
  member,
  placeOf,
  type TreeNode,
  textAt,
} from "./tree.ts";
import type { Use } from "./uses.ts";

/** Something in a template that nothing stands for. */
export interface Dangling {
  readonly place: string;
  readonly message: string;
}

/** Names that a template needs and doesn't declare. */
export function danglingNames(template: ReleaseTemplate, region: string): readonly Dangling[] {
  return template.uses.flatMap((use) => {
    const message = problemOf(template, use, region);
    return message === undefined ? [] : [{ place: placeOf(use.node), message }];
  });
}

// From CloudFormation's page on pseudo parameters.
const pseudoParameter = /^AWS::(?:AccountId|NoValue|NotificationARNs|Partition|Region|StackId|StackName|URLSuffix)$/;
// What SAM makes of functions with events of an API.
const impliedBySam =
  /^(?:ServerlessRestApi|ServerlessHttpApi|ServerlessRestApi\w*Stage|ServerlessDeploymentApplication)$/;

function problemOf(template: ReleaseTemplate, use: Use, region: string): string | undefined {
  const { root } = template.tree;
  switch (use.kind) {
    case "entity":
      return isEntity(template, use) ? undefined : `There is no parameter or resource ${use.name}.`;
    case "order":
      return isResource(template, use.name) ? undefined : `There is no resource ${use.name}.`;
    case "condition":
      return elementAt(root, "Conditions", use.name) ? undefined : `There is no condition ${use.name}.`;
    case "mapping":
      return mappingProblem(template, use, region);
    case "import":
      return undefined;
  }
}

function isEntity(template: ReleaseTemplate, { name, attribute, node }: Use): boolean {
  if (pseudoParameter.test(name) || isResource(template, name)) return true;
  // A parameter has no attributes: only its name can be taken.
  const isAttribute = attribute !== undefined || intrinsicOf(node)?.name === "Fn::GetAtt";
  return !isAttribute && elementAt(template.tree.root, "Parameters", name) !== undefined;
}

function isResource({ tree }: ReleaseTemplate, name: string): boolean {
  return elementAt(tree.root, "Resources", ownerOf(tree, name)) !== undefined || impliedBySam.test(name);
}

function mappingProblem({ tree }: ReleaseTemplate, { name, node }: Use, region: string): string | undefined {
  if (name === "") return undefined;
  const mapping = elementAt(tree.root, "Mappings", name);
  if (!mapping) return `There is no mapping ${name}.`;
  const [, row, column, fallback] = elementsOf(intrinsicOf(node)?.argument).map(({ value }) => value);
  if (fallback) return undefined;
  const published = { tree, region: isConditional(node) ? undefined : region };
  const named = (elements: readonly Element[], key: TreeNode | undefined) => {
    const text = key && staticText(key, published);
    return text === undefined || text.includes("${") ? elements : elements.filter((element) => element.key === text);
  };
  const found = named(elementsOf(mapping.value), row).some(({ value }) => named(elementsOf(value), column).length > 0);
  return found ? undefined : `Mapping ${name} has no such row and column in ${region}.`;
}

/** CloudFormation doesn't look up what it doesn't need; what that is in a region a condition may decide. */
function isConditional(node: TreeNode): boolean {
  return Array.from(ancestors(node)).some(({ key, value }) => key === "Fn::If" || member(value, "Condition"));
}

/** What the parent of a stack gives it and asks of it, against the template that it is made of. */
export function danglingStackUses(
  parent: ReleaseTemplate,
  templates: ReadonlyMap<string, ReleaseTemplate>,
): readonly Dangling[] {
  return parent.stacks.flatMap(({ element, logicalId, child }) => {
    const template = child === undefined ? undefined : templates.get(child);
    return template ? [...argumentProblems(element, template), ...outputProblems(parent, logicalId, template)] : [];
  });
}

function argumentProblems(stack: Element, { tree }: ReleaseTemplate): readonly Dangling[] {
  const place = placeOf(stack.value);
  const given = elementsOf(elementAt(stack.value, "Properties", "Parameters")?.value).map(({ key, value }) =>
    String(key ?? textAt(value, "ParameterKey")),
  );
  const declared = elementsOf(elementAt(tree.root, "Parameters")?.value);
  const unknown = given.filter((name) => !declared.some(({ key }) => key === name));
  const missing = declared.filter(({ key, value }) => !member(value, "Default") && !given.includes(String(key)));
  return [
    ...unknown.map((name) => ({ place, message: `Its template has no parameter ${name}.` })),
    ...missing.map(({ key }) => ({
      place,
      message: `Its template's parameter ${key} has no default and gets no value.`,
    })),
  ];
}

function outputProblems(parent: ReleaseTemplate, logicalId: string, { tree }: ReleaseTemplate): readonly Dangling[] {
  return parent.uses.flatMap(({ kind, name, attribute = "", node }) => {
    const output = attribute.startsWith("Outputs.") ? attribute.slice("Outputs.".length) : undefined;
    if (kind !== "entity" || name !== logicalId || output === undefined) return [];
    if (elementAt(tree.root, "Outputs", output)) return [];
    return [{ place: placeOf(node), message: `The template of stack ${logicalId} has no output ${output}.` }];
  });
}
