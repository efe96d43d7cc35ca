import { type ParameterChanges, parameterChanges } from "../parameters/parameterChanges.ts";
import type { Template } from "../template.ts";

/** What a hop changes in the parameters of the root template, and what of the environment's does not take part. */
export interface HopParameters extends ParameterChanges {
  /** Parameters that the environment sets and that this release does not have. */
  readonly leftOut: readonly string[];
}

const nothing: ParameterChanges = { added: [], removed: [], defaultChanged: [], newlyRequired: [] };

/**
 * What a hop changes. A first deploy adds nothing to what was: of it only what has to be set is told. Without the
 * templates nothing is told.
 */
export function hopChanges(
  from: Template | null | undefined,
  to: Template | undefined,
  leftOut: readonly string[],
): HopParameters {
  if (to === undefined || from === undefined) return { ...nothing, leftOut };
  if (from === null) return { ...nothing, newlyRequired: parameterChanges({}, to).newlyRequired, leftOut };
  return { ...parameterChanges(from, to), leftOut };
}
