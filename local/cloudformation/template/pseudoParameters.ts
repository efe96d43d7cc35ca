import { partitionOf } from "../../../model/release/partition.ts";
import type { Scope } from "../types.ts";

export interface StackIdentity {
  readonly scope: Scope;
  readonly stackName: string;
  readonly stackId: string;
  readonly notificationArns: readonly string[];
}

export const pseudoParameterNames: ReadonlySet<string> = new Set([
  "AWS::AccountId",
  "AWS::NotificationARNs",
  "AWS::NoValue",
  "AWS::Partition",
  "AWS::Region",
  "AWS::StackId",
  "AWS::StackName",
  "AWS::URLSuffix",
]);

/** The value of a pseudo parameter other than AWS::NoValue, or undefined when there is none of that name. */
export function pseudoParameter(name: string, stack: StackIdentity): string | readonly string[] | undefined {
  switch (name) {
    case "AWS::AccountId":
      return stack.scope.accountId;
    case "AWS::NotificationARNs":
      return stack.notificationArns;
    case "AWS::Partition":
      return stack.scope.partition;
    case "AWS::Region":
      return stack.scope.region;
    case "AWS::StackId":
      return stack.stackId;
    case "AWS::StackName":
      return stack.stackName;
    case "AWS::URLSuffix":
      return partitionOf(stack.scope.region).dnsSuffix;
    default:
      return undefined;
  }
}
