import { type CST, isAlias, isMap, isScalar, isSeq, parseDocument, type Tags, type Range as YamlRange } from "yaml";
import type { Collection, Element, Scalar, TemplateTree, TreeNode } from "./tree.ts";

export type ParsedTree =
  | { readonly kind: "tree"; readonly tree: TemplateTree }
  | { readonly kind: "unreadable"; readonly message: string };

// Known to the reader, so that it doesn't make a warning with a stack trace of each: there are a thousand in a release.
const shortIntrinsics = ["Condition", "FindInMap", "GetAtt", "If", "Join", "Ref", "Select", "Split", "Sub"];
const customTags: Tags = shortIntrinsics.flatMap((name) => [
  { tag: `!${name}`, resolve: (text: string) => text },
  { tag: `!${name}`, collection: "seq" as const },
  { tag: `!${name}`, collection: "map" as const },
]);

/** Reads a template's text, YAML or JSON (which is YAML too). */
export function parseTree(text: string): ParsedTree {
  // The core schema leaves dates such as 2010-09-09 alone, as CloudFormation does.
  const document = parseDocument(text, { schema: "core", customTags, keepSourceTokens: true, logLevel: "silent" });
  const [error] = document.errors;
  if (error || !isMap(document.contents)) return unreadable(error?.message ?? "It is no object.");
  const unknown: string[] = [];
  const root = read(document.contents, undefined, { text, unknown }) as Collection;
  return unknown.length === 0 ? { kind: "tree", tree: { text, root } } : unreadable(unknown.join(" "));
}

function unreadable(message: string): ParsedTree {
  return { kind: "unreadable", message };
}

interface Reading {
  readonly text: string;
  /** What of YAML CloudFormation doesn't read. */
  readonly unknown: string[];
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type MutableCollection = Omit<Mutable<Collection>, "elements"> & { readonly elements: Element[] };

interface Node {
  readonly tag?: string;
  readonly range: YamlRange;
}

function read(node: unknown, at: Element | undefined, reading: Reading): TreeNode {
  const { tag, range } = node as Node;
  // Short intrinsics have a local tag; `!!str` and the like are YAML's own and read as a `tag:` URI.
  if (!tag?.startsWith("!") || tag === "!") return untagged(node, at, reading);
  const start = reading.text.lastIndexOf(tag, range[0]);
  const outer: MutableCollection = { kind: "map", at, elements: [], flow: true, short: true, start, end: start };
  const element = add(outer, longName(tag.slice(1)), start, (own) => untagged(node, own, reading));
  outer.end = element.end;
  return outer;
}

function longName(shortName: string): string {
  return shortName === "Ref" || shortName === "Condition" ? shortName : `Fn::${shortName}`;
}

function untagged(node: unknown, at: Element | undefined, reading: Reading): TreeNode {
  if (isAlias(node)) reading.unknown.push(`The alias *${node.source} is no part of what CloudFormation reads.`);
  if (!isMap(node) && !isSeq(node)) return scalar(node as ScalarNode, at, reading.text);
  const { flow = false, range } = node as Node & { readonly flow?: boolean };
  const kind = isMap(node) ? "map" : "list";
  const whole: MutableCollection = { kind, at, elements: [], flow, short: false, start: range[0], end: range[1] };
  if (isMap(node)) {
    for (const { key, value } of node.items) addPair(whole, key, value, reading);
  } else {
    const tokens = (node.srcToken as CST.BlockSequence | CST.FlowCollection).items;
    for (const [index, item] of node.items.entries()) {
      const dash = tokens[index]?.start.find(({ type }) => type === "seq-item-ind")?.offset;
      add(whole, undefined, dash, (own) => read(item, own, reading));
    }
  }
  // Without brackets a mapping or list ends with its last element; YAML counts the comments after it in.
  const last = whole.elements.at(-1);
  if (!flow && last) whole.end = last.end;
  return whole;
}

function addPair(whole: MutableCollection, key: unknown, value: unknown, reading: Reading): void {
  if (!isScalar(key)) reading.unknown.push("A mapping has a key that is no text.");
  const { range, value: name } = key as ScalarNode;
  const nothing = { kind: "scalar", value: null, start: range[1], end: range[1] } as const;
  add(whole, String(name), range[0], (own) => (value ? read(value, own, reading) : { ...nothing, at: own }));
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

type ScalarNode = Node & { readonly value: unknown; readonly type?: string };

function scalar({ value, type, range: [start, valueEnd] }: ScalarNode, at: Element | undefined, text: string): Scalar {
  const isBlock = type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED";
  const end = isBlock ? endOfBlock(text, start, valueEnd) : valueEnd;
  return { kind: "scalar", value, at, start, end };
}

/** A block that keeps its line breaks (`|+`) ends with them; any other with its last line. */
function endOfBlock(text: string, start: number, end: number): number {
  const keeps = /^[|>][0-9]?\+/.test(text.slice(start, start + 3));
  return keeps ? end : start + text.slice(start, end).trimEnd().length;
}
