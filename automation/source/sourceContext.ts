import type { Report } from "../events.ts";
import type { Timing } from "../timing.ts";
import type { SourceApis } from "./sourceApis.ts";

/** What it takes to have an instance do something, and to follow that. */
export interface SourceContext {
  readonly apis: SourceApis;
  /** The environment's name. */
  readonly environment: string;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly report: Report;
}
