import type { Verdict } from "../../model/preflight/outcome.ts";
import type { BuildOfRun, FailureOfRun, HopReport, Outcome, RunReport, StepReport } from "../../model/report/report.ts";
import { type StepOfSide, stepName, stepsOfHop, stepsOfSplitHop } from "../../model/step.ts";
import { html, type Markup } from "./markup.ts";
import { classOf, overview } from "./overview.ts";
import { outcome, pathList, table, tableOfAny, withCommands } from "./pieces.ts";
import { removal } from "./removal.ts";
import { operationTree } from "./stackTree.ts";
import { duration, moment, releases, timeOfDay } from "./words.ts";

export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly content: Markup;
  readonly isBad?: boolean;
}

/** The parts of a report that have something to say, in the order in which a reader asks. */
export function sections(report: RunReport): readonly Section[] {
  const { failure, stacks } = report;
  const built = buildsOf(report);
  return [
    ...(failure ? [{ id: "failure", heading: "What failed", content: failureOf(failure), isBad: true }] : []),
    ...(stacks ? [{ id: "stacks", heading: "What stands now", content: standing(stacks) }] : []),
    { id: "timeline", heading: "Timeline", content: html`${overview(report)}${hopTable(report)}` },
    { id: "time", heading: "What took the time", content: timeSpent(report) },
    { id: "details", heading: "Every hop, stack and resource", content: details(report) },
    ...(built.length > 0 ? [{ id: "builds", heading: "Builds", content: html`${built.map(build)}` }] : []),
    { id: "parameters", heading: "Parameters", content: parameters(report) },
    ...(report.checks.length > 0 ? [{ id: "preflight", heading: "Preflight", content: preflight(report.checks) }] : []),
    ...(report.removed.length > 0 ? [{ id: "removed", heading: "Removed", content: removal(report.removed) }] : []),
    { id: "findings", heading: "Findings and notices", content: findings(report) },
  ];
}

