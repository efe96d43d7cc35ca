import type { ChangeSetStatus, ExecutionStatus, PolicyAction } from "@aws-sdk/client-cloudformation";
import type { Recreation } from "./replacement.ts";
import type { Definition } from "./state.ts";

/** A change set, as plain data. */
export interface ChangeSetState {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly kind: "CREATE" | "UPDATE";
  readonly createdAt: number;
  readonly description?: string;
  readonly definition: Definition;
  readonly changes: readonly ResourceChangeState[];
  readonly onFailure?: "ROLLBACK" | "DELETE" | "DO_NOTHING";
  /** It has change sets of the nested stacks below it, or is one of them. */
  readonly includeNested?: boolean;
  /** Change set of the parent stack. */
  readonly parentId?: string;
  /** Change set that the whole hierarchy belongs to. */
  readonly rootId?: string;
  status: ChangeSetStatus;
  statusReason?: string;
  executionStatus: ExecutionStatus;
}

export interface ResourceChangeState {
  readonly action: "Add" | "Modify" | "Remove";
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  /** Of a modification; absent in snapshots of earlier days. */
  readonly details?: readonly DetailState[];
  readonly policyAction?: PolicyAction;
  /** Of a nested stack, its own change set. */
  readonly changeSetId?: string;
}

/** One reason for which a resource is modified. */
export interface DetailState {
  readonly attribute: "Properties" | "Metadata" | "Tags";
  /** Of the property. */
  readonly name?: string;
  readonly recreation: Recreation;
  /** What another resource hands over is known only once that has been changed. */
  readonly evaluation: "Static" | "Dynamic";
  readonly source: "DirectModification" | "ResourceReference" | "Automatic";
  /** Logical ID of the other resource. */
  readonly cause?: string;
}

/** As DescribeChangeSet says it of the whole resource. */
export function replacementIn(details: readonly DetailState[]): "True" | "Conditional" | "False" {
  const sure = details.some(({ recreation, evaluation }) => recreation === "Always" && evaluation === "Static");
  if (sure) return "True";
  return details.some(({ recreation }) => recreation !== "Never") ? "Conditional" : "False";
}
