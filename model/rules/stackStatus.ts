/** What a stack's status allows the driver to do next. */
export type StackCondition =
  /** Nothing is under way and what stands is whole: it can be updated. */
  | "settled"
  /** CloudFormation is at work: wait. */
  | "busy"
  /** A first creation failed and nothing ever ran: delete, then create again. */
  | "never-created"
  /** Only a person, or a continued rollback, gets it moving again. */
  | "stuck"
  /** Made by a change set for a creation that was never executed. */
  | "review"
  | "deleted";

/** Source: AWS CloudFormation User Guide, "Stack status codes". */
const conditions: Readonly<Record<string, StackCondition>> = {
  CREATE_COMPLETE: "settled",
  UPDATE_COMPLETE: "settled",
  UPDATE_ROLLBACK_COMPLETE: "settled",
  IMPORT_COMPLETE: "settled",
  IMPORT_ROLLBACK_COMPLETE: "settled",
  // Only where somebody chose to keep what a failed creation made, to look at it.
  CREATE_FAILED: "stuck",
  ROLLBACK_COMPLETE: "never-created",
  ROLLBACK_FAILED: "never-created",
  DELETE_FAILED: "stuck",
  UPDATE_FAILED: "stuck",
  UPDATE_ROLLBACK_FAILED: "stuck",
  IMPORT_ROLLBACK_FAILED: "stuck",
  REVIEW_IN_PROGRESS: "review",
  DELETE_COMPLETE: "deleted",
};

export function conditionOf(status: string): StackCondition {
  return conditions[status] ?? (status.endsWith("_IN_PROGRESS") ? "busy" : "stuck");
}
