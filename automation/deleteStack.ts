import type { StackState } from "./observe.ts";
import type { Run } from "./run.ts";
import { settled } from "./settled.ts";

/** Has CloudFormation delete a stack, and waits for the end of it. @returns what stands then */
export async function deleteStack(run: Run, stackId: string): Promise<StackState> {
  await run.aws.stacks.deleteStack({ StackName: stackId, ClientRequestToken: recoveryToken(run) });
  return await settled(run, stackId);
}

/** The SDK repeats a call whose answer was lost: with a token CloudFormation knows it again. */
export function recoveryToken({ id }: Pick<Run, "id">): string {
  return `panther-recover-${id}`;
}
