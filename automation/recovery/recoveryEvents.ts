import type { BlockedResource } from "../../model/recovery/history.ts";
import type { RecoveryStep } from "../../model/recovery/recoveryStep.ts";

/** What a recovery found, and what it is about to do. */
export interface RecoveryPlan {
  readonly environment: string;
  /** The environment's own stacks that are there. */
  readonly stacks: readonly RecoveryStep[];
  /** What a continued rollback leaves as it is, because somebody named it. */
  readonly skipped: readonly BlockedResource[];
  /** Empty nested stacks that deleted change sets have left; they are deleted. */
  readonly leftovers: readonly LeftoverStack[];
  readonly pulumi: PulumiSide;
}

/** A nested stack in REVIEW_IN_PROGRESS, whose change set is gone. */
export interface LeftoverStack {
  readonly name: string;
  /** ARN. */
  readonly stackId: string;
}

/** What Pulumi's state says. */
export type PulumiSide =
  /** Pulumi knows no such environment: there is nothing to recover. */
  | { readonly kind: "none" }
  | {
      readonly kind: "found";
      /** Operations that a killed Pulumi left open. */
      readonly pending: readonly PendingOperation[];
      /** Whether a run was killed, so that a lock of it may be left. */
      readonly lockPossible: boolean;
    }
  /** The stacks in AWS are recovered all the same. */
  | { readonly kind: "unavailable"; readonly message: string; readonly fix: string };

export interface PendingOperation {
  /** Pulumi's: creating, updating, deleting, … */
  readonly operation: string;
  readonly urn: string;
  /** Name of the CloudFormation stack, where it is one. */
  readonly stackName?: string;
}
