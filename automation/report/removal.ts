import type { Outcome, RemovedOfRun } from "../../model/report/report.ts";
import { html, type Markup } from "./markup.ts";
import { outcome, tableOfAny } from "./pieces.ts";

const marks: Readonly<Record<string, Outcome>> = {
  deleted: "done",
  gone: "done",
  failed: "failed",
  refilling: "failed",
};

/** What a teardown did to stacks, buckets and log groups. */
export function removal(removed: readonly RemovedOfRun[]): Markup {
  const rows = removed.map(({ thing, name, outcome: word, why, side }) => {
    const mark = marks[word] ?? "unfinished";
    return html`<tr><th scope=row><code>${name}</code></th><td>${side === "web" ? "web side: " : ""}${thing}</td><td>${outcome(mark, word)}</td><td>${why ?? ""}</td></tr>`;
  });
  return tableOfAny({ caption: "What a teardown did, in order", heads: ["Name", "What", "Outcome", ""], rows });
}
