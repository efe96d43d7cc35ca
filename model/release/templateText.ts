import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from "yaml";
import { PantherError } from "../error.ts";
import { isRecord, type Template } from "./template.ts";

/** What a text holds: plain data with intrinsics in their long form, or where it stops being YAML. */
export type TemplateText =
  | { readonly kind: "data"; readonly data: unknown }
  | { readonly kind: "malformed"; readonly message: string; readonly line?: number; readonly column?: number };

/** Reads a template's text, YAML or JSON (which is YAML too), with short and long intrinsics. */
export function readTemplateText(body: string): TemplateText {
  // The core schema leaves dates such as 2010-09-09 alone, as CloudFormation does. The tags of short intrinsics are
  // unknown to YAML: they are read off the nodes.
  const document = parseDocument(body, { schema: "core", logLevel: "silent" });
  const [problem] = document.errors;
  if (!problem) return { kind: "data", data: plain(document.contents, document) };
  const at = problem.linePos?.[0];
  return { kind: "malformed", message: problem.message, ...(at && { line: at.line, column: at.col }) };
}

/**
 * Reads a template.
 * @throws PantherError `template-unreadable`, with the place, for text that is no YAML or JSON object.
 */
export function parseTemplate(body: string): Template {
  const text = readTemplateText(body);
  if (text.kind === "data" && isRecord(text.data)) return text.data;
  throw new PantherError(
    "template-unreadable",
    `The template can't be read: ${text.kind === "malformed" ? text.message : "it is no YAML or JSON object"}`,
    "Check that the URL names a CloudFormation template.",
  );
}

function plain(node: unknown, document: Document): unknown {
  if (isAlias(node)) return plain(node.resolve(document), document);
  const untagged = withoutTag(node, document);
  const tag = (node as Node | null | undefined)?.tag;
  // Short intrinsics have a local tag; `!!str` and the like are YAML's own and read as a `tag:` URI.
  return tag?.startsWith("!") && tag !== "!" ? longForm(tag.slice(1), untagged) : untagged;
}

function withoutTag(node: unknown, document: Document): unknown {
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map((item) => plain(item, document));
  if (!isMap(node)) return null;
  return Object.fromEntries(node.items.map(({ key, value }) => [String(plain(key, document)), plain(value, document)]));
}

function longForm(shortName: string, value: unknown): Template {
  if (shortName === "Ref" || shortName === "Condition") return { [shortName]: value };
  if (shortName !== "GetAtt" || typeof value !== "string") return { [`Fn::${shortName}`]: value };
  const dot = value.indexOf(".");
  return { "Fn::GetAtt": dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)] };
}