export function facts(report: RunReport): Markup {
  const { started, ended, seconds, caller, host, reason, accountId, region, run } = report;
  const rows: readonly (readonly [string, string])[] = [
    ["Releases", releases(report)],
    ["When", `${moment(started)} to ${moment(ended)} (${duration(seconds)})`],
    ["Who", caller],
    ["Why", reason ?? "no reason was given"],
    ["Account", `${accountId}, ${region}`],
    ["Run", `${run}, on ${host}`],
  ];
  return html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function failureOf({ code, message, fix, cause, hint, consoleUrl }: FailureOfRun): Markup {
  // The message of a failure in CloudFormation repeats what stands below it.
  const isSaid = message === null || (cause !== null && message.includes(cause.reason));
  return html`${isSaid ? null : html`<p>${message}</p>`}${
    cause
      ? html`<h3>Failed first</h3>${pathList(cause.path)}<p>${outcome("failed", cause.status)} ${cause.type}, ${moment(cause.time)}</p><pre>${cause.reason}</pre>`
      : null
  }${hint ? html`<h3>What it means</h3><p>${withCommands(hint.text)}</p><h3>What to do</h3><p>${withCommands(hint.fix)}</p>` : null}${
    fix === null || fix === hint?.fix ? null : html`<p>${withCommands(fix)}</p>`
  }${code === null ? null : html`<p class=note>Code: <code>${code}</code></p>`}${
    consoleUrl === null
      ? null
      : html`<p><a href="${consoleUrl}" rel="noreferrer noopener">The stack's events in the AWS console</a></p>`
  }`;
}

function standing(stacks: Readonly<Record<string, string>>): Markup {
  const rows = Object.entries(stacks).map(
    ([name, status]) => html`<tr><th scope=row>${name}</th><td>${status}</td></tr>`,
  );
  return table({ caption: "Stacks after the run", heads: ["Stack", "Status"], rows, small: true });
}

function hopTable({ hops, steps, ended }: RunReport): Markup {
  const all = [...steps, ...hops.flatMap((hop) => hop.steps)];
  const columns = all.some(({ side }) => side !== undefined) ? stepsOfSplitHop : stepsOfHop;
  const rows = [
    ...(steps.length > 0 ? [stepsRow({ name: "Before the first hop", steps, columns, ended })] : []),
    ...hops.map((hop) => stepsRow({ name: hopName(hop), steps: hop.steps, columns, ended, hop })),
  ];
  const heads = ["Hop", "Result", "Took", "Began", ...columns.map(heading)];
  return tableOfAny({ caption: "Hops and their steps", heads, rows });
}

function heading(step: StepOfSide): string {
  const name = stepName(step);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

interface StepsRow {
  readonly name: string;
  readonly steps: readonly StepReport[];
  readonly columns: readonly StepOfSide[];
  readonly ended: string;
  readonly hop?: HopReport;
}

function stepsRow({ name, steps, columns, ended, hop }: StepsRow): Markup {
  const cell = (wanted: StepOfSide) => {
    const step = steps.find((one) => one.step === wanted.step && one.side === wanted.side);
    return html`<td>${step ? html`${outcome(classOf(step), step.outcome)} ${duration(step.seconds)}` : "—"}</td>`;
  };
  const start = hop?.start ?? steps[0]?.start ?? ended;
  return html`<tr><th scope=row>${name}</th><td>${hop ? outcome(hop.outcome) : "—"}</td><td class=n>${duration(hop?.seconds ?? null)}</td><td class=n>${timeOfDay(start)}</td>${columns.map(cell)}</tr>`;
}

function hopName(hop: HopReport): string {
  return `${hop.index} of ${hop.count}: ${releases(hop)}`;
}

function timeSpent(report: RunReport): Markup {
  const steps = [...report.steps, ...report.hops.flatMap((hop) => hop.steps)];
  const operations = [
    ...steps.flatMap((step) => step.operations.map((operation) => ({ operation, step }))),
    ...report.operations.map((operation) => ({ operation, step: undefined })),
  ];
  const paths = operations.filter(({ operation }) => operation.criticalPath.length > 0);
  if (report.slowest.length === 0) return html`<p>The journal has no event of a resource.</p>`;
  const slow = report.slowest.map(
    ({ path, type, action, seconds }) =>
      html`<tr><th scope=row>${path.slice(1).join(" › ")}</th><td class=n>${duration(seconds)}</td><td>${action}</td><td>${type}</td></tr>`,
  );
  return html`${paths.map(({ operation, step }) => {
    const name = `Critical path${step ? ` to v${step.release}` : ""}`;
    const rows = operation.criticalPath.map(
      ({ path, type, action, start, seconds, waited }) =>
        html`<tr><th scope=row>${path.slice(1).join(" › ")}</th><td class=n>${duration(seconds)}</td><td class=n>${duration(waited)}</td><td class=n>${timeOfDay(start)}</td><td>${action}</td><td>${type}</td></tr>`,
    );
    return html`<details><summary>${name} <span class=s>${duration(operation.seconds)}, ${rows.length} links</span></summary>${table(
      {
        caption: `${name}: what decided its length, a nested stack before what is in it`,
        heads: ["Resource", "Took", "Waited before", "Began", "Action", "Type"],
        rows,
      },
    )}</details>`;
  })}${table({ caption: "Slowest resources of the run", heads: ["Resource", "Took", "Action", "Type"], rows: slow })}`;
}

function details({ hops, steps, operations, ended }: RunReport): Markup {
  const first = steps.map((step) => stepDetails(step, ended));
  const outside = operations.map((operation) => operationTree(operation, ended));
  const rest = hops.map(
    (hop) =>
      html`<details${hop.outcome === "failed" ? html` open` : null}><summary>${outcome(hop.outcome)} Hop ${hopName(hop)} <span class=s>${duration(hop.seconds)}</span></summary>${hop.steps.map((step) => stepDetails(step, ended))}</details>`,
  );
  const all = [...first, ...outside, ...rest];
  return all.length > 0 ? html`${all}` : html`<p>Nothing began.</p>`;
}

function stepDetails(step: StepReport, ended: string): Markup {
  const head = html`${outcome(classOf(step), step.outcome)} v${step.release} ${stepName(step)} <span class=s>${timeOfDay(step.start)}, ${duration(step.seconds)}</span>`;
  if (step.operations.length === 0) return html`<p>${head}</p>`;
  return html`<details${step.outcome === "failed" ? html` open` : null}><summary>${head}</summary>${step.operations.map((one) => operationTree(one, ended))}</details>`;
}

function buildsOf({ hops, steps }: RunReport): readonly { readonly step: StepReport; readonly one: BuildOfRun }[] {
  return [...steps, ...hops.flatMap((hop) => hop.steps)].flatMap((step) => step.builds.map((one) => ({ step, one })));
}

function build({ step, one }: { readonly step: StepReport; readonly one: BuildOfRun }): Markup {
  const rows = one.phases.map(
    ({ phase, start, seconds }) =>
      html`<tr><th scope=row>${phase}</th><td class=n>${timeOfDay(start)}</td><td class=n>${duration(seconds)}</td></tr>`,
  );
  const status = one.status ?? "its end was not seen";
  return html`<details><summary>v${step.release} <code>${one.id}</code> <span class=s>${status}, ${duration(one.seconds)}${one.joined ? ", joined" : ""}</span></summary>${table(
    { caption: `Phases of the build after v${step.release}`, heads: ["Phase", "Began", "Took"], rows, small: true },
  )}</details>`;
}

function parameters({ parameters: changes, settings }: RunReport): Markup {
  if (changes.length + settings.length === 0) return html`<p>The plan changes none, or the journal has no plan.</p>`;
  const changed = changes.map(
    ({ release, name, change, oldDefault, newDefault }) =>
      html`<tr><th scope=row>${name}</th><td>v${release}</td><td>${change.replace("-", " ")}</td><td>${oldDefault ?? "—"}</td><td>${newDefault ?? "—"}</td></tr>`,
  );
  const kinds = { parameter: "parameter", tag: "tag", "not-comparable": "parameter, can't be compared" };
  const set = settings.map(
    ({ kind, name, before, wanted }) =>
      html`<tr><th scope=row>${name}</th><td>${kinds[kind]}</td><td>${before ?? "—"}</td><td>${wanted ?? "—"}</td></tr>`,
  );
  const ran = "Settings of the environment that differed from what ran; values only of numbers, true and false";
  const heads = ["Parameter", "Release", "Change", "Old default", "New default"];
  return html`${[
    tableOfAny({ caption: ran, heads: ["Name", "Kind", "Ran", "Wanted"], rows: set }),
    tableOfAny({ caption: "What the releases change in the root template", heads, rows: changed }),
  ]}`;
}

const verdictMarks: Readonly<Record<Verdict, readonly [Outcome, string]>> = {
  pass: ["done", "pass"],
  warning: ["unfinished", "warning"],
  failure: ["failed", "failure"],
  "could-not-tell": ["unfinished", "can't tell"],
};

function preflight(checks: RunReport["checks"]): Markup {
  const told = checks.filter(({ verdict }) => verdict !== "pass");
  const rows = told.map(({ code, title, verdict, accepted, side }) => {
    const [mark, word] = verdictMarks[verdict];
    return html`<tr><th scope=row><code>${code}</code></th><td>${outcome(accepted ? "unfinished" : mark, accepted ? `${word}, accepted` : word)}</td><td>${side === "web" ? "web side: " : ""}${title}</td></tr>`;
  });
  const said = `${checks.length} checks were made before anything moved, ${checks.length - told.length} of them passed. What they saw is not kept: panther preflight has it.`;
  return html`<p>${said}</p>${tableOfAny({ caption: "Checks that did not pass", heads: ["Code", "Verdict", "Check"], rows })}`;
}

function findings({ findings: found, manualSteps, notices }: RunReport): Markup {
  const rows = found.map(
    ({ severity, code, message, fix, releases: at, accepted }) =>
      html`<tr><th scope=row><code>${code}</code></th><td>${severity}${accepted ? ", accepted" : ""}</td><td>${at.map((one) => `v${one}`).join(", ") || "—"}</td><td>${message ?? "—"} ${fix}</td></tr>`,
  );
  const due = manualSteps.map(
    ({ release, when, text }) => html`<tr><th scope=row>${when} v${release}</th><td>${text}</td></tr>`,
  );
  const said = notices.map(
    ({ time, message }) => html`<tr><th scope=row>${timeOfDay(time)}</th><td>${message}</td></tr>`,
  );
  if (rows.length + due.length + said.length === 0) return html`<p>None.</p>`;
  const checked =
    "Findings of the checks before the run. Their words may quote a value and are not kept: panther plan has them";
  const manual = "What a person had to do or to check";
  return html`${[
    tableOfAny({ caption: checked, heads: ["Code", "Severity", "Releases", "What"], rows }),
    tableOfAny({ caption: manual, heads: ["When", "What"], rows: due, small: true }),
    tableOfAny({ caption: "Notices during the run", heads: ["Time", "Notice"], rows: said, small: true }),
  ]}`;
}
