import { observeStack } from "./observe.ts";
import type { Run } from "./run.ts";

/**
 * Sees to it that CloudFormation refuses to delete the root stack until somebody says otherwise. After the first success
 * and not before: what a failed creation leaves has to be deleted.
 */
export async function protectFromTermination(run: Run): Promise<void> {
  const { rootStackName } = run.environment;
  const root = await observeStack(run.aws.stacks, rootStackName);
  if (root.kind === "absent" || root.terminationProtection) return;
  run.aboutToChange();
  await run.aws.stacks.updateTerminationProtection({ StackName: root.stackId, EnableTerminationProtection: true });
  run.report({ type: "notice", message: `${rootStackName} is protected from deletion now (termination protection).` });
}
