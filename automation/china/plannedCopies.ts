import { PantherError } from "../../model/error.ts";
import type { PlannedCopy } from "../../model/release/environmentPlan.ts";
import { type PlanFinding, planFinding } from "../../model/release/plan/planFindings.ts";
import type { PlannedRun } from "../planRun.ts";
import { originOf, type Run } from "../run.ts";

export interface PlannedCopies {
  readonly copies: readonly PlannedCopy[];
  /** Why what it takes can't be told, release by release. */
  readonly findings: readonly PlanFinding[];
}

/** What has to be copied into the bucket in China before the hops of a plan; nothing is copied here. */
export async function plannedCopies(run: Run, { plan, checked }: PlannedRun): Promise<PlannedCopies> {
  const { environment, timing, signal, accept } = run;
  // Copying to a mirror of one's own is one's own.
  if (environment.templateSource.kind !== "bucket") return { copies: [], findings: [] };
  const { planCopy } = await import("./copy/copyRelease.ts");
  const { copyOfEnvironment } = await import("./copy/copyOfEnvironment.ts");
  const copies: PlannedCopy[] = [];
  const findings: PlanFinding[] = [];
  // A release that runs was copied; of one without templates another finding tells.
  for (const { release } of checked.filter((one) => one.release !== plan.from)) {
    try {
      const request = copyOfEnvironment(environment, originOf(run), { release, timing, signal });
      const { toCopyObjects: objects, toCopyBytes: bytes, complete } = await planCopy(request);
      if (!complete) copies.push({ release, objects, bytes });
    } catch (error) {
      if (!(error instanceof PantherError) || signal.aborted) throw error;
      const { code, message, fix } = error;
      findings.push(planFinding({ severity: "error", code, message, fix }, [release], accept));
    }
  }
  return { copies, findings };
}
