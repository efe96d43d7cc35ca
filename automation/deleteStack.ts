import { monitorBeside } from "./monitor/monitorStack.ts";
import type { StackState } from "./observe.ts";
import type { Run } from "./run.ts";
import { settled } from "./settled.ts";

/**
 * Has CloudFormation delete a stack, tells how far it is, and waits for the end of it.
 * @param roleArn Role to delete it with, in place of the one that CloudFormation acts with on it.
 * @returns what stands then
 */
export async function deleteStack(
  run: Run,
  stackId: string,
  { roleArn }: { readonly roleArn?: string } = {},
): Promise<StackState> {
  const { aws, budget, timing, report, signal } = run;
  const { StackEvents = [] } = await aws.stacks.describeStackEvents({ StackName: stackId });
  const target = { stack: stackId, mark: StackEvents[0]?.EventId ?? null };
  const monitor = budget && monitorBeside({ stacks: aws.stacks, budget, timing, report }, target);
  try {
    await aws.stacks.deleteStack({
      StackName: stackId,
      ClientRequestToken: recoveryToken(run),
      ...(roleArn !== undefined && { RoleARN: roleArn }),
    });
    return await settled(run, stackId);
  } finally {
    await monitor?.end(!signal.aborted);
  }
}

/** The SDK repeats a call whose answer was lost: with a token CloudFormation knows it again. */
export function recoveryToken({ id }: Pick<Run, "id">): string {
  return `panther-recover-${id}`;
}
