/**
 * A template as it stands in its text: every value with the range of its characters, so that what changes can be cut or
 * replaced and everything else keeps its bytes. Short intrinsics are read as their long form: `!Ref X` is a mapping with
 * the one key `Ref`.
 */
export interface TemplateTree {
  readonly text: string;
  readonly root: Collection;
}

/** Offsets into the text: the first character and the one after the last, without line breaks around the value. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type TreeNode = Scalar | Collection;

interface Placed extends Range {
  /** Where this stands; undefined for the whole template. */
  readonly at: Element | undefined;
}

export interface Scalar extends Placed {
  readonly kind: "scalar";
  readonly value: unknown;
}

/** A mapping or a list. */
export interface Collection extends Placed {
  readonly kind: "map" | "list";
  readonly elements: readonly Element[];
  /** Written with brackets, as all of JSON is; else one element a line. */
  readonly flow: boolean;
  /** A mapping with one key that stands for a short intrinsic: the key isn't in the text. */
  readonly short: boolean;
}

/** A pair of a mapping, or an item of a list. */
export interface Element extends Range {
  readonly owner: Collection;
  readonly index: number;
  /** Undefined in lists. */
  readonly key: string | undefined;
  readonly value: TreeNode;
}

/** What stands at a path of keys; undefined when nothing does. */
export function elementAt(node: TreeNode, ...path: readonly string[]): Element | undefined {
  let owner = node;
  let found: Element | undefined;
  for (const key of path) {
    found = member(owner, key);
    if (!found) return undefined;
    owner = found.value;
  }
  return found;
}

/** The pair of a mapping with that key. */
export function member(node: TreeNode | undefined, key: string): Element | undefined {
  return node?.kind === "map" ? node.elements.find((element) => element.key === key) : undefined;
}

/** The text of a scalar that a mapping has under a key; undefined for anything else. */
export function textAt(node: TreeNode | undefined, key: string): string | undefined {
  return textOf(member(node, key)?.value);
}

/** A scalar's text; numbers and booleans as they are printed. */
export function textOf(node: TreeNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? String(node.value) : undefined;
}

/** A resource's type; blank where it has none. */
export function typeOf(resource: TreeNode | undefined): string {
  return textAt(resource, "Type") ?? "";
}

export function elementsOf(node: TreeNode | undefined): readonly Element[] {
  return node?.kind === "map" || node?.kind === "list" ? node.elements : [];
}

/** The name and argument of an intrinsic function, which is a mapping with one key. */
export function intrinsicOf(node: TreeNode): { readonly name: string; readonly argument: TreeNode } | undefined {
  const [only, ...others] = node.kind === "map" ? node.elements : [];
  if (only?.key === undefined || others.length > 0) return undefined;
  if (only.key !== "Ref" && !only.key.startsWith("Fn::")) return undefined;
  return { name: only.key, argument: only.value };
}

/** What a node stands in, from the nearest to the section of the template. */
export function* ancestors(node: TreeNode): Generator<Element> {
  for (let at = node.at; at; at = at.owner.at) yield at;
}

/** Where a node stands, as `Resources.Web.Properties.Tags[0]`. */
export function placeOf(node: TreeNode): string {
  return placeOfPath(Array.from(ancestors(node)).reverse());
}

/** Where an element stands. */
export function placeOfElement(element: Element): string {
  return placeOfPath([...Array.from(ancestors(element.owner)).reverse(), element]);
}

function placeOfPath(path: readonly Element[]): string {
  return path
    .map(({ key, index }, depth) => (key === undefined ? `[${index}]` : `${depth > 0 ? "." : ""}${key}`))
    .join("");
}

/** Every node from a node on, in the text's order. */
export function nodesIn(node: TreeNode | undefined): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  const visit = (at: TreeNode): void => {
    nodes.push(at);
    if (at.kind !== "scalar") for (const { value } of at.elements) visit(value);
  };
  if (node) visit(node);
  return nodes;
}
