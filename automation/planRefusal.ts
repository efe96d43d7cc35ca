import { changeFindingCodes } from "../model/changes/changeFindings.ts";
import type { Environment } from "../model/environment/environment.ts";
import { checkCatalog } from "../model/preflight/checkCatalog.ts";
import type { EnvironmentPlan } from "../model/release/environmentPlan.ts";
import { findingCodes } from "../model/release/parameters/finding.ts";
import type { PlanFinding } from "../model/release/plan/planFindings.ts";
import type { Refusal } from "./command.ts";
import type { Report } from "./events.ts";

/**
 * Reports what a plan found, each with the releases that it is about, and refuses where one is an error.
 * @returns undefined where nothing speaks against going on
 */
export function refusalOfPlan(
  {
    report,
    environment,
    accept,
  }: {
    readonly report: Report;
    readonly environment: Pick<Environment, "name">;
    readonly accept: readonly string[];
  },
  { plan }: { readonly plan: Pick<EnvironmentPlan, "findings"> },
): Refusal | undefined {
  for (const { accepted, ...finding } of plan.findings) {
    report({ type: "finding", ...finding, ...(accepted && { accepted }) });
  }
  // A misspelt name would accept nothing, and say nothing.
  // What a later hop changes is known only then, and checks are made after the plan.
  const known = (code: string) =>
    Object.hasOwn(changeFindingCodes, code) || checkCatalog.some((check) => check.code === code);
  const unknown = accept.filter((code) => !known(code) && !plan.findings.some((finding) => finding.code === code));
  if (unknown.length > 0) {
    report({ type: "notice", message: `Accepted, and not among the findings: ${unknown.join(", ")}.` });
  }
  const errors = plan.findings.filter(({ severity }) => severity === "error");
  const other = errors.find(({ code }) => !Object.hasOwn(findingCodes, code));
  if (other) {
    const rest = errors.filter((error) => error !== other);
    const message = [other.message, ...rest.map(line)].join("\n");
    const fix = rest.length > 0 ? `${other.fix} What else is listed stands in the way, too.` : other.fix;
    return { kind: "refused", event: { type: "failed", code: other.code, message, fix } };
  }
  if (errors.length === 0) return undefined;
  return {
    kind: "refused",
    event: {
      type: "failed",
      code: "parameters-refused",
      message: `${environment.name} can't be deployed with what its file says. Nothing was changed.\n${errors.map(line).join("\n")}`,
      fix: `Correct stacks/Pulumi.${environment.name}.yaml, then run the same command again.`,
    },
  };
}

function line({ message, fix }: PlanFinding): string {
  return `- ${message} ${fix}`;
}
