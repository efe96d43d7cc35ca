import type { HopReport, RunReport, StepReport } from "../../model/report/report.ts";
import { visibleText } from "./visibleText.ts";
import { duration, moment, outcomeWords, releases, resultWords, title } from "./words.ts";

/** A run's report in short, for an issue or a chat: GitHub's Markdown, in which nothing of an event is markup. */
export function markdownReport(report: RunReport): string {
  const { failure, stacks, hops, steps, slowest, parameters, checks, removed, findings, notices, unreadableLines } =
    report;
  const { started, seconds, caller, host, reason, accountId, region, run } = report;
  return `${[
    `# ${plain(title(report))}`,
    `**${resultWords[report.result]}**`,
    [
      `- Releases: ${plain(releases(report))}`,
      `- When: ${moment(started)}, ${duration(seconds)}`,
      `- Who: ${code(caller)}`,
      `- Why: ${reason === null ? "no reason was given" : code(reason)}`,
      `- Account: ${code(accountId)}, ${code(region)}`,
      `- Run: ${code(run)} on ${code(host)}`,
    ].join("\n"),
    ...(failure ? failureOf(failure) : []),
    ...(stacks
      ? [
          "## What stands now",
          tableOf(
            ["Stack", "Status"],
            Object.entries(stacks).map((pair) => pair.map(code)),
          ),
        ]
      : []),
    "## Hops",
    tableOf(
      ["Step", "Result", "Took"],
      [...steps.map(stepRow), ...hops.flatMap((hop) => [hopRow(hop), ...hop.steps.map(stepRow)])],
    ),
    ...(slowest.length > 0
      ? [
          "## Slowest resources",
          tableOf(
            ["Resource", "Type", "Action", "Took"],
            slowest.map((one) => [
              code(one.path.slice(1).join(" › ")),
              code(one.type),
              one.action,
              duration(one.seconds),
            ]),
          ),
        ]
      : []),
    ...(parameters.length > 0
      ? [
          "## Parameters",
          tableOf(
            ["Parameter", "Release", "Change"],
            parameters.map(({ name, release, change }) => [code(name), plain(`v${release}`), change.replace("-", " ")]),
          ),
        ]
      : []),
    ...(checks.length > 0 ? preflight(checks) : []),
    ...(removed.length > 0 ? removal(removed) : []),
    ...(findings.length > 0
      ? [
          "## Findings",
          tableOf(
            ["Code", "Severity", "What"],
            findings.map(({ code: name, severity, message }) => [
              code(name),
              severity,
              message === null ? "" : code(message),
            ]),
          ),
        ]
      : []),
    ...(notices.length > 0 ? ["## Notices", notices.map(({ message }) => `- ${code(message)}`).join("\n")] : []),
    ...(unreadableLines > 0 ? [`Lines of the journal that could not be read: ${unreadableLines}.`] : []),
  ].join("\n\n")}\n`;
}

function preflight(checks: RunReport["checks"]): readonly string[] {
  const told = checks.filter(({ verdict }) => verdict !== "pass");
  const rows = told.map(({ code: name, title: what, verdict, accepted, side }) => [
    code(name),
    accepted ? `${verdict}, accepted` : verdict,
    plain(`${side === "web" ? "web side: " : ""}${what}`),
  ]);
  const said = `${checks.length} checks, ${checks.length - told.length} passed.`;
  return ["## Preflight", said, ...(rows.length > 0 ? [tableOf(["Code", "Verdict", "Check"], rows)] : [])];
}

function removal(removed: RunReport["removed"]): readonly string[] {
  const rows = removed.map(({ thing, name, outcome, why, side }) => [
    plain(`${side === "web" ? "web side: " : ""}${thing}`),
    code(name),
    plain(why === null ? outcome : `${outcome}: ${why}`),
  ]);
  return ["## Removed", tableOf(["What", "Name", "Outcome"], rows)];
}

function failureOf({ code: name, message, fix, cause, hint, consoleUrl }: NonNullable<RunReport["failure"]>) {
  return [
    "## What failed",
    ...(message === null ? [] : [plain(message)]),
    ...(cause
      ? [
          `${cause.path.map(code).join(" › ")}: ${code(cause.status)}, ${code(cause.type)}, ${moment(cause.time)}`,
          block(cause.reason),
        ]
      : []),
    ...(hint ? [`What it means: ${plain(hint.text)}`, `What to do: ${plain(hint.fix)}`] : []),
    ...(fix === null || fix === hint?.fix ? [] : [plain(fix)]),
    ...(name === null ? [] : [`Code: ${code(name)}`]),
    ...(consoleUrl === null ? [] : [`Console: ${code(consoleUrl)}`]),
  ];
}

function hopRow({ index, count, outcome, seconds, ...hop }: HopReport): readonly string[] {
  return [`**${index} of ${count}: ${plain(releases(hop))}**`, outcomeWords[outcome], duration(seconds)];
}

function stepRow({ step, release, outcome, seconds }: StepReport): readonly string[] {
  return [`${step} of ${plain(`v${release}`)}`, plain(outcome), duration(seconds)];
}

function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "None.";
  const lines = [heads, heads.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Any ASCII punctuation may have a backslash before it, and then it is nothing but itself. */
function plain(text: string): string {
  return oneLine(text).replace(/[!-/:-@[-`{-~]/g, "\\$&");
}

/** Between backticks nobody is mentioned and nothing is linked; in a table a bar ends a cell even there. */
function code(text: string): string {
  const shown = oneLine(text).replaceAll("|", "\\|");
  if (shown === "") return "";
  const fence = fenceFor(shown, 1);
  return `${fence} ${shown} ${fence}`;
}

function block(text: string): string {
  const fence = fenceFor(text, 3);
  return `${fence}text\n${visibleText(text)}\n${fence}`;
}

function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  return "`".repeat(Math.max(least, longest + 1));
}

function oneLine(text: string): string {
  return visibleText(text).replace(/\s+/g, " ").trim();
}
