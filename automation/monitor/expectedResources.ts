import { section } from "../../model/release/template.ts";
import { parseTemplate } from "../../model/release/templateText.ts";
import type { StackApi } from "../clients.ts";
import type { CallBudget } from "./callBudget.ts";

/** How many resources a new stack will have at least: by its template, without those that a condition may leave out. */
export async function expectedResources(
  request: {
    readonly stacks: Pick<StackApi, "getTemplate">;
    readonly budget: CallBudget;
    readonly signal: AbortSignal;
  },
  stackId: string,
): Promise<number> {
  const { stacks, budget, signal } = request;
  const asGiven = { StackName: stackId, TemplateStage: "Original" } as const;
  const { TemplateBody = "" } = await budget.call(() => stacks.getTemplate(asGiven), signal);
  const resources = Object.values(section(parseTemplate(TemplateBody), "Resources"));
  return resources.filter((resource) => (resource as { readonly Condition?: string }).Condition === undefined).length;
}
