import { PantherError } from "../model/error.ts";
import { recoveryStep } from "../model/recovery/recoveryStep.ts";
import { conditionOf } from "../model/rules/stackStatus.ts";
import { deleteStack } from "./deleteStack.ts";
import type { PresentStack } from "./observe.ts";
import type { Run } from "./run.ts";
import { settled } from "./settled.ts";

/** The environment's own stacks, the role's first, once nothing is under way in them. */
export interface SettledStacks {
  readonly present: readonly PresentStack[];
  /** Whether one of them is not there: Pulumi's state may still have it. */
  readonly someAbsent: boolean;
  /** Names of the stacks that somebody else was at work on: what was observed of them before is stale. */
  readonly waitedFor: readonly string[];
}

/**
 * Waits until CloudFormation is at work on none of the environment's own stacks. Changes nothing.
 * @throws PantherError `stack-stuck` where only a person can tell what to do.
 */
export async function settleStacks(run: Run): Promise<SettledStacks> {
  const present: PresentStack[] = [];
  const waitedFor: string[] = [];
  const names = stackNames(run);
  for (const name of names) {
    const stack = await settled(run, name, ({ status }) => {
      waitedFor.push(name);
      run.report({ type: "notice", message: `${name} is ${status}: waiting for CloudFormation to finish that first.` });
    });
    if (stack.kind === "absent") continue;
    const condition = conditionOf(stack.status);
    if (condition === "stuck" || condition === "review") throw stuck(run, stack);
    present.push(stack);
  }
  return { present, someAbsent: present.length < names.length, waitedFor };
}

/**
 * Deletes what a failed first creation left: it can't be updated, and nothing ever ran in it.
 * @returns whether there was something to delete
 * @throws PantherError `stack-protected` where somebody has forbidden the deletion, and then nothing is changed;
 *   `stack-stuck` when the deletion fails.
 */
export async function removeFailedCreations(run: Run, stacks: readonly PresentStack[]): Promise<boolean> {
  // The root stack goes first: CloudFormation deletes it with the role.
  const failed = stacks.filter(({ status }) => conditionOf(status) === "never-created").toReversed();
  const kept = failed.find(({ terminationProtection }) => terminationProtection);
  if (kept) throw guarded(run, kept);
  for (const stack of failed) {
    run.aboutToChange();
    run.report({
      type: "notice",
      message: `${stack.name} is ${stack.status}: its first creation failed and it can't be updated, so it is deleted and created again.`,
    });
    const after = await deleteStack(run, stack.stackId);
    if (after.kind === "present" && conditionOf(after.status) !== "deleted") throw stuck(run, after);
  }
  return failed.length > 0;
}

/** The stacks that are the environment's own: the role's, where it deploys the role, and the root. */
export function stackNames({ environment }: Pick<Run, "environment">): readonly string[] {
  const { deploymentRole, rootStackName } = environment;
  return deploymentRole.kind === "deploy" ? [deploymentRole.stackName, rootStackName] : [rootStackName];
}

function guarded({ environment }: Run, stack: PresentStack): PantherError {
  const which = stack.name === environment.rootStackName ? "root" : "role";
  const found = { ...stack, stack: which, ran: false, blocked: [] } as const;
  const { means, text, commands } = recoveryStep(found, { environment: environment.name, region: environment.region });
  return new PantherError(
    "stack-protected",
    `${stack.name} is ${stack.status}: ${means}. ${text}`,
    `Once the protection is lifted, run the same command again: it deletes the stack and creates it again. ${commands.join(" ")}`,
  );
}

function stuck({ environment }: Run, { name, status, statusReason }: PresentStack): PantherError {
  const again = `panther recover ${environment.name}`;
  return new PantherError(
    "stack-stuck",
    `${name} is ${status}${statusReason ? `: ${statusReason}` : ""}.`,
    `What gets it moving again: ${again} --dry-run, then ${again}`,
  );
}
