import { logicalIdOf, type StackEvent, statusOf } from "./stackEvent.ts";

/** A failure, as CloudFormation's event tells it. */
export interface Cause {
  /** ARN of the stack that it belongs to; that may have been deleted since. */
  readonly stackArn: string;
  readonly stackName: string;
  /** Of the resource in that stack's template; the stack's name where the stack itself failed. */
  readonly logicalId: string;
  /** CloudFormation's, for example AWS::Lambda::Function. */
  readonly type: string;
  /** Blank where nothing was made. */
  readonly physicalId: string;
  /** CloudFormation's, for example CREATE_FAILED. */
  readonly status: string;
  /** AWS's own words. */
  readonly reason: string;
  /** ISO 8601, by CloudFormation's clock. */
  readonly time: string;
}

export const noReason = "CloudFormation gave no reason.";

/** A failure with what a hook said of it, which CloudFormation keeps in an event of its own. */
export function causeOf(event: StackEvent, history: readonly StackEvent[], otherwise = noReason): Cause {
  const said = [event.ResourceStatusReason || otherwise, ...hookWords(event, history)];
  return {
    stackArn: event.StackId ?? "",
    stackName: event.StackName ?? "",
    logicalId: logicalIdOf(event),
    type: event.ResourceType ?? "",
    physicalId: event.PhysicalResourceId ?? "",
    status: statusOf(event),
    reason: said.join(" "),
    time: event.Timestamp?.toISOString() ?? "",
  };
}

/** "The following hook(s) failed: […]" does not say why. */
function hookWords(event: StackEvent, history: readonly StackEvent[]): readonly string[] {
  const said = event.ResourceStatusReason ?? "";
  if (!/hook/i.test(said)) return [];
  const failed = history.filter(
    ({ LogicalResourceId, HookStatus }) =>
      LogicalResourceId === event.LogicalResourceId && /^HOOK_(COMPLETE_)?FAILED$/.test(HookStatus ?? ""),
  );
  const words = failed.map(({ HookType, HookStatusReason }) => `${HookType}: ${HookStatusReason}`);
  return [...new Set(words)].filter((one) => !said.includes(one));
}
