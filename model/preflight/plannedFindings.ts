import type { Finding } from "../finding.ts";
import { findingCodes } from "../release/parameters/finding.ts";
import { failure, type Observation, pass, warning } from "./outcome.ts";

/** Checks that tell what a plan found. */
export type PlannedCheck = "runtimes" | "parameters" | "icp-recordal" | "stack-states" | "plan";

const ofStacks = ["stack-busy", "creation-failed", "stack-stuck"];
const ofParameters = [...Object.keys(findingCodes), "parameter-left-out", "nested-template-not-checked"];

/** Whose a finding of a plan is. */
export function checkOfFinding(code: string): PlannedCheck {
  if (code.startsWith("runtime-")) return "runtimes";
  if (code === "recordal-needed") return "icp-recordal";
  if (ofStacks.includes(code)) return "stack-states";
  return ofParameters.includes(code) ? "parameters" : "plan";
}

/** A plan's finding, as far as a preflight has to tell it. */
export interface PlannedFinding extends Finding {
  readonly accepted: boolean;
}

/**
 * What a plan found of one check's subject.
 * @param isFirst nothing stands, so that everything has to be created
 */
export function plannedObservations(
  check: PlannedCheck,
  findings: readonly PlannedFinding[],
  isFirst: boolean,
): readonly Observation[] {
  const own = findings.filter(({ code, accepted }) => !accepted && checkOfFinding(code) === check);
  if (own.length === 0) return [pass("The plan found nothing.")];
  return own.map(({ severity, code, message, fix }) => {
    const evidence = [code];
    // A plan warns, since functions that stand can still be updated.
    const isFailure = severity === "error" || (isFirst && code === "runtime-not-creatable");
    return isFailure ? failure(message, fix, { evidence }) : warning(message, fix, { evidence });
  });
}
