import { isCancellation } from "../diagnosis/reasons.ts";
import type { LineOf } from "./journalLines.ts";
import type { Action, Outcome, ResourceSpan } from "./report.ts";
import { spanOf } from "./span.ts";

export type ResourceEvent = LineOf<"resource-event">;

/** A span that events are put together to; times in milliseconds since 1970. */
export interface OpenSpan {
  readonly action: Action;
  readonly start: number;
  readonly end: number | null;
  readonly status: string;
  readonly reason: string | null;
}

/** Takes the next event of a resource, or of a stack, whose own events and its parent's about it come under one path. */
export function withEvent(spans: readonly OpenSpan[], event: ResourceEvent): readonly OpenSpan[] {
  return event.status.endsWith("_IN_PROGRESS") ? withBeginning(spans, event) : withEnd(spans, event);
}

function withBeginning(spans: readonly OpenSpan[], event: ResourceEvent): readonly OpenSpan[] {
  const { at, status } = event;
  const reason = event.reason ?? null;
  const action = actionOf(status);
  const begun: OpenSpan = { action, start: at, end: null, status, reason };
  const last = spans.at(-1);
  if (last?.end !== null) return [...spans, begun];
  const earlier = spans.slice(0, -1);
  // "Resource creation Initiated" and the parent's view of a nested stack say the same once more.
  if (last.action === action) return [...earlier, { ...last, status, reason: reason ?? last.reason }];
  // While a nested stack is undone its parent has it as being updated.
  if (action === "update") return spans;
  // A stack goes from its update straight to cleaning up, or to rolling back.
  return [...earlier, { ...last, end: at, status: action === "cleanup" ? closedBy(status) : last.status }, begun];
}

function withEnd(spans: readonly OpenSpan[], event: ResourceEvent): readonly OpenSpan[] {
  const { at, status } = event;
  const reason = event.reason ?? null;
  const action = actionOf(status);
  const last = spans.at(-1);
  // A parent may tell that a nested stack has failed when that already rolls back.
  const isOfLast = last?.end === null && (last.action === action || !status.endsWith("_FAILED"));
  const index = isOfLast ? spans.length - 1 : spans.findLastIndex((span) => span.action === action);
  const span = spans[index];
  const isLast = index === spans.length - 1;
  // And that it is complete, once that has rolled back.
  if (!isLast && !status.endsWith("_FAILED") && span) return spans;
  if (!span || isNews(span, event)) return [...spans, { action, start: at, end: at, status, reason }];
  return spans.with(index, { ...span, end: isLast ? at : span.end, status, reason: reason ?? span.reason });
}

/** Whether an end is told of something that has one: by a stack's parent it is an echo. */
function isNews({ end, status }: OpenSpan, event: ResourceEvent): boolean {
  if (end === null) return false;
  return event.resourceType !== stackType || (status.endsWith("_FAILED") && status !== event.status);
}

export const stackType = "AWS::CloudFormation::Stack";

/** UPDATE_COMPLETE_CLEANUP_IN_PROGRESS says that the update before it is complete. */
function closedBy(status: string): string {
  return status.replace("_CLEANUP_IN_PROGRESS", "");
}

function actionOf(status: string): Action {
  if (status.includes("CLEANUP")) return "cleanup";
  if (status.includes("ROLLBACK")) return "rollback";
  if (status.startsWith("DELETE")) return "delete";
  if (status.startsWith("IMPORT")) return "import";
  return status.startsWith("CREATE") ? "create" : "update";
}

export function finished(span: OpenSpan, critical: boolean): ResourceSpan {
  const { action, start, end, status, reason } = span;
  return { action, ...spanOf(start, end), status, outcome: outcomeOf(span), reason, critical };
}

function outcomeOf({ status, end, reason, action }: OpenSpan): Outcome {
  if (end === null) return "unfinished";
  if (status.endsWith("_FAILED")) return isCancellation(reason ?? "") ? "cancelled" : "failed";
  if (action === "rollback" || status.includes("ROLLBACK")) return "rolled-back";
  // Closed by what came next: a stack that began to roll back.
  return status.endsWith("_IN_PROGRESS") && action !== "cleanup" ? "failed" : "done";
}

const badness: Readonly<Record<Outcome, number>> = {
  done: 0,
  "rolled-back": 1,
  cancelled: 2,
  unfinished: 3,
  failed: 4,
};

export function worst(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce((one, other) => (badness[other] > badness[one] ? other : one), "done");
}
