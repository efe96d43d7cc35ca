import { PantherError } from "../../model/error.ts";
import type { BlockedResource } from "../../model/recovery/history.ts";
import type { RecoveryStep } from "../../model/recovery/recoveryStep.ts";
import type { RecoveryAnswer } from "../../model/recovery/recoveryTable.ts";
import { pathOf, skipName } from "../../model/recovery/skips.ts";
import { conditionOf } from "../../model/rules/stackStatus.ts";
import type { Outcome } from "../command.ts";
import { deleteStack, recoveryToken } from "../deleteStack.ts";
import { isProtected, staysProtected } from "../isProtected.ts";
import { observeStack } from "../observe.ts";
import type { Run } from "../run.ts";
import { settled } from "../settled.ts";
import { findStacks } from "./findStacks.ts";
import type { LeftoverStack } from "./recoveryEvents.ts";

/** Does what gets one stack moving again, and waits for its end. @returns what failed, if anything */
export async function recoverStack(
  run: Run,
  step: RecoveryStep,
  skipped: readonly BlockedResource[],
): Promise<Outcome | undefined> {
  const act = actions[step.answer];
  if (!act) return undefined;
  const before = await observeStack(run.aws.stacks, step.stackId);
  if (before.kind === "absent" || before.status !== step.status) throw changedMeanwhile(step);
  run.aboutToChange();
  const own = skipped.filter(({ stackId }) => step.blocked.some((blocked) => blocked.stackId === stackId));
  run.report({ type: "notice", message: `${step.name} is ${step.status}. ${step.text}` });
  await act(run, step, own);
  const after = await settled(run, step.stackId);
  if (after.kind === "absent" || conditionOf(after.status) === "deleted") return undefined;
  return conditionOf(after.status) === "settled" ? undefined : await stillStuck(run, step);
}

function changedMeanwhile({ name }: RecoveryStep): PantherError {
  return new PantherError(
    "changed-meanwhile",
    `Somebody changed ${name} after the plan was made.`,
    "Run the same command again: it looks afresh.",
  );
}

/** Deletes an empty stack that a change set left. */
export async function deleteLeftover(run: Run, { name, stackId }: LeftoverStack): Promise<void> {
  run.aboutToChange();
  run.report({ type: "notice", message: `${name} is empty, left by a change set: it is deleted.` });
  await deleteStack(run, stackId).catch((error: unknown) => {
    if (!isProtected(error)) throw error;
    run.report({ type: "notice", message: staysProtected(name, run.environment.rootStackName) });
  });
}

type Act = (run: Run, step: RecoveryStep, skipped: readonly BlockedResource[]) => Promise<unknown>;

const remove: Act = (run, { stackId }) => deleteStack(run, stackId);

const actions: Partial<Record<RecoveryAnswer, Act>> = {
  "continue-rollback": (run, { stackId }, skipped) =>
    run.aws.stacks.continueUpdateRollback({
      StackName: stackId,
      ClientRequestToken: recoveryToken(run),
      ...(skipped.length > 0 && { ResourcesToSkip: skipped.map(skipName) }),
    }),
  "roll-back": (run, { stackId }) =>
    run.aws.stacks.rollbackStack({ StackName: stackId, ClientRequestToken: recoveryToken(run) }),
  delete: remove,
  "delete-review": remove,
};

async function stillStuck(run: Run, { stackId }: RecoveryStep): Promise<Outcome | undefined> {
  const now = (await findStacks(run.aws.stacks, run.environment)).find((step) => step.stackId === stackId);
  if (!now) return undefined;
  const { name, status, blocked, text, commands, statusReason = "" } = now;
  const reasons = blocked.map((resource) => `${pathOf(resource)} (${resource.type}): ${resource.reason}`);
  const again = `panther recover ${run.environment.name}`;
  const fix =
    status === "UPDATE_ROLLBACK_FAILED" && blocked.length > 0
      ? `Mend that, then: ${again}. What can't be mended is left as it is with: ${again} --skip ${blocked.map(pathOf).join(" ")}`
      : status === "DELETE_FAILED"
        ? `See to what could not be deleted, then: ${again}. To leave it behind: aws cloudformation delete-stack --stack-name ${name} --region ${run.environment.region} --deletion-mode FORCE_DELETE_STACK`
        : [text, ...commands].join(" ");
  const why = reasons.length > 0 ? `\n${reasons.join("\n")}` : ` ${statusReason.trim()}`;
  return {
    kind: "failed",
    event: { type: "failed", code: "still-stuck", message: `${name} is ${status} again.${why}`, fix },
  };
}
