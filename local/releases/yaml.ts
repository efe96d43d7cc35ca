import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { IntrinsicStyle, Template, Value } from "./template.ts";

const shortTags: Readonly<Record<string, string>> = {
  Ref: "!Ref",
  Condition: "!Condition",
  "Fn::And": "!And",
  "Fn::Equals": "!Equals",
  "Fn::FindInMap": "!FindInMap",
  "Fn::GetAZs": "!GetAZs",
  "Fn::GetAtt": "!GetAtt",
  "Fn::If": "!If",
  "Fn::Join": "!Join",
  "Fn::Not": "!Not",
  "Fn::Or": "!Or",
  "Fn::Select": "!Select",
  "Fn::Split": "!Split",
  "Fn::Sub": "!Sub",
};
const longestFlowList = 90;

/** The text of a template. Sections and their entries are set apart by a blank line, as people do. */
export function printTemplate(template: Template, style: IntrinsicStyle): string {
  const sections = new YAMLMap();
  const all = { AWSTemplateFormatVersion: "2010-09-09", ...template };
  for (const [name, section] of Object.entries(all)) {
    const node = toNode(section as Value, style);
    if (name === "Resources" && node instanceof YAMLMap) setApart(node);
    add(sections, name, node, name === "AWSTemplateFormatVersion" ? "close" : "apart");
  }
  const document = new Document();
  document.contents = sections;
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: false });
}

function setApart(map: YAMLMap): void {
  for (const [index, pair] of map.items.entries()) {
    if (index > 0 && pair.key instanceof Scalar) pair.key.spaceBefore = true;
  }
}

function add(map: YAMLMap, name: string, node: unknown, space: "close" | "apart"): void {
  const key = new Scalar(name);
  key.spaceBefore = space === "apart";
  map.items.push(new Pair(key, node));
}

function toNode(value: Value, style: IntrinsicStyle): Scalar | YAMLMap | YAMLSeq {
  if (typeof value !== "object") return new Scalar(value);
  if (isList(value)) return listNode(value, style);
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  const only = entries.length === 1 ? entries[0] : undefined;
  if (only && style === "short") {
    const [name, argument] = only;
    const tag = shortTags[name];
    // `Condition: X` is an intrinsic only where its argument is a name and nothing stands beside it.
    if (tag && (name !== "Condition" || typeof argument === "string")) return intrinsicNode(name, tag, argument, style);
  }
  const map = new YAMLMap();
  for (const [name, child] of entries) add(map, name, toNode(child, style), "close");
  if (entries.length === 0) map.flow = true;
  return map;
}

function intrinsicNode(name: string, tag: string, argument: Value, style: IntrinsicStyle): Scalar | YAMLMap | YAMLSeq {
  const flat = name === "Fn::GetAtt" && isList(argument) ? argument.join(".") : argument;
  const node = toNode(flat, style);
  // YAML allows one tag per node, so a function right inside a function keeps its long name.
  if (node.tag) {
    const map = new YAMLMap();
    add(map, name, node, "close");
    return map;
  }
  node.tag = tag;
  return node;
}

function listNode(list: readonly Value[], style: IntrinsicStyle): YAMLSeq {
  const sequence = new YAMLSeq();
  for (const item of list) sequence.items.push(toNode(item, style));
  sequence.flow = isFlow(list);
  return sequence;
}

function isFlow(list: readonly Value[]): boolean {
  const plain = list.every((item) => typeof item !== "object" || isIntrinsic(item));
  return plain && JSON.stringify(list).length <= longestFlowList && (list.length < 2 || !list.some(isStatementLike));
}

/** IAM actions and the like are written one per line. */
function isStatementLike(item: Value): boolean {
  return typeof item === "string" && /^[a-z0-9-]+:[A-Z]/.test(item);
}

function isIntrinsic(value: Value): boolean {
  if (typeof value !== "object" || isList(value)) return false;
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0 || !(name in shortTags)) return false;
  const argument = value[name];
  return (
    typeof argument !== "object" ||
    (isList(argument) && argument.every((item) => typeof item !== "object" || isIntrinsic(item)))
  );
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
