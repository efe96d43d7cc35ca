import { partitionOf } from "../partition.ts";
import { partsOfSub } from "./substitution.ts";
import {
  elementAt,
  elementsOf,
  intrinsicOf,
  type Scalar,
  type TemplateTree,
  type TreeNode,
  textOf,
  typeOf,
} from "./tree.ts";

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
function pseudoValue(name: string, { region }: Published): string {
  const { name: partition, dnsSuffix } = partitionOf(region ?? "us-east-1");
  if (name === "AWS::Partition") return partition;
  if (name === "AWS::URLSuffix") return dnsSuffix;
  return name === "AWS::Region" && region !== undefined ? region : unknown(name);
}

/** What Fn::Sub makes of its text, as far as that is known. */
export interface SubText {
  readonly text: string;
  /** Where a character of it comes from. */
  origin(offset: number): number;
}

export function subText(template: Scalar, variables: TreeNode | undefined, published: Published): SubText {
  const own = new Map(elementsOf(variables).map(({ key, value }) => [key, value]));
  let text = "";
  const origins: number[] = [];
  for (const part of partsOfSub(String(template.value))) {
    const variable = part.kind === "name" ? own.get(part.name) : undefined;
    const filled = part.kind === "text" ? part.text : pseudoValue(part.name, published);
    const added = variable ? (staticText(variable, published) ?? filled) : filled;
    text += added;
    for (let offset = 0; offset < added.length; offset++) {
      origins.push(part.kind === "text" ? part.start + offset : part.start);
    }
  }
  return { text, origin: (offset) => origins[offset] ?? String(template.value).length };
}

function substituted(template: TreeNode, variables: TreeNode | undefined, published: Published): string | undefined {
  return template.kind === "scalar" ? subText(template, variables, published).text : undefined;
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
  return textOf(elementAt(published.tree.root, "Mappings", ...path)?.value);
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
  return { type: typeOf(resource), property, logicalId };
}
