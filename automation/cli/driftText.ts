import type { DriftFinding, DriftReport, NotChecked } from "../driftReport.ts";
import { wrapped } from "./wrapped.ts";

/** What was changed outside, for a person, within 80 columns. */
export function driftText({ findings, notChecked, notComparable, stacksChecked }: DriftReport): string {
  const checked = `${stacksChecked} ${stacksChecked === 1 ? "stack" : "stacks"} checked by CloudFormation`;
  const count = findings.length === 0 ? "none found" : `${findings.length} found`;
  return [
    `Drift: ${count}, ${checked}`,
    ...findings.flatMap(findingLines),
    ...notChecked.flatMap(notCheckedLines),
    ...notComparable.flatMap(({ where, properties }) =>
      wrapped(`- ${where.join("/")}: values that can't be compared: ${properties.join(", ")}`, 2),
    ),
  ].join("\n");
}

function findingLines(finding: DriftFinding): readonly string[] {
  return [...wrapped(`✗ ${finding.where.join("/")}: ${whatOf(finding)}`, 2), ...wrapped(`  ${finding.fix}`, 2)];
}

function whatOf(finding: DriftFinding): string {
  const { properties } = finding;
  switch (finding.kind) {
    case "parameters": {
      const values = finding.values.map(({ name, wanted, live }) =>
        wanted === undefined || live === undefined ? name : `${name} (${live}, the file has ${wanted})`,
      );
      return `parameters that are not the file's: ${values.join(", ")}`;
    }
    case "tags":
      return `tags that are not the file's: ${properties.join(", ")}`;
    case "template":
      return "its template is not the published one";
    case "resource":
      return `${finding.type} was ${finding.change}${listed(properties)}`;
    case "pulumi":
      return `not as Pulumi's state has it: ${finding.change}${listed(properties)}`;
  }
}

function listed(properties: readonly string[]): string {
  return properties.length === 0 ? "" : `: ${properties.join(", ")}`;
}

const checks: Readonly<Record<NotChecked["check"], string>> = {
  parameters: "parameters",
  template: "template",
  resources: "drift of resources",
  pulumi: "Pulumi's state",
};

function notCheckedLines({ check, where, reason }: NotChecked): readonly string[] {
  return wrapped(`! ${where.join("/")}: ${checks[check]} not checked: ${reason}`, 2);
}
