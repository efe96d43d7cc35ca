import { changeFindings } from "../../model/changes/changeFindings.ts";
import { PantherError } from "../../model/error.ts";
import { type EnvironmentPlan, isPlanRefused } from "../../model/release/environmentPlan.ts";
import type { CheckedHop } from "../../model/release/parameters/hopParameters.ts";
import type { PlanFinding } from "../../model/release/plan/planFindings.ts";
import type { Run } from "../run.ts";
import { isDenied, previewChanges } from "./previewChanges.ts";
import { removeLeftoverPreviews } from "./removePreviews.ts";

interface Planned {
  readonly plan: EnvironmentPlan;
  /** One per hop, where nothing speaks against the plan. */
  readonly checked: readonly CheckedHop[];
}

/**
 * A plan with what its first hop changes, resource by resource, and what speaks against that. Why it can't be looked at is a
 * finding, too. A plan that is refused already, or has no hop, comes back as it is.
 */
export async function planWithChanges<T extends Planned>(run: Run, planned: T): Promise<T> {
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

/** Before anything is looked at: an empty stack that a killed preview left would be taken for a stuck one. */
export async function removeKilledPreviews({ aws, environment, timing, report, signal }: Run): Promise<void> {
  const { rootStackName } = environment;
  try {
    await removeLeftoverPreviews({ stacks: aws.stacks, timing, rootStackName, report, signal });
  } catch (error) {
    // The preview itself will say so.
    if (!isDenied(error)) throw error;
  }
}

function errorsFirst(findings: readonly PlanFinding[]): readonly PlanFinding[] {
  const isError = ({ severity }: PlanFinding) => severity === "error";
  return [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))];
}
