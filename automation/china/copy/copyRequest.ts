import type { Timing } from "../../timing.ts";
import type { RunProgram } from "../lintForChina.ts";
import type { ReleaseParts } from "./releaseInputs.ts";
import type { ReleaseSource } from "./releaseSource.ts";
import type { TargetBucket } from "./targetBucket.ts";

/** A copy of one release into a bucket in AWS China. */
export interface CopyRequest extends ReleaseParts {
  readonly source: ReleaseSource;
  readonly target: TargetBucket;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  /** How cfn-lint is run; null: not at all; left out: where it is installed. */
  readonly lint?: RunProgram | null;
}
