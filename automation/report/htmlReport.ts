import { createHash } from "node:crypto";
import type { Outcome, RunReport } from "../../model/report/report.ts";
import { html, Markup } from "./markup.ts";
import { outcome } from "./pieces.ts";
import { facts, sections } from "./sections.ts";
import { style } from "./style.ts";
import { resultWords, title } from "./words.ts";

/**
 * A run's report as one HTML file that loads nothing and runs nothing: its policy allows this one style and nothing else, so
 * that even markup that got in could do no more than be shown.
 */
export function htmlReport(report: RunReport): string {
  const parts = sections(report);
  const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang=en>
<head>
<meta charset=utf-8>
<meta http-equiv=Content-Security-Policy content="${policy}">
<meta name=viewport content="width=device-width,initial-scale=1">
<meta name=robots content=noindex>
<title>${title(report)}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class=skip href="#main">Skip to the report</a>
<header><h1>${title(report)}</h1><p class="badge ${resultClass[report.result]}">${outcome(resultClass[report.result], resultWords[report.result])}</p>${facts(report)}<nav aria-label="Parts of the report"><ul>${parts.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}</ul></nav></header>
<main id=main>${parts.map(
    ({ id, heading, content, isBad = false }) => html`
<section id=${id} aria-labelledby=${id}-h${isBad ? html` class=bad` : null}><h2 id=${id}-h>${heading}</h2>${content}</section>`,
  )}
</main>
<footer>${footer(report)}</footer>
</body>
</html>
`.text;
}

const resultClass: Readonly<Record<RunReport["result"], Outcome>> = {
  ...{ done: "done", failed: "failed", refused: "failed" },
  ...{ interrupted: "cancelled", running: "unfinished", killed: "unfinished" },
};

function footer({ versions, unreadableLines }: RunReport): Markup {
  const by = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return html`<p>From the run's journal${by.length > 0 ? `, written by ${by.join(", ")}` : ""}. All times are UTC; those of resources are by AWS's clock, the others by that of the machine the run was made on. The critical path is read off the times: CloudFormation does not tell what waited for what.</p>${
    unreadableLines > 0
      ? html`<p>${unreadableLines} ${unreadableLines === 1 ? "line" : "lines"} of the journal could not be read.</p>`
      : null
  }`;
}
