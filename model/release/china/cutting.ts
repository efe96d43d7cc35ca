import type { Edit } from "./edits.ts";
import type { Collection, Element, TemplateTree, TreeNode } from "./tree.ts";

/** The characters that go when elements are taken out; every other character stays. */
export function cutEdits(
  tree: TemplateTree,
  isCut: (element: Element) => boolean,
  decided: ReadonlyMap<Collection, Element>,
): readonly Edit[] {
  const edits: Edit[] = [];
  const visit = (node: TreeNode): void => {
    if (node.kind === "scalar") return;
    const kept = decided.get(node);
    const choice = node.at?.owner;
    if (kept && choice) {
      // One argument of Fn::If takes the place of the function.
      edits.push({ start: choice.start, end: kept.value.start, text: "" });
      edits.push({ start: kept.value.end, end: choice.end, text: "" });
      visit(kept.value);
      return;
    }
    for (const run of runsOf(node, isCut)) {
      edits.push({ ...(node.flow ? flowRange(run) : blockRange(tree.text, run)), text: "" });
    }
    for (const element of node.elements) if (!isCut(element)) visit(element.value);
  };
  visit(tree.root);
  return edits;
}

/** Neighbours that go together, with those that stay around them. */
interface Run {
  readonly before: Element | undefined;
  readonly first: Element;
  readonly last: Element;
  readonly after: Element | undefined;
}

function runsOf({ elements }: Collection, isCut: (element: Element) => boolean): readonly Run[] {
  const runs: Run[] = [];
  for (const [index, first] of elements.entries()) {
    const before = elements[index - 1];
    if (!isCut(first) || (before && isCut(before))) continue;
    const after = elements.slice(index).find((element) => !isCut(element));
    const last = after ? elements[after.index - 1] : elements.at(-1);
    runs.push({ before, first, last: last as Element, after });
  }
  return runs;
}

/** In brackets the comma before or after goes along. */
function flowRange({ before, first, last, after }: Run): { readonly start: number; readonly end: number } {
  if (after) return { start: first.start, end: after.start };
  return { start: before?.end ?? first.start, end: last.end };
}

/**
 * Without brackets whole lines go: with the comments right above and those inside, and with the empty lines that set the
 * element apart from the next, or from the one before when there is no next.
 */
function blockRange(
  text: string,
  { before, first, last, after }: Run,
): { readonly start: number; readonly end: number } {
  const column = first.start - lineStart(text, first.start);
  const isFirstOnItsLine = text.slice(first.start - column, first.start).trim() === "";
  // `- Key: …`: the next pair takes the place behind the dash.
  if (!isFirstOnItsLine && after) return { start: first.start, end: after.start };
  const top = before ? lineEnd(text, before.end) : 0;
  const comments = backOver(text, first.start - column, top, (line) => isComment(line) && indent(line) <= column);
  const inside = overInside(text, lineEnd(text, last.end), column);
  if (after) return { start: comments, end: forwardOver(text, inside, isBlank) };
  return { start: backOver(text, comments, top, isBlank), end: inside };
}

/** The end of comments that are further in than the element's key, wherever empty lines stand between. */
function overInside(text: string, from: number, column: number): number {
  const isInside = (line: string) => isComment(line) && indent(line) > column;
  const next = forwardOver(text, forwardOver(text, from, isBlank), isInside);
  const hasComment = next > forwardOver(text, from, isBlank);
  return hasComment ? overInside(text, next, column) : from;
}

function backOver(text: string, from: number, top: number, matches: (line: string) => boolean): number {
  let at = from;
  while (at > top && matches(text.slice(lineStart(text, at - 1), at))) at = lineStart(text, at - 1);
  return at;
}

function forwardOver(text: string, from: number, matches: (line: string) => boolean): number {
  let at = from;
  while (at < text.length && matches(text.slice(at, lineEnd(text, at)))) at = lineEnd(text, at);
  return at;
}

const isBlank = (line: string): boolean => line.trim() === "";
const isComment = (line: string): boolean => line.trimStart().startsWith("#");
const indent = (line: string): number => line.length - line.trimStart().length;
const lineStart = (text: string, at: number): number => (at > 0 ? text.lastIndexOf("\n", at - 1) + 1 : 0);

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}
