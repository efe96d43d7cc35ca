/** The stacks that are an environment's own. */
export type OwnStack = "root" | "role";

/** What gets a stack moving again. */
export type RecoveryAnswer =
  /** What stands is whole, or nothing stands: deploy and upgrade go on from there. */
  | "nothing"
  /** CloudFormation is at work. */
  | "wait"
  /** ContinueUpdateRollback, with resources to skip where somebody names them. */
  | "continue-rollback"
  /** RollbackStack: back to what stood before an update that was not to be rolled back by itself. */
  | "roll-back"
  /** Delete it; the next deploy creates it again. */
  | "delete"
  /** Delete the empty stack that a change set left, with the change set. */
  | "delete-review"
  /** Nobody but a person can know. */
  | "person";

/** What a status allows the driver to do without being asked; see `conditionOf`. */
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

/** One status of CloudFormation's stacks. */
export interface StatusRow {
  readonly condition: StackCondition;
  /** What has happened, for a person. */
  readonly means: string;
  /** Where something ran in the stack, by whose stack it is. */
  readonly ran: Readonly<Record<OwnStack, RecoveryAnswer>>;
  /** Where nothing ever did: no creation, update or import of it was ever completed. */
  readonly neverRan: RecoveryAnswer;
  /** Only a first creation that came to nothing leads to it: where the history is lost, nothing ever ran. */
  readonly ofFirstCreation?: true;
}

const always = (answer: RecoveryAnswer) => ({ ran: { root: answer, role: answer }, neverRan: answer }) as const;

/** A failed creation, after which there is nothing to lose. That it is of a stack in which something ran can't be. */
const failedCreation = {
  ran: { root: "person", role: "person" },
  neverRan: "delete",
  ofFirstCreation: true,
} as const;

/** Every status, and what gets a stack in it moving again. Source: AWS CloudFormation User Guide, "Stack status codes". */
export const recoveryTable: Readonly<Record<string, StatusRow>> = {
  CREATE_IN_PROGRESS: { condition: "busy", means: "it is being created", ...always("wait") },
  CREATE_COMPLETE: { condition: "settled", means: "it was created", ...always("nothing") },
  CREATE_FAILED: {
    condition: "stuck",
    means:
      "its creation failed, and what there was of it was kept to be looked at (DisableRollback, or OnFailure DO_NOTHING)",
    ...failedCreation,
  },
  ROLLBACK_IN_PROGRESS: {
    condition: "busy",
    means: "its creation failed, and what there was of it is being deleted",
    ...always("wait"),
  },
  ROLLBACK_COMPLETE: {
    condition: "never-created",
    means: "its creation failed, and what there was of it was deleted; it can only be deleted",
    ...failedCreation,
  },
  ROLLBACK_FAILED: {
    condition: "never-created",
    means: "its creation failed, and not all of what there was of it could be deleted; it can only be deleted",
    ...failedCreation,
  },
  DELETE_IN_PROGRESS: { condition: "busy", means: "it is being deleted", ...always("wait") },
  DELETE_COMPLETE: { condition: "deleted", means: "it was deleted", ...always("nothing") },
  DELETE_FAILED: {
    condition: "stuck",
    means: "not all of it could be deleted; it can only be deleted",
    // A root stack holds data, and whoever deleted it may have meant to keep what is left. A role holds none.
    ran: { root: "person", role: "delete" },
    neverRan: "delete",
  },
  REVIEW_IN_PROGRESS: {
    condition: "review",
    means: "a change set that was to create it was never executed; there is nothing in it",
    ran: { root: "person", role: "person" },
    neverRan: "delete-review",
    ofFirstCreation: true,
  },
  UPDATE_IN_PROGRESS: { condition: "busy", means: "it is being updated", ...always("wait") },
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: {
    condition: "busy",
    means: "it was updated, and what that replaced is being deleted",
    ...always("wait"),
  },
  UPDATE_COMPLETE: { condition: "settled", means: "it was updated", ...always("nothing") },
  UPDATE_FAILED: {
    condition: "stuck",
    means: "an update failed and was not rolled back, because it was asked not to (DisableRollback)",
    ran: { root: "roll-back", role: "roll-back" },
    // The API reference of RollbackStack: without a last stable state it would delete the stack anyway.
    neverRan: "delete",
  },
  UPDATE_ROLLBACK_IN_PROGRESS: {
    condition: "busy",
    means: "an update failed or was cancelled, and is being rolled back",
    ...always("wait"),
  },
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: {
    condition: "busy",
    means: "an update was rolled back, and what it had made is being deleted",
    ...always("wait"),
  },
  UPDATE_ROLLBACK_COMPLETE: {
    condition: "settled",
    means: "an update failed and was rolled back: what stood before stands",
    ...always("nothing"),
  },
  UPDATE_ROLLBACK_FAILED: {
    condition: "stuck",
    means: "an update failed, and rolling it back failed as well",
    ...always("continue-rollback"),
  },
  IMPORT_IN_PROGRESS: { condition: "busy", means: "resources are being imported into it", ...always("wait") },
  IMPORT_COMPLETE: { condition: "settled", means: "resources were imported into it", ...always("nothing") },
  IMPORT_ROLLBACK_IN_PROGRESS: {
    condition: "busy",
    means: "an import failed and is being undone",
    ...always("wait"),
  },
  IMPORT_ROLLBACK_FAILED: {
    condition: "stuck",
    means: "an import failed, and undoing it failed as well",
    ...always("person"),
  },
  IMPORT_ROLLBACK_COMPLETE: {
    condition: "settled",
    means: "an import failed and was undone: what stood before stands",
    ...always("nothing"),
  },
};

/** The row of a status. One that CloudFormation has come to have since is waited for while it is in progress. */
export function statusRow(status: string): StatusRow {
  const means = "this version of panther does not know that status";
  return (
    recoveryTable[status] ??
    (status.endsWith("_IN_PROGRESS")
      ? { condition: "busy", means, ...always("wait") }
      : { condition: "stuck", means, ...always("person") })
  );
}

/** Whether the answer to a status depends on what ever ran: only then it is worth to read the stack's history. */
export function dependsOnPast(status: string): boolean {
  const { ran, neverRan } = statusRow(status);
  return ran.root !== neverRan || ran.role !== neverRan;
}
