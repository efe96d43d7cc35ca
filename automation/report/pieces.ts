import type { Action, Outcome, ResourceReport, Span } from "../../model/report/report.ts";
import { html, type Markup } from "./markup.ts";
import { outcomeWords } from "./words.ts";

const marks: Readonly<Record<Outcome, string>> = {
  done: "✓",
  failed: "✗",
  cancelled: "⊘",
  "rolled-back": "↩",
  unfinished: "…",
};

/** An outcome in a colour of its own, with a sign and a word: none of them is needed to understand the others. */
export function outcome(of: Outcome, word = outcomeWords[of]): Markup {
  return html`<span class=${of}><span aria-hidden=true>${marks[of]}</span> ${word}</span>`;
}

/** The way down to a resource. */
export function pathList(path: readonly string[]): Markup {
  return html`<ol class=path>${path.map((part) => html`<li><code>${part}</code></li>`)}</ol>`;
}

/** A table, where it has rows. */
export function tableOfAny(options: TableOptions): Markup {
  return options.rows.length > 0 ? table(options) : html``;
}

const numeric: ReadonlySet<string> = new Set(["Began", "Took", "Waited before"]);

/** Text in which commands stand between backticks. */
export function withCommands(text: string): Markup {
  return html`${text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

interface TableOptions {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly Markup[];
  /** It fits a phone. */
  readonly small?: boolean;
}

/** A table that scrolls in a box of its own, by keyboard too. */
export function table(options: TableOptions): Markup {
  const { caption, heads, rows, small = false } = options;
  return html`<div class=box role=group tabindex=0 aria-label="${caption}"><table${
    small ? html` class=small` : null
  }><caption><span>${caption}</span></caption><thead><tr>${heads.map(
    (head) => html`<th scope=col${numeric.has(head) ? html` class=n` : null}>${head}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Where spans lie between two moments. */
export class Scale {
  private readonly start: number;
  private readonly length: number;

  /** @param start and end: ISO 8601 */
  constructor(start: string, end: string) {
    this.start = Date.parse(start);
    this.length = Math.max(1, Date.parse(end) - this.start);
  }

  /** From 0 to 1; what another clock has put outside is at the edge. */
  at(time: string): number {
    return Math.min(1, Math.max(0, (Date.parse(time) - this.start) / this.length));
  }

  /** The left edge of a span and its width, from 0 to 1; one without an end goes on to the last moment. */
  of({ start, end }: Span): { readonly x: number; readonly width: number } {
    const x = this.at(start);
    return { x, width: (end === null ? 1 : this.at(end)) - x };
  }
}

export function percent(part: number): string {
  return `${Math.round(part * 1000) / 10}%`;
}

/** How long a resource took; cleaning up, a nested stack mostly waits for its parent. */
export function totalSeconds({ spans }: ResourceReport): number | null {
  const ends = spans.filter(({ action }) => action !== "cleanup").map(({ seconds }) => seconds);
  return ends.includes(null) ? null : ends.reduce((sum: number, one) => sum + (one ?? 0), 0);
}

export function actions({ spans }: ResourceReport): string {
  return [...new Set(spans.map(({ action }): Action => action))].join(", ");
}
