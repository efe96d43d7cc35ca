import type { AlsoFailed, Diagnosis } from "../../model/diagnosis/diagnose.ts";
import type { DiagnosisReport } from "../diagnose.ts";
import { fixText } from "./hintText.ts";
import { labelled } from "./wrap.ts";

/** A diagnosis for a person, within 80 columns where words can be broken. */
export function diagnosisText(report: DiagnosisReport): string {
  const { cause, path, hint, consoleUrl } = report;
  if (!cause) return [withoutCause(report), ...alsoText(report)].join("\n");
  return [
    headingOf(report),
    "",
    ...pathText(path, `${cause.type}  ${cause.status}`),
    "",
    labelled("  Reason   ", cause.reason),
    `  When     ${cause.time}`,
    ...(cause.physicalId ? [labelled("  Resource ", cause.physicalId)] : []),
    ...(hint
      ? [labelled("  Meaning  ", `${hint.text} (${hint.code})`), fixText("  To do    ", hint.fix)]
      : [labelled("  Meaning  ", "Not in this tool's catalog: AWS's reason is all there is.")]),
    ...(consoleUrl ? [`  Console  ${consoleUrl}`] : []),
    ...alsoText(report),
  ].join("\n");
}

function headingOf({ root, operation }: Diagnosis): string {
  const what = operation ? `${operation.kind}${operation.started ? ` of ${operation.started}` : ""}` : "operation";
  return labelled(
    "✗ ",
    `${root.stackName}: the ${what} failed; the stack is ${root.status || "gone"}. What failed first:`,
  );
}

function withoutCause({ result, root, operation }: Diagnosis): string {
  const { stackName, status } = root;
  const began = operation?.started ? ` of ${operation.started}` : "";
  switch (result) {
    case "none":
      return labelled(
        "",
        `${stackName}: nothing was ever executed in it, or its events are older than the 90 days that CloudFormation keeps them.`,
      );
    case "in-progress":
      return labelled(
        "",
        `${stackName}: the ${operation?.kind}${began} is under way (${status}); nothing has failed so far.`,
      );
    default:
      return labelled(
        "✓ ",
        `${stackName}: nothing failed in its newest operation, the ${operation?.kind}${began} (${status}).`,
      );
  }
}

/** The way down, a line a stack. */
function pathText(path: readonly string[], last: string): readonly string[] {
  return path.map((name, depth) => {
    const branch = depth === 0 ? "  " : `  ${"   ".repeat(depth - 1)}└─ `;
    return `${branch}${name}${depth === path.length - 1 ? `  ${last}` : ""}`;
  });
}

const words: Readonly<Record<AlsoFailed["what"], string>> = {
  "failed-too": "failed too",
  rollback: "failed while it was undone",
  cleanup: "could not be removed",
  lost: "was removed",
};

const shown = 10;

function alsoText({ also, hint }: DiagnosisReport): readonly string[] {
  if (also.length === 0) return [];
  // What is said once is not said again; but each name that is taken has a command of its own.
  const said = new Set([hint?.code, hint?.fix]);
  const once = (key: string, line: string) => {
    const isNew = !said.has(key);
    said.add(key);
    return isNew ? [line] : [];
  };
  const lines = also
    .slice(0, shown)
    .flatMap(({ path, what, status, reason, hint: meaning }) => [
      labelled("    ", `${path.join(" > ")} ${words[what]}: ${status}: ${reason}`),
      ...(meaning ? once(meaning.code, labelled("      ", meaning.text)) : []),
      ...(meaning ? once(meaning.fix, fixText("      ", meaning.fix)) : []),
    ]);
  const more = also.length > shown ? [`    and ${also.length - shown} more: --json has all`] : [];
  return ["", "  Besides:", ...lines, ...more];
}
