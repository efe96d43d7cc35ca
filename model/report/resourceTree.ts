import type { ResourceReport } from "./report.ts";
import { finished, type OpenSpan, type ResourceEvent, stackType, withEvent, worst } from "./resourceSpans.ts";

/** A resource, or a stack, while events are being put together. */
export interface Node {
  readonly path: readonly string[];
  readonly type: string;
  readonly physicalId: string | null;
  readonly spans: readonly OpenSpan[];
  readonly nodes: ReadonlyMap<string, Node>;
}

/** Puts the events of one operation together; they all have the same first part of their path. */
export function treeOf(rootName: string, events: readonly ResourceEvent[]): Node {
  const root = draftOf([rootName]);
  for (const event of events) {
    const draft = event.path.slice(1).reduce(within, root);
    draft.events.push(event);
    draft.type = event.resourceType;
    draft.physicalId = event.physicalId ?? draft.physicalId;
  }
  return nodeOf(root);
}

/** While it grows; 8,000 resources are not copied with every event. */
interface Draft {
  readonly path: readonly string[];
  type: string;
  physicalId: string | null;
  readonly events: ResourceEvent[];
  readonly drafts: Map<string, Draft>;
}

/** Until an event tells more: a path may lead through a stack whose own events are lost. */
function draftOf(path: readonly string[]): Draft {
  return { path, type: stackType, physicalId: null, events: [], drafts: new Map() };
}

function within(parent: Draft, logicalId: string): Draft {
  const known = parent.drafts.get(logicalId);
  if (known) return known;
  const draft = draftOf([...parent.path, logicalId]);
  parent.drafts.set(logicalId, draft);
  return draft;
}

function nodeOf({ path, type, physicalId, events, drafts }: Draft): Node {
  const nodes = new Map([...drafts].map(([logicalId, draft]) => [logicalId, nodeOf(draft)]));
  const spans = inOrder(type, events).reduce(withEvent, [] as readonly OpenSpan[]);
  return { path, type, physicalId, spans: spans.length > 0 ? spans : lostSpan([...nodes.values()]), nodes };
}

/**
 * A stack's own events and its parent's about it come apart, each in its order: AWS's clock says how they go together. What
 * has one history alone stays as it is, since two of its events may have the same time, or a wrong one by a millisecond.
 */
function inOrder(type: string, events: readonly ResourceEvent[]): readonly ResourceEvent[] {
  return type === stackType ? [...events].sort((one, other) => one.at - other.at) : events;
}

/** Of a stack that has no event of its own, but resources that have. */
function lostSpan(nodes: readonly Node[]): readonly OpenSpan[] {
  const starts = nodes.flatMap(({ spans }) => spans.map(({ start }) => start));
  const start = Math.min(...starts);
  return [{ action: "update", start, end: null, status: "", reason: null }];
}

export function resourceReport(node: Node, critical: ReadonlySet<OpenSpan>): ResourceReport {
  const spans = node.spans.map((span) => finished(span, critical.has(span)));
  return {
    logicalId: node.path.slice(-1).join(),
    type: node.type,
    physicalId: node.physicalId,
    spans,
    outcome: worst(spans.map(({ outcome }) => outcome)),
    resources: [...node.nodes.values()].map((one) => resourceReport(one, critical)),
  };
}
