import type { CriticalSpan } from "./report.ts";
import type { OpenSpan } from "./resourceSpans.ts";
import type { Node } from "./resourceTree.ts";
import { iso } from "./span.ts";

/** A span that has an end. */
interface Link {
  readonly node: Node;
  readonly span: OpenSpan;
  readonly end: number;
}

export interface CriticalPath {
  readonly spans: ReadonlySet<OpenSpan>;
  readonly links: readonly CriticalSpan[];
}

/**
 * The chain of spans that decided how long a stack took. CloudFormation does not tell what waited for what, so it is read
 * off the times: from the end backwards always the span that ended last before the one at hand began; in a nested stack's
 * span the same, with what ran while it did. None of a stack that has not ended.
 */
export function criticalPath(root: Node): CriticalPath {
  const start = Math.min(...root.spans.map((span) => span.start));
  const end = root.spans.at(-1)?.end ?? null;
  const chain = end === null ? [] : chainWithin(root, start, end);
  return {
    spans: new Set(chain.map(({ link }) => link.span)),
    links: chain.map(({ link: { node, span, end: last }, waited }) => ({
      path: node.path,
      type: node.type,
      action: span.action,
      start: iso(span.start),
      end: iso(last),
      seconds: (last - span.start) / 1000,
      waited: waited / 1000,
    })),
  };
}

interface Step {
  readonly link: Link;
  readonly waited: number;
}

function chainWithin(stack: Node, from: number, to: number): readonly Step[] {
  const byEnd = linksOf(stack, from, to).sort((one, other) => other.end - one.end);
  const backwards: Link[] = [];
  let cursor = to;
  for (const link of byEnd) {
    if (link.end > cursor) continue;
    backwards.push(link);
    cursor = link.span.start;
  }
  let before = from;
  return backwards.toReversed().flatMap((link) => {
    const { node, end, span } = link;
    const { start } = span;
    const waited = start - before;
    before = end;
    return [{ link, waited }, ...chainWithin(node, start, end)];
  });
}

/** What ran in a stack and has ended; what took no time has decided nothing. */
function linksOf(stack: Node, from: number, to: number): Link[] {
  return [...stack.nodes.values()].flatMap((node) =>
    node.spans.flatMap((span) => {
      const { start, end } = span;
      if (end === null || end === start || start < from || end > to) return [];
      // A nested stack is cleaning up from its own update's end until its parent is done: mostly it only waits.
      return span.action === "cleanup" ? linksOf(node, start, end) : [{ node, span, end }];
    }),
  );
}
