import { everRan } from "../../model/recovery/history.ts";
import { conditionOf } from "../../model/rules/stackStatus.ts";
import type { Outcome, Refusal } from "../command.ts";
import { observeStack } from "../observe.ts";
import type { Run } from "../run.ts";
import { type ApproveRecovery, recoverRun, settledStacks } from "./recoverEnvironment.ts";

/**
 * For a command that can't begin because a stack is stuck, once nothing is under way: shows what gets it moving again and
 * asks whether to do that.
 * @param approve left out where nobody can be asked: a recovery is not part of the plan that `--yes` says yes to
 * @returns undefined where the command may go on, and how it ends otherwise
 */
export async function offerRecovery(
  run: Run,
  approve: ApproveRecovery | undefined,
): Promise<Exclude<Outcome, { kind: "done" }> | undefined> {
  const deleted = await refusalOfDeletion(run);
  if (deleted) return deleted;
  const stacks = await settledStacks(run);
  const stuck = stacks.filter(({ status }) => ["stuck", "review"].includes(conditionOf(status)));
  if (stuck.length === 0) return undefined;
  if (approve) {
    const outcome = await recoverRun(run, { approve });
    if (outcome.kind === "done") return undefined;
    // What only a person can do refuses the command; the run knows whether anything was changed before.
    return outcome.event.code === "person-needed" ? { ...outcome, kind: "refused" } : outcome;
  }
  const { name } = run.environment;
  const message = stuck.map((stack) => `${stack.name} is ${stack.status}: ${stack.means}.`).join(" ");
  return {
    kind: "refused",
    event: {
      type: "failed",
      code: "stack-stuck",
      message: `${message} Nothing was changed.`,
      fix: `What gets it moving again: panther recover ${name} --dry-run, then panther recover ${name}`,
    },
  };
}

/** Whoever deletes a Panther that ran does not want the next pipeline to make a new one as soon as it is gone. */
async function refusalOfDeletion({ aws, environment }: Run): Promise<Refusal | undefined> {
  const root = await observeStack(aws.stacks, environment.rootStackName);
  if (root.kind === "absent" || root.status !== "DELETE_IN_PROGRESS") return undefined;
  const { StackEvents = [] } = await aws.stacks.describeStackEvents({ StackName: root.stackId });
  if (!everRan(root.stackId, root.status, StackEvents)) return undefined;
  return {
    kind: "refused",
    event: {
      type: "failed",
      code: "being-deleted",
      message: `${root.name} is being deleted, and Panther ran in it. Nothing was changed.`,
      fix: `To see it go: panther watch ${environment.name}. Once it is gone, panther deploy ${environment.name} makes a new one.`,
    },
  };
}
