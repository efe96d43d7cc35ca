import type { ReleaseVersion } from "../release/version.ts";
import { flatChanges, isStack, type StackChanges } from "./changeTree.ts";

/** What one hop would do to the root stack and to what is nested in it, by a change set that was made and removed again. */
export interface ChangePreview {
  /** Null: the first deploy. The same as `to`: only parameters and tags change. */
  readonly from: ReleaseVersion | null;
  readonly to: ReleaseVersion;
  readonly counts: ChangeCounts;
  /** ARN of the role with whose permissions the change set was made, the present one; null: with the caller's own. */
  readonly roleArn: string | null;
  /** Names of secret parameters of which the change set had the values that run: new ones are not needed for it. */
  readonly secretsAsTheyRun: readonly string[];
  /** Names of secret parameters that the stack does not have yet: in the change set they had their defaults. */
  readonly secretsLeftOut: readonly string[];
  readonly stack: StackChanges;
}

/** How many resources, at any depth. A nested stack counts where it is added, replaced or removed itself. */
export interface ChangeCounts {
  readonly added: number;
  readonly modified: number;
  /** Of those that are modified. */
  readonly mayBeReplaced: number;
  readonly replaced: number;
  readonly removed: number;
  readonly imported: number;
}

export function changeCounts(stack: StackChanges): ChangeCounts {
  const changes = flatChanges(stack).map(({ change }) => change);
  const count = (action: (typeof changes)[number]["action"]) => changes.filter((one) => one.action === action).length;
  const modified = changes.filter((change) => change.action === "modify" && !isStack(change));
  return {
    added: count("add"),
    modified: modified.length,
    mayBeReplaced: modified.filter(({ mayBeReplaced }) => mayBeReplaced).length,
    replaced: count("replace"),
    removed: count("remove"),
    imported: count("import"),
  };
}
