import { partitionOf } from "../partition.ts";
import { partsOfSub } from "./substitution.ts";
import { elementAt, elementsOf, intrinsicOf, type TemplateTree, type TreeNode, textAt, textOf } from "./tree.ts";

/** Where a template was published for: what its pseudo parameters stand for there. */
export interface Published {
  readonly tree: TemplateTree;
  /** Undefined where nobody knows: `AWS::Region` stays open. */
  readonly region: string | undefined;
}

/**
 * The text that an expression makes, as far as the template alone decides it; what it doesn't decide stands as `${…}`.
 * Undefined for what makes no text: lists, mappings, Fn::If.
 */
export function staticText(node: TreeNode, published: Published): string | undefined {
  if (node.kind === "scalar") return textOf(node) ?? "";
  const intrinsic = intrinsicOf(node);
  if (!intrinsic) return undefined;
  const { name, argument } = intrinsic;
  const items = argument.kind === "list" ? argument.elements.map(({ value }) => value) : [];
  switch (name) {
    case "Ref":
      return pseudoValue(textOf(argument) ?? "", published);
    case "Fn::Sub":
      return substituted(items[0] ?? argument, items[1], published);
    case "Fn::Join":
      return joined(items, published);
    case "Fn::Select":
      return selected(items, published);
    case "Fn::FindInMap":
      return mapped(items, published);
    default:
      return undefined;
  }
}

const unknown = (what: string): string => `\${${what}}`;

/** A pseudo parameter's value; the name in `${…}` for everything else. */
export function pseudoValue(name: string, { region }: Published): string {
  const { name: partition, dnsSuffix } = partitionOf(region ?? "us-east-1");
  if (name === "AWS::Partition") return partition;
  if (name === "AWS::URLSuffix") return dnsSuffix;
  return name === "AWS::Region" && region !== undefined ? region : unknown(name);
}

function substituted(template: TreeNode, variables: TreeNode | undefined, published: Published): string | undefined {
  const text = textOf(template);
  if (text === undefined) return undefined;
  const own = new Map(elementsOf(variables).map(({ key, value }) => [key, value]));
  return partsOfSub(text)
    .map((part) => {
      if (part.kind === "text") return part.text;
      const variable = own.get(part.name);
      return variable ? (staticText(variable, published) ?? unknown(part.name)) : pseudoValue(part.name, published);
    })
    .join("");
}

function joined([separator, list]: readonly TreeNode[], published: Published): string | undefined {
  if (list?.kind !== "list") return undefined;
  return list.elements
    .map(({ value }) => staticText(value, published) ?? unknown("a part of Fn::Join"))
    .join(separator && textOf(separator));
}

function selected([index, list]: readonly TreeNode[], published: Published): string | undefined {
  const chosen = elementsOf(list)[Number(index && textOf(index))];
  return chosen && staticText(chosen.value, published);
}

function mapped(items: readonly TreeNode[], published: Published): string | undefined {
  const path = items.slice(0, 3).map((item) => staticText(item, published) ?? "");
  return textOf(elementAt(published.tree, "Mappings", ...path)?.value);
}

/** The type of the resource that a node stands in, and the property of it. */
export function propertyOf(
  node: TreeNode,
): { readonly type: string; readonly property: string; readonly logicalId: string } | undefined {
  const keys: (string | undefined)[] = [];
  let resource: TreeNode | undefined;
  for (let at = node.at; at; at = at.owner.at) {
    keys.unshift(at.key);
    if (at.owner.at?.key === "Resources" && !at.owner.at.owner.at) resource = at.value;
  }
  const [, logicalId = "", properties, property = ""] = keys;
  if (!resource || properties !== "Properties") return undefined;
  return { type: textAt(resource, "Type") ?? "", property, logicalId };
}
