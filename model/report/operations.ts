import { criticalPath } from "./criticalPath.ts";
import type { OperationReport, Outcome, ResourceReport, SlowSpan } from "./report.ts";
import { type ResourceEvent, stackType } from "./resourceSpans.ts";
import { resourceReport, treeOf } from "./resourceTree.ts";
import { spanOf } from "./span.ts";

/** The operations that events tell of, in order: one ends where its root stack begins another, or where there is another root. */
export function operationsOf(events: readonly ResourceEvent[]): readonly OperationReport[] {
  const operations: { readonly root: string; readonly events: ResourceEvent[] }[] = [];
  let isOver = false;
  for (const event of events) {
    const [root = "", ...below] = event.path;
    const last = operations.at(-1);
    const isOwn = below.length === 0;
    const begins = isOwn && /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(event.status);
    if (last?.root === root && !(isOver && begins)) last.events.push(event);
    else operations.push({ root, events: [event] });
    if (isOwn) isOver = !event.status.endsWith("_IN_PROGRESS");
  }
  return operations.map(({ root, events: own }) => operationOf(root, own));
}

function operationOf(root: string, events: readonly ResourceEvent[]): OperationReport {
  const tree = treeOf(root, events);
  const path = criticalPath(tree);
  const stack = resourceReport(tree, path.spans);
  const start = Math.min(...tree.spans.map((span) => span.start));
  return {
    ...spanOf(start, tree.spans.at(-1)?.end ?? null),
    stack,
    outcome: stack.outcome,
    counts: countsOf(stack.resources),
    criticalPath: path.links,
  };
}

function countsOf(resources: readonly ResourceReport[]): Readonly<Record<Outcome, number>> {
  const counts = { done: 0, failed: 0, cancelled: 0, "rolled-back": 0, unfinished: 0 };
  for (const { resource } of everyResource(resources)) if (resource.type !== stackType) counts[resource.outcome] += 1;
  return counts;
}

/** The spans of all operations that took longest, longest first; stacks are left out, since what is in them says more. */
export function slowestSpans(operations: readonly OperationReport[], most: number): readonly SlowSpan[] {
  const spans = operations.flatMap(({ stack }) =>
    [...everyResource(stack.resources, [stack.logicalId])]
      .filter(({ resource: { type } }) => type !== stackType)
      .flatMap(({ resource: { type, spans: own }, path }) =>
        own.flatMap(({ action, seconds }) => (seconds ? [{ path, type, action, seconds }] : [])),
      ),
  );
  return spans.sort((one, other) => other.seconds - one.seconds).slice(0, most);
}

function* everyResource(
  resources: readonly ResourceReport[],
  above: readonly string[] = [],
): Generator<{ readonly resource: ResourceReport; readonly path: readonly string[] }> {
  for (const resource of resources) {
    const path = [...above, resource.logicalId];
    yield { resource, path };
    yield* everyResource(resource.resources, path);
  }
}
