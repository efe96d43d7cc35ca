import type { OperationReport, ResourceReport } from "../../model/report/report.ts";
import { html, type Markup } from "./markup.ts";
import { actions, outcome, percent, Scale, table, totalSeconds } from "./pieces.ts";
import { duration, moment, timeOfDay } from "./words.ts";

/** An operation as nested stacks to be opened, each with a table of what is in it. */
export function operationTree(operation: OperationReport, runEnd: string): Markup {
  const scale = new Scale(operation.start, operation.end ?? runEnd);
  const { stack, counts, start, seconds } = operation;
  const some = [
    `${counts.done} done`,
    ...(counts.failed ? [`${counts.failed} failed`] : []),
    ...(counts.cancelled ? [`${counts.cancelled} cancelled`] : []),
    ...(counts["rolled-back"] ? [`${counts["rolled-back"]} rolled back`] : []),
    ...(counts.unfinished ? [`${counts.unfinished} unfinished`] : []),
  ];
  return html`<p>${outcome(operation.outcome)} CloudFormation: ${actions(stack)} of <code>${stack.logicalId}</code> from ${moment(start)}, ${duration(seconds)}: ${some.join(", ")}.</p>${stackDetails(stack, scale)}`;
}

function stackDetails(stack: ResourceReport, scale: Scale): Markup {
  const own = stack.resources.filter(({ resources }) => resources.length === 0);
  const nested = stack.resources.filter(({ resources }) => resources.length > 0);
  const caption = `${own.length} ${own.length === 1 ? "resource" : "resources"} of ${stack.logicalId}; ◆ is on the critical path`;
  const rows = own.map((one) => resourceRow(one, scale));
  return html`<details><summary>${outcome(stack.outcome)} <code>${stack.logicalId}</code>${
    isCritical(stack) ? " ◆" : null
  } <span class=s>${actions(stack)}, ${duration(totalSeconds(stack))}</span></summary>${
    rows.length > 0 ? table({ caption, heads, rows }) : null
  }${nested.map((one) => stackDetails(one, scale))}</details>`;
}

const heads = ["Resource", "What happened", "Took", "Began", "When", "Type"];

/** Cells and rows are left unclosed, as HTML allows: of 8,000 of them that is a fifth of the file. */
function resourceRow(resource: ResourceReport, scale: Scale): Markup {
  const { logicalId, type, spans, outcome: of } = resource;
  const [first] = spans;
  const reasons = spans.flatMap(({ reason, outcome: ended }) =>
    reason !== null && ended === "failed" ? [reason] : [],
  );
  const shown = spans.filter(({ action }) => action !== "cleanup");
  const bars = shown.map((span) => {
    const { x, width } = scale.of(span);
    return html`<rect x=${percent(x)} width=${percent(Math.max(0.004, width))} height=12 class=${span.outcome} />`;
  });
  return html`<tr${isCritical(resource) ? html` class=x` : null}><th scope=row>${logicalId}<td>${outcome(of, `${actions(resource)} ${of === "done" ? "" : of}`.trim())}${reasons.map((reason) => html`<pre>${reason}</pre>`)}<td class=n>${duration(totalSeconds(resource))}<td class=n>${first ? timeOfDay(first.start) : ""}<td class=t aria-hidden=true><svg>${bars}</svg><td>${type}
`;
}

function isCritical({ spans }: ResourceReport): boolean {
  return spans.some(({ critical }) => critical);
}
