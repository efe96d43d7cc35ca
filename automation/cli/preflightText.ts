import Table from "cli-table3";
import type { Observation, Verdict } from "../../model/preflight/outcome.ts";
import type { PlannedCheck } from "../../model/preflight/plannedFindings.ts";
import type { CheckResult, PreflightAnswer } from "../../model/preflight/result.ts";
import { labelled } from "./wrap.ts";

const marks: Readonly<Record<Verdict, string>> = { pass: "✓", warning: "!", failure: "✗", "could-not-tell": "?" };
const words: Readonly<Record<Verdict, string>> = {
  pass: "pass",
  warning: "warning",
  failure: "failure",
  "could-not-tell": "can't tell",
};
/** Of an answer whose evidence is a list of a hundred, the JSON has all. */
const shownEvidence = 10;

/** A preflight for a person, within 80 columns but for words that are longer. */
export function preflightText(answer: PreflightAnswer): string {
  const { environment, accountId, region, release, caller, checks } = answer;
  const head = `${environment}: account ${accountId} in ${region}, for v${release}`;
  const table = new Table({
    head: ["", "check", "code"],
    style: { head: [], border: [], compact: true },
    colWidths: [14, 37, 25],
  });
  table.push(...checks.map((check) => [...row(check)]));
  return [
    head,
    ...(caller === null ? [] : [labelled("  as ", caller)]),
    table.toString(),
    ...checks.filter(({ verdict }) => verdict !== "pass").flatMap(details),
    summary(answer),
  ].join("\n");
}

/** A preflight before a plan is carried out: what is not as it should be, and what the plan has not said already. */
export function preflightedText({ checks }: PreflightAnswer): string {
  const told = checks.filter(
    ({ code, verdict, accepted }) =>
      verdict !== "pass" && !(plannedChecks.includes(code) && (verdict === "warning" || accepted)),
  );
  return [labelled("Preflight ", countsText(checks)), ...told.flatMap(details)].join("\n");
}

const plannedChecks: readonly string[] = [
  "runtimes",
  "parameters",
  "icp-recordal",
  "stack-states",
  "plan",
] satisfies readonly PlannedCheck[];

function row({ verdict, accepted, title, code, side }: CheckResult): readonly string[] {
  return [`${marks[verdict]} ${accepted ? "accepted" : words[verdict]}`, side ? `web: ${title}` : title, code].map(
    fitting,
  );
}

function fitting(text: string, column: number): string {
  const width = [12, 35, 23][column] ?? 0;
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function details({ code, side, observations, verdict, accepted }: CheckResult): readonly string[] {
  return [
    `${marks[verdict]} ${side ? "web: " : ""}${code}${accepted ? " (accepted)" : ""}`,
    ...observations.filter((one) => one.verdict !== "pass").flatMap(observed),
  ];
}

function observed({ verdict, message, evidence = [], fix, who }: Observation): readonly string[] {
  const more = evidence.length - shownEvidence;
  return [
    labelled(`  ${marks[verdict]} `, message),
    ...evidence.slice(0, shownEvidence).map((line) => labelled("      ", line)),
    ...(more > 0 ? [`      and ${more} more: --json has them`] : []),
    // A fix of several lines is to be pasted as it is.
    ...(fix ?? "")
      .split("\n")
      .filter(Boolean)
      .map((line, index) =>
        // A command is to be copied in one piece.
        /^(?:aws|for) /.test(line)
          ? `      ${line}`
          : labelled(index === 0 ? "    → " : "      ", index === 0 && who ? `${who}: ${line}` : line),
      ),
  ];
}

function summary({ environment, refused, checks }: PreflightAnswer): string {
  const first = checks.find(({ verdict, accepted }) => verdict === "failure" && !accepted)?.code;
  const next =
    refused && first
      ? `A deployment would fail. Mend it, or accept a finding by name: panther preflight ${environment} --accept ${first}`
      : "Nothing that was looked at would fail a deployment.";
  return labelled("", `${countsText(checks)}. ${next}`);
}

function countsText(checks: readonly CheckResult[]): string {
  const count = (verdict: Verdict) => checks.filter((one) => one.verdict === verdict && !one.accepted).length;
  const accepted = checks.filter((one) => one.accepted).length;
  const verdicts = (["failure", "could-not-tell", "warning", "pass"] as const).map(
    (verdict) => `${count(verdict)} ${words[verdict]}`,
  );
  return [...verdicts, ...(accepted > 0 ? [`${accepted} accepted`] : [])].join(", ");
}
