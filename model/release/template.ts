import { isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode, parseDocument } from "yaml";
import { PantherError } from "../error.ts";

/** A CloudFormation template's sections; intrinsics stand in their long form (`!Ref X` is read as `{Ref: "X"}`). */
export type Template = Readonly<Record<string, unknown>>;

/**
 * Reads a template, YAML or JSON, with short and long intrinsics.
 * @throws PantherError `template-unreadable`, with the line, for text that is neither.
 */
export function parseTemplate(body: string): Template {
  // JSON is YAML too. The tags of short intrinsics are unknown to YAML: they are read off the nodes.
  const document = parseDocument(body, { logLevel: "error" });
  const [problem] = document.errors;
  const value = problem ? undefined : plainValue(document.contents);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Template;
  throw new PantherError(
    "template-unreadable",
    `The template can't be read: ${problem?.message ?? "it is no YAML or JSON object"}`,
    "Check that the URL names a CloudFormation template.",
  );

  function plainValue(node: Node | ParsedNode | null | undefined): unknown {
    if (!node) return null;
    if (isAlias(node)) return plainValue(node.resolve(document));
    const untagged = isScalar(node)
      ? node.value
      : isSeq(node)
        ? node.items.map((item) => plainValue(item as Node))
        : isMap(node)
          ? Object.fromEntries(node.items.map(({ key, value }) => [String(key), plainValue(value as Node | null)]))
          : null;
    return node.tag?.startsWith("!") && !node.tag.startsWith("!!") ? longForm(node.tag.slice(1), untagged) : untagged;
  }
}

function longForm(shortName: string, value: unknown): unknown {
  if (shortName === "Ref" || shortName === "Condition") return { [shortName]: value };
  if (shortName === "GetAtt" && typeof value === "string") {
    const dot = value.indexOf(".");
    return { "Fn::GetAtt": [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { [`Fn::${shortName}`]: value };
}

/** What a section of a template, or a part of one, holds; empty where it is missing. */
export function section(template: Template, ...path: readonly string[]): Template {
  let at: unknown = template;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return {};
    at = (at as Template)[step];
  }
  return typeof at === "object" && at !== null ? (at as Template) : {};
}
