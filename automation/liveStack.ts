import type { StackApi } from "./clients.ts";
import { parametersOf, tagsOf } from "./stackValues.ts";

/** A stack with all that somebody may have changed of it by hand. */
export interface LiveStack {
  readonly stackId: string;
  readonly name: string;
  readonly status: string;
  /** NoEcho ones as `****`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly terminationProtection: boolean;
  /** As it was handed to CloudFormation. */
  readonly templateBody: string;
}

/** Reads a stack that is there. @throws the SDK's errors */
export async function liveStack(stacks: StackApi, nameOrArn: string): Promise<LiveStack> {
  const [{ Stacks: [stack] = [] }, { TemplateBody = "" }] = await Promise.all([
    stacks.describeStacks({ StackName: nameOrArn }),
    stacks.getTemplate({ StackName: nameOrArn, TemplateStage: "Original" }),
  ]);
  return {
    stackId: stack?.StackId ?? "",
    name: stack?.StackName ?? "",
    status: stack?.StackStatus ?? "",
    parameters: parametersOf(stack ?? {}),
    tags: tagsOf(stack ?? {}),
    terminationProtection: stack?.EnableTerminationProtection ?? false,
    templateBody: TemplateBody,
  };
}
