import { type CST, isAlias, isMap, isScalar, isSeq, parseDocument, type Range as YamlRange } from "yaml";
import type { Collection, Element, Scalar, TemplateTree, TreeNode } from "./tree.ts";

export type ParsedTree =
  | { readonly kind: "tree"; readonly tree: TemplateTree }
  | { readonly kind: "unreadable"; readonly message: string };

/** Reads a template's text, YAML or JSON (which is YAML too). */
export function parseTree(text: string): ParsedTree {
  // The core schema leaves dates such as 2010-09-09 alone, as CloudFormation does.
  const document = parseDocument(text, { schema: "core", keepSourceTokens: true, logLevel: "silent" });
  const [problem] = document.errors;
  if (problem) return unreadable(problem.message);
  try {
    const root = read(text, document.contents, { at: undefined, from: 0 });
    return root.kind === "map" ? { kind: "tree", tree: { text, root } } : unreadable("It is no YAML or JSON object.");
  } catch (error) {
    if (error instanceof Unreadable) return unreadable(error.message);
    /* c8 ignore next 2 -- nothing else is thrown */
    throw error;
  }
}

function unreadable(message: string): ParsedTree {
  return { kind: "unreadable", message };
}

class Unreadable extends Error {}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Place {
  readonly at: Element | undefined;
  /** Where the tag of the node is looked for. */
  readonly from: number;
}

function read(text: string, node: unknown, place: Place): TreeNode {
  if (isAlias(node)) throw new Unreadable(`The alias *${node.source} is no part of what CloudFormation reads.`);
  const { tag, range } = node as { tag?: string; range: YamlRange };
  // Short intrinsics have a local tag; `!!str` and the like are YAML's own and read as a `tag:` URI.
  if (!tag?.startsWith("!") || tag === "!") return untagged(text, node, place.at, range[0]);
  const start = text.lastIndexOf(tag, range[0]);
  const outer = collection("map", place.at, { start, flow: true, short: true });
  const element = add(outer, longName(tag.slice(1)), start);
  element.value = untagged(text, node, element, range[0]);
  outer.end = element.end = element.value.end;
  return outer;
}

function longName(shortName: string): string {
  return shortName === "Ref" || shortName === "Condition" ? shortName : `Fn::${shortName}`;
}

function untagged(text: string, node: unknown, at: Element | undefined, start: number): TreeNode {
  if (isScalar(node)) return scalar(text, node, at);
  const { range } = node as { range: YamlRange };
  if (isMap(node)) return map(text, node, at, start, range);
  if (isSeq(node)) return list(text, node, at, start, range);
  throw new Unreadable("It is empty.");
}

function scalar(text: string, node: { value: unknown; type?: string }, at: Element | undefined): Scalar {
  const [start, valueEnd] = (node as unknown as { range: YamlRange }).range;
  const block = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
  return { kind: "scalar", value: node.value, at, start, end: block ? endOfBlock(text, start, valueEnd) : valueEnd };
}

/** A block that keeps its line breaks (`|+`) ends with them; any other with its last line. */
function endOfBlock(text: string, start: number, end: number): number {
  const keeps = /^[|>][0-9]?\+/.test(text.slice(start, start + 3));
  return keeps ? end : start + text.slice(start, end).trimEnd().length;
}

type WithSource = { readonly srcToken?: CST.Token; readonly flow?: boolean };

function map(
  text: string,
  node: { items: readonly { key: unknown; value: unknown }[] } & WithSource,
  at: Element | undefined,
  start: number,
  range: YamlRange,
): Collection {
  const whole = collection("map", at, { start, flow: node.flow === true, short: false });
  for (const { key, value } of node.items) {
    if (!isScalar(key) || !key.range) throw new Unreadable("A mapping has a key that is no text.");
    const element = add(whole, String(key.value), key.range[0]);
    element.value = value
      ? read(text, value, { at: element, from: key.range[1] })
      : { kind: "scalar", value: null, at: element, start: key.range[1], end: key.range[1] };
    element.end = Math.max(key.range[1], element.value.end);
  }
  return closed(whole, range);
}

function list(
  text: string,
  node: { items: readonly unknown[] } & WithSource,
  at: Element | undefined,
  start: number,
  range: YamlRange,
): Collection {
  const whole = collection("list", at, { start, flow: node.flow === true, short: false });
  const tokens = node.srcToken && "items" in node.srcToken ? node.srcToken.items : [];
  for (const [index, item] of node.items.entries()) {
    const element = add(whole, undefined, 0);
    element.value = read(text, item, { at: element, from: start });
    const dash = tokens[index]?.start.find(({ type }) => type === "seq-item-ind")?.offset;
    element.start = dash ?? element.value.start;
    element.end = Math.max(element.start, element.value.end);
  }
  return closed(whole, range);
}

function collection(
  kind: "map" | "list",
  at: Element | undefined,
  rest: { readonly start: number; readonly flow: boolean; readonly short: boolean },
): Mutable<Collection> & { elements: Element[] } {
  return { kind, at, elements: [], end: rest.start, ...rest };
}

function add(owner: Collection & { elements: Element[] }, key: string | undefined, start: number): Mutable<Element> {
  const nothing: Scalar = { kind: "scalar", value: null, at: undefined, start, end: start };
  const element: Mutable<Element> = { owner, index: owner.elements.length, key, value: nothing, start, end: start };
  owner.elements.push(element);
  return element;
}

/** Without brackets a mapping or list ends with its last element; YAML counts the comments after it in. */
function closed(whole: Mutable<Collection>, range: YamlRange): Collection {
  whole.end = whole.flow ? range[1] : (whole.elements.at(-1)?.end ?? range[1]);
  return whole;
}
