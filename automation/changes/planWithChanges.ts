import { changeFindings } from "../../model/changes/changeFindings.ts";
import { PantherError } from "../../model/error.ts";
import { isPlanRefused } from "../../model/release/environmentPlan.ts";
import type { PlanFinding } from "../../model/release/plan/planFindings.ts";
import type { PlannedRun } from "../planEnvironment.ts";
import type { Run } from "../run.ts";
import { previewChanges } from "./previewChanges.ts";

/**
 * A plan with what its first hop changes, resource by resource, and what speaks against that. Why it can't be looked at is a
 * finding, too. A plan that is refused already, or has no hop, comes back as it is.
 */
export async function planWithChanges(run: Run, planned: PlannedRun): Promise<PlannedRun> {
  const { plan } = planned;
  const [hop] = plan.hops;
  const [checked] = planned.checked;
  if (isPlanRefused(plan) || !hop || !checked) return planned;
  const { accept } = run;
  try {
    const changes = await previewChanges(run, { from: hop.from, checked });
    const findings = changeFindings(changes.stack, { release: hop.to, accept });
    return { ...planned, plan: { ...plan, changes, findings: errorsFirst([...findings, ...plan.findings]) } };
  } catch (error) {
    if (!(error instanceof PantherError) || run.signal.aborted) throw error;
    const { code, message, fix } = error;
    const finding: PlanFinding = { severity: "error", code, message, fix, releases: [hop.to], accepted: false };
    return { ...planned, plan: { ...plan, findings: [finding, ...plan.findings] } };
  }
}

function errorsFirst(findings: readonly PlanFinding[]): readonly PlanFinding[] {
  const isError = ({ severity }: PlanFinding) => severity === "error";
  return [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))];
}
