import type { ChangeSetStatus, ExecutionStatus } from "@aws-sdk/client-cloudformation";
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
  status: ChangeSetStatus;
  statusReason?: string;
  executionStatus: ExecutionStatus;
}

export interface ResourceChangeState {
  readonly action: "Add" | "Modify" | "Remove";
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
}
