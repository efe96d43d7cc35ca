import type { Stack as AwsStack } from "@aws-sdk/client-cloudformation";
import type { StackApi } from "./clients.ts";
import { isAbsent } from "./isAbsent.ts";
import { tagsOf } from "./stackValues.ts";

/** A stack as CloudFormation describes it. */
export type StackState =
  | { readonly kind: "absent" }
  | {
      readonly kind: "present";
      readonly stackId: string;
      readonly name: string;
      readonly status: string;
      readonly statusReason?: string;
      /** When the last update began, or the creation. */
      readonly lastChange: Date;
      readonly tags: Readonly<Record<string, string>>;
      readonly terminationProtection: boolean;
    };

export type PresentStack = Extract<StackState, { kind: "present" }>;

/** A nested stack, as the root stack's resources show it. */
export interface NestedStack {
  /** Of its resource in the root template. */
  readonly logicalId: string;
  /** ARN; missing where it was never made. */
  readonly stackId?: string;
  /** Status of the resource in its parent, for example UPDATE_COMPLETE. */
  readonly status: string;
}

/** Whether a nested stack is complete, and not in what a rollback went back to. */
export function isWhole({ status }: NestedStack): boolean {
  return status.endsWith("_COMPLETE") && !status.includes("ROLLBACK");
}

/** Looks at one stack, by name or ARN. A deleted one is absent by its name. */
export async function observeStack(stacks: StackApi, nameOrArn: string): Promise<StackState> {
  try {
    const { Stacks: [found] = [] } = await stacks.describeStacks({ StackName: nameOrArn });
    return found ? presentStack(found) : { kind: "absent" };
  } catch (error) {
    if (isAbsent(error)) return { kind: "absent" };
    throw error;
  }
}

/** The nested stacks that a stack has at present, by their logical IDs. */
export async function observeNestedStacks(stacks: StackApi, stackId: string): Promise<readonly NestedStack[]> {
  const { StackResources = [] } = await stacks.describeStackResources({ StackName: stackId });
  return StackResources.filter(
    ({ ResourceType, ResourceStatus }) =>
      ResourceType === "AWS::CloudFormation::Stack" && ResourceStatus !== "DELETE_COMPLETE",
  ).map(({ LogicalResourceId = "", PhysicalResourceId, ResourceStatus = "" }) => ({
    logicalId: LogicalResourceId,
    ...(PhysicalResourceId && { stackId: PhysicalResourceId }),
    status: ResourceStatus,
  }));
}

function presentStack(stack: AwsStack): PresentStack {
  return {
    kind: "present",
    stackId: stack.StackId ?? "",
    name: stack.StackName ?? "",
    status: stack.StackStatus ?? "",
    ...(stack.StackStatusReason && { statusReason: stack.StackStatusReason }),
    lastChange: stack.LastUpdatedTime ?? stack.CreationTime ?? new Date(0),
    terminationProtection: stack.EnableTerminationProtection ?? false,
    tags: tagsOf(stack),
  };
}
