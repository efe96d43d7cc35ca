import type { StackApi } from "./clients.ts";
import type { Report } from "./events.ts";
import { observeNestedStacks, observeStack } from "./observe.ts";
import type { Timing } from "./timing.ts";

/**
 * Reports how far a stack and its nested stacks are until the signal aborts: Pulumi sees one long operation and says
 * nothing meanwhile. What goes wrong in here is a notice, never a failed run.
 */
export async function reportProgress(
  context: { readonly stacks: StackApi; readonly timing: Timing; readonly report: Report },
  stackName: string,
  signal: AbortSignal,
): Promise<void> {
  let last = "";
  let told = false;
  while (!signal.aborted) {
    try {
      const now = await look(context.stacks, stackName);
      const text = JSON.stringify(now);
      if (now && text !== last) context.report(now);
      last = text;
    } catch (error) {
      if (!told)
        context.report({
          type: "notice",
          message: `Progress of ${stackName} is not known: ${(error as Error).message}`,
        });
      told = true;
    }
    await context.timing.sleep(context.timing.pollMilliseconds, signal).catch(() => undefined);
  }
}

async function look(stacks: StackApi, stackName: string) {
  const stack = await observeStack(stacks, stackName);
  // Before CloudFormation has taken the operation up, the last one's state would pass for this one's.
  if (stack.kind === "absent" || !stack.status.endsWith("_IN_PROGRESS")) return undefined;
  const nested = await observeNestedStacks(stacks, stack.stackId);
  const running = nested.filter(({ status }) => status.endsWith("_IN_PROGRESS")).map(({ logicalId }) => logicalId);
  const done = nested.filter(({ status }) => status.endsWith("_COMPLETE")).length;
  return {
    type: "stack-progress",
    stack: stackName,
    status: stack.status,
    done,
    total: nested.length,
    running,
  } as const;
}
