import { conditionOf } from "../model/rules/stackStatus.ts";
import { observeStack, type PresentStack, type StackState } from "./observe.ts";
import type { Run } from "./run.ts";

/**
 * A stack once CloudFormation is at work on it no more. Changes nothing.
 * @param onBusy told once, before the first wait
 */
export async function settled(
  { aws, timing, signal }: Pick<Run, "aws" | "timing" | "signal">,
  nameOrArn: string,
  onBusy: (stack: PresentStack) => void = () => undefined,
): Promise<StackState> {
  for (let told = false; ; told = true) {
    const stack = await observeStack(aws.stacks, nameOrArn);
    if (stack.kind === "absent" || conditionOf(stack.status) !== "busy") return stack;
    if (!told) onBusy(stack);
    await timing.sleep(timing.pollMilliseconds, signal);
  }
}
