import type { Outcome, RunReport, StepReport } from "../../model/report/report.ts";
import { stepName } from "../../model/step.ts";
import { html, type Markup } from "./markup.ts";
import { Scale } from "./pieces.ts";
import { duration, timeOfDay } from "./words.ts";

interface Row {
  readonly label: string;
  readonly step: StepReport;
}

const width = 900;
const left = 200;
const right = 80;
const rowHeight = 20;
const top = 26;

/**
 * Steps over the run's time, as a picture. What it shows is in the tables below it, too. Three parts of a page's width and
 * some rectangles: a library for charts would bring scripts, or fonts to measure.
 */
export function overview(report: RunReport): Markup {
  const rows = rowsOf(report);
  if (rows.length === 0) return html`<p>No step began.</p>`;
  const scale = new Scale(report.started, report.ended);
  const height = top + rows.length * rowHeight + 4;
  const x = (part: number) => Math.round(left + part * (width - left - right));
  const marks = [0, 0.25, 0.5, 0.75, 1].map((part) => ({ part, text: duration(part * report.seconds) }));
  return html`<div class=box role=group tabindex=0 aria-label="Timeline"><div class=wide><svg class=tall viewBox="0 0 ${width} ${height}" role=img aria-labelledby="tl td"><title id=tl>Steps over time</title><desc id=td>${rows.map(describe).join(" ")}</desc>${marks.map(
    ({ part, text }) =>
      html`<line x1=${x(part)} x2=${x(part)} y1=18 y2=${height} /><text class=soft x=${x(part)} y=12 text-anchor=middle>${text}</text>`,
  )}${rows.map(({ label, step }, index) => {
    const span = scale.of(step);
    const bar = Math.max(3, Math.round(span.width * (width - left - right)));
    const y = top + index * rowHeight;
    return html`<text x=4 y=${y + 12}>${label}</text><rect x=${x(span.x)} y=${y + 2} width=${bar} height=13 rx=2 class=${classOf(step)} /><text x=${x(span.x) + bar + 5} y=${y + 13}>${step.outcome === "failed" ? "✗ " : ""}${duration(step.seconds)}</text>`;
  })}</svg></div></div>`;
}

function rowsOf({ steps, hops }: RunReport): readonly Row[] {
  return [...steps, ...hops.flatMap((hop) => hop.steps)].map((step) => ({
    label: `v${step.release} ${stepName(step)}`,
    step,
  }));
}

function describe({ label, step }: Row): string {
  return `${label}: ${step.outcome}, from ${timeOfDay(step.start)}, ${duration(step.seconds)}.`;
}

export function classOf({ outcome }: StepReport): Outcome {
  return outcome === "failed" || outcome === "unfinished" ? outcome : "done";
}
