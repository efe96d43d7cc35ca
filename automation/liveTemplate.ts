import type { Template } from "../model/release/template.ts";
import { parseTemplate } from "../model/release/templateText.ts";
import type { Run } from "./run.ts";

/** The template that a stack has now, as it was handed to CloudFormation. */
export async function liveTemplate(run: Run, stackId: string): Promise<Template> {
  const { TemplateBody = "" } = await run.aws.stacks.getTemplate({ StackName: stackId, TemplateStage: "Original" });
  return parseTemplate(TemplateBody);
}
