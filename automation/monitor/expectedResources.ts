import { section } from "../../model/release/template.ts";
import { parseTemplate } from "../../model/release/templateText.ts";
import type { StackApi } from "../clients.ts";
import type { CallBudget } from "./callBudget.ts";

/**
 * How many resources a stack will have at least: by its template where it is being created, without those that a condition
 * may leave out; else as many as it has.
 */
export async function expectedResources(
  request: {
    readonly stacks: Pick<StackApi, "listStackResources" | "getTemplate">;
    readonly budget: CallBudget;
    readonly signal: AbortSignal;
  },
  stackId: string,
  creating: boolean,
): Promise<number> {
  const { stacks, budget, signal } = request;
  const stack = { StackName: stackId };
  if (creating) {
    const asGiven = { ...stack, TemplateStage: "Original" } as const;
    const { TemplateBody = "" } = await budget.call(() => stacks.getTemplate(asGiven), signal);
    const resources = Object.values(section(parseTemplate(TemplateBody), "Resources"));
    return resources.filter((resource) => (resource as { readonly Condition?: string }).Condition === undefined).length;
  }
  let count = 0;
  let token: string | undefined;
  do {
    const page = { ...stack, ...(token && { NextToken: token }) };
    const { StackResourceSummaries = [], NextToken } = await budget.call(() => stacks.listStackResources(page), signal);
    count += StackResourceSummaries.filter(({ ResourceStatus }) => ResourceStatus !== "DELETE_COMPLETE").length;
    token = NextToken;
  } while (token);
  return count;
}
