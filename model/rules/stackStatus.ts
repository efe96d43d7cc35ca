import { type StackCondition, statusRow } from "../recovery/recoveryTable.ts";

export type { StackCondition };

/** What a stack's status allows the driver to do next without being asked. */
export function conditionOf(status: string): StackCondition {
  return statusRow(status).condition;
}
