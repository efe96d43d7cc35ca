import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from "yaml";
import { validationError } from "../errors.ts";
import { isRecord } from "./template.ts";

/** Parses a template body, JSON or YAML, into plain data with every intrinsic function in its long form. */
export function parseBody(body: string): Record<string, unknown> {
  const value = body.trimStart().startsWith("{") ? parseJson(body) : parseYaml(body);
  if (!isRecord(value)) throw validationError("Template format error: unsupported structure.");
  refuseNull(value, "");
  return value;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // A YAML flow mapping starts with a brace too.
    try {
      return parseYaml(body);
    } catch {
      throw validationError("Template format error: JSON not well-formed.");
    }
  }
}

function parseYaml(body: string): unknown {
  // The core schema leaves dates such as 2012-10-17 alone: CloudFormation takes them as strings, too.
  const document = parseDocument(body, { schema: "core", uniqueKeys: false, logLevel: "silent" });
  const problem = document.errors[0];
  if (problem) {
    const at = problem.linePos?.[0];
    const where = at ? ` (line ${at.line}, column ${at.col})` : "";
    throw validationError(`Template format error: YAML not well-formed.${where}`);
  }
  return document.contents === null ? null : toPlain(document.contents, document);
}

function toPlain(node: unknown, document: Document): unknown {
  if (isAlias(node)) return toPlain(node.resolve(document), document);
  const plain = untagged(node, document);
  const tag = (node as Node | null | undefined)?.tag;
  return tag?.startsWith("!") && tag !== "!" ? longForm(tag.slice(1), plain) : plain;
}

function untagged(node: unknown, document: Document): unknown {
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map((item) => toPlain(item, document));
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map((pair) => [String(toPlain(pair.key, document)), toPlain(pair.value, document)]),
    );
  }
  return null;
}

function longForm(name: string, argument: unknown): Record<string, unknown> {
  if (name === "Ref" || name === "Condition") return { [name]: argument };
  if (name === "GetAtt" && typeof argument === "string") {
    const dot = argument.indexOf(".");
    return { "Fn::GetAtt": dot < 0 ? [argument] : [argument.slice(0, dot), argument.slice(dot + 1)] };
  }
  return { [`Fn::${name}`]: argument };
}

function refuseNull(value: unknown, path: string): void {
  if (value === null || value === undefined) {
    throw validationError(`Template format error: [${path || "/"}] 'null' values are not allowed in templates`);
  }
  if (typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) refuseNull(inner, `${path}/${key}`);
}
