import type { Stack } from "@aws-sdk/client-cloudformation";
import type { StackApi } from "../clients.ts";
import { isAbsent } from "../isAbsent.ts";

/** A stack by its name or ARN; undefined where there is none. */
export async function describe(stacks: StackApi, name: string): Promise<Stack | undefined> {
  try {
    const { Stacks: [stack] = [] } = await stacks.describeStacks({ StackName: name });
    return stack;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** A stack's template as it was handed to CloudFormation. */
export async function templateOf(stacks: StackApi, stackId: string): Promise<string> {
  const { TemplateBody = "" } = await stacks.getTemplate({ StackName: stackId, TemplateStage: "Original" });
  return TemplateBody;
}

/** Name of the stack that a resource is in; undefined where it is in none. */
export async function stackWith(stacks: StackApi, physicalId: string): Promise<string | undefined> {
  try {
    const { StackResources: [resource] = [] } = await stacks.describeStackResources({ PhysicalResourceId: physicalId });
    return resource?.StackName;
  } catch (error) {
    // CloudFormation has no code of its own for something that is in no stack.
    if (error instanceof Error && error.name === "ValidationError") return undefined;
    throw error;
  }
}
