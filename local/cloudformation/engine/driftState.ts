import type { StackDriftDetectionStatus } from "@aws-sdk/client-cloudformation";

// Plain data that survives JSON, as all that a snapshot holds.

/** One call of DetectStackDrift. */
export interface DetectionState {
  readonly id: string;
  /** Milliseconds since 1970: of its start, later of its end. */
  at: number;
  status: StackDriftDetectionStatus;
  reason?: string;
  /** Resources that are not as the template says; missing while it is not known. */
  drifted?: number;
}

/** A resource as drift detection found it. Values of NoEcho parameters are masked. */
export type ResourceDriftState = CheckedDrift & {
  /** Milliseconds since 1970. */
  readonly at: number;
};

export type CheckedDrift =
  | { readonly status: "NOT_CHECKED" }
  | { readonly status: "DELETED"; readonly expected: unknown }
  | {
      readonly status: "IN_SYNC" | "MODIFIED";
      readonly expected: unknown;
      readonly actual: unknown;
      readonly differences: readonly Difference[];
    };

/** One property that is not as the template says; of the values, one may be missing. */
export interface Difference {
  /** A JSON pointer into the resource's properties. */
  readonly path: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}
