import type { Probe } from "./probe.ts";

/** Something to look at, what AWS shows there, and what MiniStack shows without the correction. */
export interface Guard {
  look(probe: Probe): Promise<unknown>;
  readonly aws: unknown;
  readonly without: unknown;
}
