import { PantherError } from "../model/error.ts";
import { conditionOf } from "../model/rules/stackStatus.ts";
import { observeStack, type PresentStack } from "./observe.ts";
import type { Run } from "./run.ts";

/** Whether Pulumi's state has to be refreshed, because a stack that it knows was deleted. */
export interface Recovery {
  readonly deleted: boolean;
}

/**
 * Brings the environment's own stacks into a state that can be deployed to: waits for an operation under way, deletes
 * what a failed first creation left.
 * @throws PantherError `stack-stuck` where only a person can tell what to do.
 */
export async function recover(run: Run): Promise<Recovery> {
  let deleted = false;
  for (const name of stackNames(run)) {
    const stack = await settle(run, name);
    if (!stack) continue;
    switch (conditionOf(stack.status)) {
      case "never-created":
        await removeFailedCreation(run, stack);
        deleted = true;
        break;
      case "stuck":
      case "review":
        throw stuck(stack);
      default:
    }
  }
  return { deleted };
}

/** The stacks that are the environment's own: the role's, where it deploys the role, and the root. */
export function stackNames({ environment }: Run): readonly string[] {
  const { deploymentRole, rootStackName } = environment;
  return deploymentRole.kind === "deploy" ? [deploymentRole.stackName, rootStackName] : [rootStackName];
}

/** Waits until nothing is under way in a stack; undefined when there is none. */
async function settle(run: Run, nameOrArn: string): Promise<PresentStack | undefined> {
  let waited = false;
  for (;;) {
    const stack = await observeStack(run.aws.stacks, nameOrArn);
    if (stack.kind === "absent") return undefined;
    if (conditionOf(stack.status) !== "busy") return stack;
    if (!waited)
      run.report({
        type: "notice",
        message: `${stack.name} is ${stack.status}: waiting for CloudFormation to finish that first.`,
      });
    waited = true;
    await run.timing.sleep(run.timing.pollMilliseconds, run.signal);
  }
}

async function removeFailedCreation(run: Run, stack: PresentStack): Promise<void> {
  run.report({
    type: "notice",
    message: `${stack.name} is ${stack.status}: its first creation failed and it can't be updated, so it is deleted and created again.`,
  });
  await run.aws.stacks.deleteStack({ StackName: stack.stackId });
  const after = await settle(run, stack.stackId);
  if (after && conditionOf(after.status) !== "deleted") throw stuck(after);
}

/** What gets a stack moving again, where a person has to decide it. */
const remedies: Readonly<Record<string, string>> = {
  UPDATE_ROLLBACK_FAILED:
    "Remove what stopped the rollback, then: aws cloudformation continue-update-rollback --stack-name",
  DELETE_FAILED: "Remove what could not be deleted, then: aws cloudformation delete-stack --stack-name",
  REVIEW_IN_PROGRESS:
    "It comes from a change set that was not executed. If nobody needs that: aws cloudformation delete-stack --stack-name",
};

function stuck({ name, status, statusReason }: PresentStack): PantherError {
  const remedy = remedies[status];
  return new PantherError(
    "stack-stuck",
    `${name} is ${status}${statusReason ? `: ${statusReason}` : ""}. Nothing was changed.`,
    remedy ? `${remedy} ${name}` : "Look at its events in the CloudFormation console, and ask AWS Support.",
  );
}
