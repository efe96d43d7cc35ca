import type { CheckCode } from "../../model/preflight/checkCatalog.ts";
import type { Observation } from "../../model/preflight/outcome.ts";

/** A check: looks, changes nothing. What it throws means that it could not look. */
export interface Check<Context> {
  readonly code: CheckCode;
  look(context: Context): Promise<readonly Observation[]>;
}
