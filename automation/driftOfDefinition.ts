import { sameTemplate } from "../model/release/releaseOfTemplate.ts";
import { parseTemplate } from "../model/release/templateText.ts";
import { parameterDrift, tagDrift } from "../model/rules/drift.ts";
import type { DriftFinding, DriftPart } from "./driftReport.ts";
import type { LiveStack } from "./liveStack.ts";

/** What a stack of the environment is to be. */
export interface WantedStack {
  readonly environment: string;
  /** Plain parameters that a deploy would send. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly secretNames: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Where a stack's template should come from; `unknown` says why nobody can tell. */
export type PublishedTemplate =
  | { readonly kind: "published"; readonly url: string; readonly body: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** Parameters and tags that are not what a deploy of what runs would send. */
export function driftOfSettings(stack: LiveStack, wanted: WantedStack): DriftPart {
  const where = [stack.name];
  const { drifted, notComparable } = parameterDrift({
    template: parseTemplate(stack.templateBody),
    live: stack.parameters,
    values: wanted.parameters,
    secretNames: wanted.secretNames,
  });
  const tags = tagDrift(wanted.tags, stack.tags);
  const fix = `If the file is right: ${putBack(wanted.environment)}. If the stack is right, write it into stacks/Pulumi.${wanted.environment}.yaml.`;
  const findings: DriftFinding[] = [];
  if (drifted.length > 0)
    findings.push({ kind: "parameters", where, properties: drifted.map(({ name }) => name), values: drifted, fix });
  if (tags.length > 0) findings.push({ kind: "tags", where, properties: tags, fix });
  return { findings, ...(notComparable.length > 0 && { notComparable: [{ where, properties: notComparable }] }) };
}

/** A deploy of what runs has Pulumi look at AWS first: its state does not know yet of what was changed elsewhere. */
export function putBack(environment: string): string {
  return `panther deploy ${environment}`;
}

/** Whether a stack's template was replaced by something that is not published. */
export function driftOfTemplate(stack: LiveStack, published: PublishedTemplate): DriftPart {
  const where = [stack.name];
  if (published.kind === "unknown") return { notChecked: [{ check: "template", where, reason: published.reason }] };
  if (sameTemplate(published.body, stack.templateBody)) return {};
  // No upgrade passes here: Pulumi's state has the URL already, and CloudFormation keeps none to compare.
  const fix = `Update ${stack.name} in the CloudFormation console with the template ${published.url}, all parameters as they are; the next upgrade replaces the template, too.`;
  return { findings: [{ kind: "template", where, properties: [], fix }] };
}
