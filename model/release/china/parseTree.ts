import { type CST, type Document, isMap, isScalar, isSeq, parseDocument, visit, type Range as YamlRange } from "yaml";
import type { Collection, Element, Scalar, TemplateTree, TreeNode } from "./tree.ts";

export type ParsedTree =
  | { readonly kind: "tree"; readonly tree: TemplateTree }
  | { readonly kind: "unreadable"; readonly message: string };

/** Reads a template's text, YAML or JSON (which is YAML too). */
export function parseTree(text: string): ParsedTree {
  // The core schema leaves dates such as 2010-09-09 alone, as CloudFormation does.
  const document = parseDocument(text, { schema: "core", keepSourceTokens: true, logLevel: "silent" });
  const message = document.errors[0]?.message ?? (isMap(document.contents) ? unknownIn(document) : "It is no object.");
  if (message !== undefined) return { kind: "unreadable", message };
  return { kind: "tree", tree: { text, root: read(text, document.contents, undefined) as Collection } };
}

/** What of YAML CloudFormation doesn't read. */
function unknownIn(document: Document): string | undefined {
  let message: string | undefined;
  visit(document, {
    Alias: (_, { source }) => {
      message = `The alias *${source} is no part of what CloudFormation reads.`;
    },
    Pair: (_, { key }) => {
      if (!isScalar(key)) message = "A mapping has a key that is no text.";
    },
  });
  return message;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type MutableCollection = Omit<Mutable<Collection>, "elements"> & { readonly elements: Element[] };

interface Node {
  readonly tag?: string;
  readonly range: YamlRange;
}

function read(text: string, node: unknown, at: Element | undefined): TreeNode {
  const { tag, range } = node as Node;
  // Short intrinsics have a local tag; `!!str` and the like are YAML's own and read as a `tag:` URI.
  if (!tag?.startsWith("!") || tag === "!") return untagged(text, node, at);
  const start = text.lastIndexOf(tag, range[0]);
  const outer: MutableCollection = { kind: "map", at, elements: [], flow: true, short: true, start, end: start };
  const element = add(outer, longName(tag.slice(1)), start, (own) => untagged(text, node, own));
  outer.end = element.end;
  return outer;
}

function longName(shortName: string): string {
  return shortName === "Ref" || shortName === "Condition" ? shortName : `Fn::${shortName}`;
}

function untagged(text: string, node: unknown, at: Element | undefined): TreeNode {
  if (isScalar(node)) return scalar(text, node, at);
  const { flow = false, range } = node as Node & { readonly flow?: boolean };
  const kind = isMap(node) ? "map" : "list";
  const whole: MutableCollection = { kind, at, elements: [], flow, short: false, start: range[0], end: range[1] };
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = key as Node & { readonly value: unknown };
      const nothing: Scalar = { kind: "scalar", value: null, at, start: name.range[1], end: name.range[1] };
      add(whole, String(name.value), name.range[0], (own) =>
        value ? read(text, value, own) : { ...nothing, at: own },
      );
    }
  } else if (isSeq(node)) {
    const tokens = (node.srcToken as CST.BlockSequence | CST.FlowCollection).items;
    for (const [index, item] of node.items.entries()) {
      const dash = tokens[index]?.start.find(({ type }) => type === "seq-item-ind")?.offset;
      add(whole, undefined, dash, (own) => read(text, item, own));
    }
  }
  // Without brackets a mapping or list ends with its last element; YAML counts the comments after it in.
  const last = whole.elements.at(-1);
  if (!flow && last) whole.end = last.end;
  return whole;
}

/** @param start Where the value starts, when left out. */
function add(
  owner: MutableCollection,
  key: string | undefined,
  start: number | undefined,
  readValue: (own: Element) => TreeNode,
): Element {
  const element: Mutable<Element> = { owner, index: owner.elements.length, key, value: owner, start: 0, end: 0 };
  owner.elements.push(element);
  element.value = readValue(element);
  element.start = start ?? element.value.start;
  element.end = Math.max(element.start, element.value.end);
  return element;
}

function scalar(
  text: string,
  node: { value: unknown; type?: string; range?: YamlRange | null },
  at: Element | undefined,
): Scalar {
  const [start, valueEnd] = (node as Node).range;
  const isBlock = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
  const end = isBlock ? endOfBlock(text, start, valueEnd) : valueEnd;
  return { kind: "scalar", value: node.value, at, start, end };
}

/** A block that keeps its line breaks (`|+`) ends with them; any other with its last line. */
function endOfBlock(text: string, start: number, end: number): number {
  const keeps = /^[|>][0-9]?\+/.test(text.slice(start, start + 3));
  return keeps ? end : start + text.slice(start, end).trimEnd().length;
}
