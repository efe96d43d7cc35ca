import { PantherError } from "../../model/error.ts";
import { conditionOf } from "../../model/rules/stackStatus.ts";
import type { StackTeardown } from "../../model/teardown/teardownPlan.ts";
import { deleteStack } from "../deleteStack.ts";
import { reportOf } from "../diagnose.ts";
import { readHistories } from "../diagnosis/readHistories.ts";
import type { FailedEvent } from "../events.ts";
import { monitorBeside } from "../monitor/monitorStack.ts";
import { observeStack, type PresentStack, type StackState } from "../observe.ts";
import type { Run } from "../run.ts";
import { settled } from "../settled.ts";
import { teardownStep } from "./teardownStep.ts";

/**
 * Deletes stacks stage by stage, those of one side by side. One that fails stops the next stage; the others of its own are
 * seen to their end.
 * @returns why it stopped
 * @throws PantherError `changed-meanwhile`
 */
export async function removeStacks(run: Run, stacks: readonly StackTeardown[]): Promise<FailedEvent | undefined> {
  const stages = [...new Set(stacks.map(({ stage }) => stage))];
  for (const stage of stages) {
    const failed = await Promise.all(
      stacks.filter((one) => one.stage === stage).map((one) => removeStack(run, one, protectedWith(one, stacks))),
    );
    const [first] = failed.filter((event) => event !== undefined);
    if (first) return first;
  }
  return undefined;
}

/** A nested stack is protected with its root stack, and only there it can be lifted: API reference, UpdateTerminationProtection. */
function protectedWith(stack: StackTeardown, stacks: readonly StackTeardown[]): StackTeardown {
  return (stack.kind === "empty" && stacks.find(({ kind }) => kind === "root")) || stack;
}

async function removeStack(run: Run, planned: StackTeardown, guarded: StackTeardown): Promise<FailedEvent | undefined> {
  const { name, stackId } = planned;
  const before = await observeStack(run.aws.stacks, stackId);
  if (isGone(before)) return undefined;
  return await teardownStep(
    run,
    { step: "stack", stack: name },
    async () => {
      const after = await deleted(run, planned, guarded).catch((error: unknown) => notAccepted(error, planned));
      if ("type" in after) return after;
      return after.kind === "absent" || isGone(after) ? undefined : await explain(run, after);
    },
    (failed) => failed === undefined,
  );
}

/** Joins a deletion that is under way, by an earlier run or somebody else; begins one otherwise. */
async function deleted(run: Run, { stackId, roleArn }: StackTeardown, guarded: StackTeardown): Promise<StackState> {
  const { aws, signal } = run;
  const standing = await idle(run, stackId);
  if (standing.kind === "absent") return standing;
  if (standing.status === "DELETE_IN_PROGRESS") return await followed(run, stackId);
  run.aboutToChange();
  if (standing.terminationProtection) {
    await aws.stacks.updateTerminationProtection({ StackName: guarded.stackId, EnableTerminationProtection: false });
    run.report({ type: "notice", message: `Termination protection of ${guarded.name} is lifted.` });
    signal.throwIfAborted();
  }
  return await deleteStack(run, stackId, roleArn === undefined ? {} : { roleArn });
}

/** CloudFormation refuses to delete a stack that it updates. */
async function idle(run: Run, stackId: string): Promise<StackState> {
  for (let told = false; ; told = true) {
    const stack = await observeStack(run.aws.stacks, stackId);
    const ends =
      stack.kind === "absent" || conditionOf(stack.status) !== "busy" || stack.status === "DELETE_IN_PROGRESS";
    if (ends) return stack;
    const message = `${stack.name} is ${stack.status}: waiting for CloudFormation to finish that first.`;
    if (!told) run.report({ type: "notice", message });
    await run.timing.sleep(run.timing.pollMilliseconds, run.signal);
  }
}

async function followed(run: Run, stackId: string): Promise<StackState> {
  const { aws, budget, timing, report, signal } = run;
  report({ type: "notice", message: `${stackId.split("/")[1]} is being deleted already: this run joins.` });
  const monitor = budget && monitorBeside({ stacks: aws.stacks, budget, timing, report }, { stack: stackId });
  try {
    return await settled(run, stackId);
  } finally {
    await monitor?.end(!signal.aborted);
  }
}

/** A call that CloudFormation refuses, since it can't act with the role for example, leaves no event. */
function notAccepted(error: unknown, { name }: StackTeardown): FailedEvent {
  if (!(error instanceof Error && error.name === "ValidationError")) throw error;
  return {
    type: "failed",
    code: "deletion-refused",
    message: `CloudFormation does not begin to delete ${name}: ${error.message}\nNo bucket was touched.`,
    fix: "See to the cause, then run the same command again. Where it is the role: --role-arn <ARN> gives another one.",
  };
}

/** Why a stack could not be deleted, in AWS's own words. */
async function explain(run: Run, { name, status, stackId, statusReason = "" }: PresentStack): Promise<FailedEvent> {
  const { region } = run.environment;
  // Expired credentials may be what failed: that it did must not be lost over looking further.
  const found = await readHistories(run.aws.stacks, stackId, run.signal)
    .then((histories) => reportOf(stackId, histories))
    .catch((error: unknown) => {
      run.signal.throwIfAborted();
      if (error instanceof PantherError) throw error;
      return undefined;
    });
  const cause = found?.cause && { ...found.cause, path: found.path };
  const words = cause ? `${cause.path.join(" > ")} ${cause.status}: ${cause.reason}` : statusReason.trim();
  const also = (found?.also ?? []).map((one) => `Also ${one.logicalId} (${one.type}): ${one.reason}`);
  return {
    type: "failed",
    code: "stack-not-deleted",
    message: [`${name} is ${status}. ${words}`, ...also, "No bucket was touched."].join("\n"),
    fix: `See to the cause, then run the same command again: it goes on from what stands. To leave behind what can't be deleted: aws cloudformation delete-stack --stack-name ${name} --region ${region} --deletion-mode FORCE_DELETE_STACK`,
    ...(cause && { cause }),
    ...(found?.hint && { hint: found.hint }),
    ...(cause && found.consoleUrl && { consoleUrl: found.consoleUrl }),
  };
}

function isGone(stack: StackState): boolean {
  return stack.kind === "absent" || conditionOf(stack.status) === "deleted";
}
