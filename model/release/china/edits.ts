import { stringify } from "yaml";
import type { Range, TemplateTree, TreeNode } from "./tree.ts";

/** Characters of a template, and what is to stand in their place. */
export interface Edit extends Range {
  readonly text: string;
}

/** The text with all edits made; they don't overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of [...edits].sort((one, other) => one.start - other.start)) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return [...parts, text.slice(at)].join("");
}

/** Puts a text in the place of a whole value; quoted where the place or the text needs it. */
export function replaceWith(node: TreeNode, text: string): Edit {
  const printed = node.at?.owner.flow === false ? stringify(text, { lineWidth: 0 }).trimEnd() : JSON.stringify(text);
  return { start: node.start, end: node.end, text: printed };
}

/** Replaces pieces of a scalar's text; its quotes stay what they are. */
export function replacePieces(
  tree: TemplateTree,
  node: TreeNode & { readonly kind: "scalar" },
  pieces: readonly { readonly from: string; readonly to: string }[],
): Edit {
  let raw = tree.text.slice(node.start, node.end);
  if (!pieces.every(({ from }) => raw.includes(from))) {
    // An escape inside the piece (`https:\/\/`): the value is written anew.
    raw = JSON.stringify(pieces.reduce((text, { from, to }) => text.replaceAll(from, () => to), String(node.value)));
    return { start: node.start, end: node.end, text: raw };
  }
  // A key may begin like another one.
  const longestFirst = [...pieces].sort((one, other) => other.from.length - one.from.length);
  for (const { from, to } of longestFirst) raw = raw.replaceAll(from, () => to);
  return { start: node.start, end: node.end, text: raw };
}
