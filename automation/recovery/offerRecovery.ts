import { conditionOf } from "../../model/rules/stackStatus.ts";
import type { Outcome } from "../command.ts";
import { observeStack } from "../observe.ts";
import { stackNames } from "../recover.ts";
import type { Run } from "../run.ts";
import { type ApproveRecovery, recoverRun } from "./recoverEnvironment.ts";

/**
 * For a command that can't begin because a stack is stuck: shows what gets it moving again and asks whether to do that.
 * @param approve left out where nobody can be asked: a recovery is not part of the plan that `--yes` says yes to
 * @returns undefined where the command may go on, and how it ends otherwise
 */
export async function offerRecovery(run: Run, approve: ApproveRecovery | undefined): Promise<Outcome | undefined> {
  const stacks = await Promise.all(stackNames(run).map((name) => observeStack(run.aws.stacks, name)));
  const stuck = stacks.flatMap((stack) => {
    const isStuck = stack.kind === "present" && ["stuck", "review"].includes(conditionOf(stack.status));
    return isStuck ? [`${stack.name} is ${stack.status}`] : [];
  });
  if (stuck.length === 0) return undefined;
  if (approve) {
    const outcome = await recoverRun(run, { approve });
    return outcome.kind === "done" ? undefined : outcome;
  }
  const { name } = run.environment;
  return {
    kind: "refused",
    event: {
      type: "failed",
      code: "stack-stuck",
      message: `${stuck.join(", ")}. Nothing was changed.`,
      fix: `What gets it moving again: panther recover ${name} --dry-run, then panther recover ${name}`,
    },
  };
}
